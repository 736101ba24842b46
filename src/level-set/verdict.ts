import { demandsOf, percent, worstOf, type Demand } from "./demand.ts";
import type { Assessment, ConvergenceCriteria, Verdict } from "./types.ts";

/**
 * Lengthscales from the nearest evaluation beyond which a point counts as unexplored: as long as some level set has all evaluations on
 * one side of it, so that its contour has not been met, the domain is looked at twice as closely.
 */
const explorationLimits = { usual: 1.5, contourUnseen: 0.75 };

export function explorationLimit({ levelSets }: Pick<Assessment, "levelSets">): number {
  return levelSets.some(({ isOneSided }) => isOneSided) ? explorationLimits.contourUnseen : explorationLimits.usual;
}

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
 * `model-certified`: the 95 % upper bound of every level set's misclassified volume is within the tolerance, and that of the mean distance
 * between the drawn and the true contour where the criteria ask for it; the expected values were so already at the refit of the
 * hyperparameters before; no admissible point is further than 1.5 lengthscales from an evaluation (see `explorationLimit`), and at least max(10 d, 20) evaluations
 * were observed. Where all allowed points have been tried, the expected values are enough.
 * `model-rejected`: the forecasts of an observable were worse than an honest model's would be (e-value over its limit).
 * A certificate is conditional on the model; see `concludeAudit` for what is not.
 *
 * The bound decides, not the expected volume: the true volume lies above what is expected of it about as often as below, so a stop where
 * the expected volume falls to the tolerance is wrong in every second scan.
 */
export function concludeVerdict(history: readonly Assessment[], criteria: ConvergenceCriteria, d: number): VerdictWithReason {
  const demands = demandsOf(criteria);
  const latest = history.at(-1);
  if (latest === undefined) return { verdict: "not-certified", obstacle: "assessment", reason: "nothing has been assessed yet" };
  const rejection = rejectionReason(latest);
  if (rejection !== undefined) return { verdict: "model-rejected", obstacle: "model", reason: rejection };
  const shortfall = accuracyShortfall(latest, demands) ?? coverageShortfall(latest, d);
  if (shortfall !== undefined) return { verdict: "not-certified", ...shortfall };
  const before = history.findLast(({ fittedEvaluations }) => fittedEvaluations !== latest.fittedEvaluations);
  const isConfirmed = before !== undefined && rejectionReason(before) === undefined && isExpectedWithin(before, demands);
  if (!isConfirmed && !latest.exhausted) {
    const reason = "accurate enough at the latest fit, which the next one has to confirm";
    return { verdict: "not-certified", obstacle: "confirmation", reason };
  }
  return { verdict: "model-certified", reason: certificateReason(latest, demands) };
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

/** What the volumes or distances lack: where all allowed points have been tried nothing can bring a bound down, and it is not asked for. */
function accuracyShortfall(assessment: Assessment, demands: readonly Demand[]): Shortfall | undefined {
  for (const demand of demands) {
    const { name, format } = demand;
    const limit = `above the tolerance of ${format(demand.limit)}`;
    const expected = worstOf(assessment, demand.expected);
    if (expected.value > demand.limit) {
      return { obstacle: "accuracy", reason: `expected ${name} ${format(expected.value)} is ${limit} (${expected.where})` };
    }
    const bound = worstOf(assessment, demand.bound);
    if (assessment.exhausted || bound.value <= demand.limit) continue;
    const size = bound.value === Infinity ? "not bounded yet" : `up to ${format(bound.value)} (95 %)`;
    return { obstacle: "accuracy", reason: `${name} ${size} is ${limit}, ${format(expected.value)} is expected (${bound.where})` };
  }
  return undefined;
}

/** What the points lack: a domain that has been looked at everywhere, and enough of them. */
function coverageShortfall(assessment: Assessment, d: number): Shortfall | undefined {
  const { evaluations, explorationRadius, exhausted, levelSets } = assessment;
  if (exhausted) return undefined;
  const limit = explorationLimit(assessment);
  if (explorationRadius > limit) {
    const unseen = levelSets.find(({ isOneSided }) => isOneSided);
    const why = unseen === undefined ? "" : ` while the contour of ${unseen.observable} at ${unseen.threshold} has not been met`;
    const distance = `${explorationRadius.toPrecision(2)} lengthscales from every evaluation (limit ${limit}${why})`;
    return { obstacle: "exploration", reason: `an admissible point lies ${distance}` };
  }
  const needed = Math.max(10 * d, 20);
  if (evaluations < needed) {
    return { obstacle: "evaluations", reason: `${evaluations} evaluations are too few to trust the model, it takes ${needed}` };
  }
  return undefined;
}

function isExpectedWithin(assessment: Assessment, demands: readonly Demand[]): boolean {
  return demands.every(({ expected, limit }) => worstOf(assessment, expected).value <= limit);
}

function certificateReason(assessment: Assessment, demands: readonly Demand[]): string {
  const parts = demands.map(({ name, limit, expected, bound, format }) => {
    const mean = format(worstOf(assessment, expected).value);
    if (assessment.exhausted) return `expected ${name} ${mean} within the tolerance ${format(limit)} with every allowed point tried`;
    return `${name} at most ${format(worstOf(assessment, bound).value)} (95 %), within the tolerance ${format(limit)}; ${mean} is expected`;
  });
  const undecided = Math.max(...assessment.observables.map(({ undecidedVolume }) => undecidedVolume));
  if (undecided > 0) parts.push(`${percent(undecided)} of the admissible volume is undecided, its evaluations were infeasible or failed`);
  return parts.join("; ");
}
