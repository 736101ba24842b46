import { excursionText, undecidedVolume } from "./level-set-text.ts";
import { formatBound, formatNumber, formatPercent } from "./number-text.ts";
import { latestAssessment, levelSetsOf, type AssessmentView, type AuditView, type ScanView } from "../view.ts";

/** What the verdict rests on, one name and one sentence a line: bounds, forecasts, exploration, audit. Empty before the first assessment. */
export function certificateLines(view: ScanView): (readonly [name: string, sentence: string])[] {
  const assessment = view.assessments.at(-1);
  if (assessment === undefined) return [];
  const undecided = undecidedVolume(view);
  return [
    ...levelSetsOf(view).map((levelSet) => [`contour ${excursionText(levelSet)}`, boundText(latestAssessment(view, levelSet))] as const),
    ...assessment.observables.map((observable) => [`forecasts of ${observable.observable}`, forecastText(observable)] as const),
    ["exploration", explorationText(assessment)],
    ...(undecided > 0 ? [["undecided", `${formatPercent(undecided)} of the volume lies nearest to infeasible or failed evaluations and is not counted`] as const] : []),
    ["audit", auditText(view.audit)],
  ];
}

function boundText(assessment: AssessmentView["levelSets"][number] | undefined): string {
  if (assessment === undefined) return "not assessed yet";
  const { expectedMisclassifiedVolume, upperBound95, contourDistance } = assessment;
  const expected = `${formatPercent(expectedMisclassifiedVolume)} of the admissible volume is expected on the wrong side`;
  if (upperBound95 === null) return `${expected}; there is no bound while this contour or another one is far from the tolerance`;
  const far = contourDistance?.upperBound95 ?? undefined;
  const distance = far === undefined ? "" : `, a mean contour distance of ${formatPercent(far)} of the declared one`;
  return `${expected}, at most ${formatBound(upperBound95)} (95 %)${distance}, over all models that the evaluations do not tell apart`;
}

/** The errors of what was said of each evaluation before it was made, and the odds at which a gambler against the model stands. */
function forecastText({ prequentialInflation, logEValue, logEValueLimit }: AssessmentView["observables"][number]): string {
  const size = `made before the evaluations, they missed by ${formatNumber(prequentialInflation, 2)} of their stated errors (root mean square)`;
  const odds = `evidence against the model ${formatNumber(Math.exp(logEValue), 2)} : 1, rejected from ${formatNumber(Math.exp(logEValueLimit), 2)} : 1`;
  return `${size}; ${odds}`;
}

function explorationText({ exploration, explorationRadius = Infinity }: AssessmentView): string {
  if (exploration === undefined) return `no admissible point is further than ${formatNumber(explorationRadius, 2)} lengthscales from an evaluation`;
  const { correlation, unexploredVolume, tolerance, overlooked, strays } = exploration;
  const beside = strays === undefined ? "" : `; with ${strays.evaluated} points next to the contour evaluated, at most ${formatPercent(strays.volume)} of the list may stray to its other side`;
  const explored = `${formatPercent(unexploredVolume)} of the admissible volume is unexplored (open to question, and correlated with every evaluation by less than ${correlation}); the limit is ${formatPercent(tolerance)}${beside}`;
  if (overlooked === undefined) return `${explored}; every likely place of an island has been looked at`;
  return `${explored}; a likely place of an island has not been looked at yet (probability ${formatPercent(overlooked.probability)})`;
}

/** "0 errors in 59 points: at most 5 % on the wrong side (95 %), whatever the model". */
function auditText(audit: AuditView | undefined): string {
  if (audit === undefined) return "none was made; convergence.auditEvaluations asks for one";
  const worst = audit.toSorted((a, b) => b.upperBound95 - a.upperBound95)[0]!;
  const found = `${worst.errors} ${worst.errors === 1 ? "error" : "errors"} in ${worst.evaluated} points`;
  return `${found}: at most ${formatPercent(worst.upperBound95)} on the wrong side (95 %), whatever the model`;
}
