import type { Verdict } from "../../level-set/index.ts";

interface VerdictText {
  readonly headline: string;
  /** How far the verdict goes: what a careful reader has to know before quoting it. */
  readonly meaning: string;
}

const texts: Readonly<Record<Verdict, VerdictText>> = {
  verified: {
    headline: "Converged, and verified by an audit",
    meaning: "Points that were not used to train the surrogate confirm the contour.",
  },
  "model-certified": {
    headline: "Converged",
    meaning:
      "The statement holds as far as the surrogate model does: its forecasts have agreed with the evaluations, " +
      "but no independent audit was made.",
  },
  "model-rejected": {
    headline: "Surrogate refuted",
    meaning:
      "Outcomes disagree with the forecasts made before them by more than chance allows: " +
      "the volumes and bands shown here are not reliable.",
  },
  "not-certified": {
    headline: "Not converged",
    meaning: "What is shown is the best present estimate, not a final contour.",
  },
};

export function verdictText(verdict: Verdict): VerdictText {
  return texts[verdict];
}
