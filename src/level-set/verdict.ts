import type { Assessment, LevelSetAssessment, Verdict } from "./types.ts";

/** Lengthscales from the nearest evaluation beyond which a point counts as unexplored. */
export const explorationLimit = 1.5;

/** What stands between a scan and its certificate, first things first. */
export type Obstacle = "assessment" | "model" | "accuracy" | "exploration" | "evaluations" | "confirmation" | "audit";

export interface VerdictWithReason {
  readonly verdict: Verdict;
  readonly reason: string;
  /** Absent when the model is certified. */
  readonly obstacle?: Obstacle;
}

/**
 * The verdict on the assessments of a scan so far, oldest first.
 *
 * `model-certified`: the 95 % upper bound of every level set's misclassified volume is within the tolerance, its expected value was so
 * already at the refit of the hyperparameters before, no admissible point is further than 1.5 lengthscales from an evaluation, and at
 * least max(10 d, 20) evaluations were observed; where all allowed points have been tried, the expected volume is enough.
 * `model-rejected`: the forecasts of an observable were worse than an honest model's would be (e-value over its limit).
 * A certificate is conditional on the model; see `concludeAudit` for what is not.
 *
 * The bound decides, not the expected volume: the true volume lies above what is expected of it about as often as below, so a stop where
 * the expected volume falls to the tolerance is wrong in every second scan.
 */
export function concludeVerdict(history: readonly Assessment[], tolerance: number, d: number): VerdictWithReason {
  const latest = history.at(-1);
  if (latest === undefined) return { verdict: "not-certified", obstacle: "assessment", reason: "nothing has been assessed yet" };
  const rejection = rejectionReason(latest);
  if (rejection !== undefined) return { verdict: "model-rejected", obstacle: "model", reason: rejection };
  const shortfall = accuracyShortfall(latest, tolerance) ?? coverageShortfall(latest, d);
  if (shortfall !== undefined) return { verdict: "not-certified", ...shortfall };
  const before = history.findLast(({ fittedEvaluations }) => fittedEvaluations !== latest.fittedEvaluations);
  const isConfirmed = before !== undefined && rejectionReason(before) === undefined && worstExpected(before).volume <= tolerance;
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

type Shortfall = Pick<VerdictWithReason, "reason"> & { readonly obstacle: Obstacle };

/** What the volumes lack: where all allowed points have been tried nothing can bring the bound down, and it is not asked for. */
function accuracyShortfall(assessment: Assessment, tolerance: number): Shortfall | undefined {
  const limit = `above the tolerance of ${percent(tolerance)}`;
  const expected = worstExpected(assessment);
  if (expected.volume > tolerance) {
    return { obstacle: "accuracy", reason: `expected misclassified volume ${percent(expected.volume)} is ${limit} (${expected.where})` };
  }
  const bound = worstBound(assessment);
  if (assessment.exhausted || bound.volume <= tolerance) return undefined;
  const reason = `misclassified volume up to ${percent(bound.volume)} (95 %) is ${limit}, ${percent(expected.volume)} is expected (${bound.where})`;
  return { obstacle: "accuracy", reason };
}

/** What the points lack: a domain that has been looked at everywhere, and enough of them. */
function coverageShortfall({ evaluations, explorationRadius, exhausted }: Assessment, d: number): Shortfall | undefined {
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

interface Volume {
  readonly volume: number;
  readonly where: string; // the level set in words
}

function worstExpected({ levelSets }: Assessment): Volume {
  return worstOf(levelSets, ({ expectedMisclassifiedVolume }) => expectedMisclassifiedVolume);
}

/** A bound that was not computed, where the volume is far above the tolerance, is none. */
function worstBound({ levelSets }: Assessment): Volume {
  return worstOf(levelSets, ({ upperBound95 }) => upperBound95 ?? 1);
}

function worstOf(levelSets: readonly LevelSetAssessment[], volumeOf: (levelSet: LevelSetAssessment) => number): Volume {
  const worst = levelSets.toSorted((a, b) => volumeOf(b) - volumeOf(a))[0]!;
  return { volume: volumeOf(worst), where: `${worst.observable} at ${worst.threshold}` };
}

function certificateReason(assessment: Assessment, tolerance: number): string {
  const expected = percent(worstExpected(assessment).volume);
  const bound = percent(Math.max(worstBound(assessment).volume, smallestVolume));
  const undecided = Math.max(...assessment.observables.map(({ undecidedVolume }) => undecidedVolume));
  const accuracy = assessment.exhausted
    ? `expected misclassified volume ${expected} within the tolerance ${percent(tolerance)} with every allowed point tried`
    : `misclassified volume at most ${bound} (95 %), within the tolerance ${percent(tolerance)}; ${expected} is expected`;
  if (undecided === 0) return accuracy;
  return `${accuracy}; ${percent(undecided)} of the admissible volume is undecided, its evaluations were infeasible or failed`;
}

/** The smallest volume that is told: none is known better than to a millionth. */
export const smallestVolume = 1e-6;

/** "1.2 %", and "less than 0.0001 %" of what is not nothing. */
export function percent(fraction: number): string {
  if (fraction > 0 && fraction < smallestVolume) return `less than ${percent(smallestVolume)}`;
  return `${Number((100 * fraction).toPrecision(2))} %`;
}
