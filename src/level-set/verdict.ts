import type { Assessment, Verdict } from "./types.ts";

/** Lengthscales from the nearest evaluation beyond which a point counts as unexplored. */
const explorationLimit = 1.5;

/** What stands between a scan and its certificate, first things first. */
export type Obstacle = "assessment" | "model" | "accuracy" | "exploration" | "evaluations" | "confirmation";

export interface VerdictWithReason {
  readonly verdict: Verdict;
  readonly reason: string;
  /** Absent when the model is certified. */
  readonly obstacle?: Obstacle;
}

/**
 * The verdict on the assessments of a scan so far, oldest first.
 *
 * `model-certified`: at two consecutive refits of the hyperparameters every level set's expected misclassified volume (with λs) is
 * within the tolerance, no admissible point is further than 1.5 lengthscales from an evaluation, and at least max(10 d, 20)
 * evaluations were observed; where all allowed points have been tried, accuracy at the last refit is enough.
 * `model-rejected`: the forecasts of an observable were worse than an honest model's would be (e-value over its limit).
 * A certificate is conditional on the model; `verified` needs an audit, which is not decided here.
 */
export function concludeVerdict(history: readonly Assessment[], tolerance: number, d: number): VerdictWithReason {
  const latest = history.at(-1);
  if (latest === undefined) return { verdict: "not-certified", obstacle: "assessment", reason: "nothing has been assessed yet" };
  const rejection = rejectionReason(latest);
  if (rejection !== undefined) return { verdict: "model-rejected", obstacle: "model", reason: rejection };
  const shortfall = shortfallOf(latest, tolerance, d);
  if (shortfall !== undefined) return { verdict: "not-certified", ...shortfall };
  const before = history.findLast(({ fittedEvaluations }) => fittedEvaluations !== latest.fittedEvaluations);
  const isConfirmed = before !== undefined && rejectionReason(before) === undefined && shortfallOf(before, tolerance, d) === undefined;
  if (!isConfirmed && !latest.exhausted) {
    const reason = "accurate enough at the latest fit, which the next one has to confirm";
    return { verdict: "not-certified", obstacle: "confirmation", reason };
  }
  return { verdict: "model-certified", reason: certificateReason(latest, tolerance) };
}

/** Where the model of an observable is rejected: what its forecasts were like. */
function rejectionReason({ observables }: Assessment): string | undefined {
  const rejected = observables.find(({ logEValue, logEValueLimit }) => logEValue >= logEValueLimit);
  if (rejected === undefined) return undefined;
  const { observable, prequentialInflation, logEValue, logEValueLimit } = rejected;
  const evidence = `log e-value ${logEValue.toFixed(1)}, limit ${logEValueLimit.toFixed(1)}`;
  const errors = `their errors are ${prequentialInflation.toPrecision(2)} times the stated ones in the root mean square`;
  return `the model of ${observable} is rejected: forecasts made before the evaluations missed by more than chance allows (${evidence}; ${errors})`;
}

/** The first condition of the certificate that an assessment does not meet. */
function shortfallOf(
  { levelSets, evaluations, explorationRadius, exhausted }: Assessment,
  tolerance: number,
  d: number,
): { readonly obstacle: Obstacle; readonly reason: string } | undefined {
  const worst = levelSets.toSorted((a, b) => b.expectedMisclassifiedVolume - a.expectedMisclassifiedVolume)[0]!;
  if (worst.expectedMisclassifiedVolume > tolerance) {
    const { observable, threshold, expectedMisclassifiedVolume } = worst;
    const excess = `${percent(expectedMisclassifiedVolume)} is above the tolerance of ${percent(tolerance)}`;
    const reason = `expected misclassified volume ${excess} (${observable} at ${threshold})`;
    return { obstacle: "accuracy", reason };
  }
  if (exhausted) return undefined;
  if (explorationRadius > explorationLimit) {
    const distance = `${explorationRadius.toPrecision(2)} lengthscales from every evaluation (limit ${explorationLimit})`;
    return { obstacle: "exploration", reason: `an admissible point lies ${distance}` };
  }
  const needed = Math.max(10 * d, 20);
  if (evaluations < needed) {
    return { obstacle: "evaluations", reason: `${evaluations} evaluations are too few to trust the model, it takes ${needed}` };
  }
  return undefined;
}

function certificateReason({ levelSets, observables, exhausted }: Assessment, tolerance: number): string {
  const largest = Math.max(...levelSets.map(({ expectedMisclassifiedVolume }) => expectedMisclassifiedVolume));
  const undecided = Math.max(...observables.map(({ undecidedVolume }) => undecidedVolume));
  const basis = exhausted ? "with every allowed point tried" : "at two consecutive fits";
  const accuracy = `expected misclassified volume ${percent(largest)} within the tolerance ${percent(tolerance)} ${basis}`;
  if (undecided === 0) return accuracy;
  return `${accuracy}; ${percent(undecided)} of the admissible volume is undecided, its evaluations were infeasible or failed`;
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(2))} %`;
}
