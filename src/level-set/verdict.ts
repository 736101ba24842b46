import { demandsOf, percent, worstOf, type Demand } from "./demand.ts";
import type { Assessment, ConvergenceCriteria, Verdict } from "./types.ts";

/**
 * Correlation with an evaluation from which on a point counts as explored: as long as some level set has all evaluations on one side of
 * it, so that its contour has not been met, the domain is looked at more closely.
 */
const exploredCorrelations = { usual: 0.55, contourUnseen: 0.75 };

export function exploredCorrelation(contourUnseen: boolean): number {
  return contourUnseen ? exploredCorrelations.contourUnseen : exploredCorrelations.usual;
}

/** Distance of a point to the nearest evaluation, in lengthscales, that journals without an `exploration` were held to. */
const largestRadius = 1.5;

/** What stands between a scan and its certificate, first things first. */
export type Obstacle = "assessment" | "model" | "accuracy" | "exploration" | "evaluations" | "confirmation" | "audit";

export interface VerdictWithReason {
  readonly verdict: Verdict;
  readonly reason: string;
  /** Absent when the model is certified. */
  readonly obstacle?: Obstacle;
}

/** Evaluations since when the bounds have to have been near the tolerance, and how near, in tolerances. */
const confirmingEvaluations = 2;
const nearTolerance = 2;

/**
 * The verdict on the assessments of a scan so far, oldest first.
 *
 * `model-certified`: the 95 % upper bound of every level set's misclassified volume is within the tolerance, and that of the mean distance
 * between the drawn and the true contour where the criteria ask for it; two evaluations before, and since, it was within
 * twice the tolerance; the volume of the points that are open to question and hardly correlated with any evaluation (see `exploredCorrelation`,
 * `pointsInQuestion`) is within the tolerance, no likely island is overlooked, and of a list enough next to the contour was evaluated (see
 * `straysBeside`); and at least max(10 d, 20) evaluations were observed. Where all allowed points have
 * been tried, the expected values are enough.
 * `model-rejected`: the forecasts of an observable were worse than an honest model's would be (e-value over its limit).
 * A certificate is conditional on the model; see `concludeAudit` for what is not.
 *
 * The bound decides, not the expected volume: the true volume lies above what is expected of it about as often as below, so a stop where
 * the expected volume falls to the tolerance is wrong in every second scan. A bound that has fallen all at once is that of models which
 * have lately become sure of something: the next evaluations are to show it first.
 */
export function concludeVerdict(history: readonly Assessment[], criteria: ConvergenceCriteria, d: number): VerdictWithReason {
  const demands = demandsOf(criteria);
  const latest = history.at(-1);
  if (latest === undefined) return { verdict: "not-certified", obstacle: "assessment", reason: "nothing has been assessed yet" };
  const rejection = rejectionReason(latest);
  if (rejection !== undefined) return { verdict: "model-rejected", obstacle: "model", reason: rejection };
  const shortfall = accuracyShortfall(latest, demands) ?? coverageShortfall(latest, d);
  if (shortfall !== undefined) return { verdict: "not-certified", ...shortfall };
  if (!latest.exhausted && !isConfirmed(history, demands)) {
    const reason = "accurate enough for the first time, which the next evaluations have to confirm";
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
  const { evaluations, exhausted } = assessment;
  if (exhausted) return undefined;
  const unexplored = explorationShortfall(assessment);
  if (unexplored !== undefined) return { obstacle: "exploration", reason: unexplored };
  const needed = Math.max(10 * d, 20);
  if (evaluations < needed) {
    return { obstacle: "evaluations", reason: `${evaluations} evaluations are too few to trust the model, it takes ${needed}` };
  }
  return undefined;
}

function explorationShortfall({ exploration, explorationRadius = Infinity, levelSets }: Assessment): string | undefined {
  if (exploration === undefined) {
    if (explorationRadius <= largestRadius) return undefined;
    return `an admissible point lies ${explorationRadius.toPrecision(2)} lengthscales from every evaluation (limit ${largestRadius})`;
  }
  const { correlation, unexploredVolume, tolerance, overlooked, strays } = exploration;
  if (overlooked !== undefined) {
    const { observable, threshold, probability } = overlooked;
    return `a place that nobody has looked at may lie on the other side of ${observable} at ${threshold} (probability ${percent(probability)})`;
  }
  if (strays !== undefined && strays.volume > tolerance) {
    const { observable, threshold, evaluated, volume } = strays;
    const few = `${evaluated} evaluated points next to the contour of ${observable} at ${threshold} are too few`;
    return `${few} to tell how the listed values scatter there: ${percent(volume)} of the list may lie on its other side, more than the tolerance of ${percent(tolerance)}`;
  }
  if (unexploredVolume <= tolerance) return undefined;
  const unseen = levelSets.find(({ isOneSided }) => isOneSided);
  const why = unseen === undefined ? "" : `, while the contour of ${unseen.observable} at ${unseen.threshold} has not been met`;
  return `${percent(unexploredVolume)} of the admissible volume is unexplored (open to question, and correlated with every evaluation by less than ${correlation}), more than the tolerance of ${percent(tolerance)}${why}`;
}

/** Whether the bounds were near the tolerance two evaluations before the latest assessment, and have been since. */
function isConfirmed(history: readonly Assessment[], demands: readonly Demand[]): boolean {
  const { evaluations } = history.at(-1)!;
  const since = history.findLastIndex((one) => one.evaluations <= evaluations - confirmingEvaluations);
  const isNear = (assessment: Assessment): boolean =>
    rejectionReason(assessment) === undefined &&
    demands.every(({ bound, limit }) => worstOf(assessment, bound).value <= nearTolerance * limit);
  return since >= 0 && history.slice(since).filter((one) => one.evaluations < evaluations).every(isNear);
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
