import { type Matrix } from "./matrix.ts";

/** Losses that compiled engines have a loop of their own for, in the order of their numbers there. */
export const compiledLosses = ["expected-entropy", "expected-bernoulli-variance", "expected-misclassification"] as const;

export type CompiledLoss = (typeof compiledLosses)[number];

/**
 * Expected loss at one integration point after a step that takes the variance v from s², as a function of a = ±t/s (t = m - T,
 * positive where the mean lies in the excursion set) and r = v/s² in [0, 1); it decreases in r.
 */
export type LookAheadLoss = (a: number, r: number) => number;

/** A loss, and the name under which compiled engines know the same formula if they do. */
export interface NamedLoss {
  readonly loss: LookAheadLoss;
  readonly compiled?: CompiledLoss;
}

/** Integration points at which a step may change something, in the loop's own order. // [k] each */
export interface UndecidedPoints extends NamedLoss {
  readonly rows: Int32Array; // indices into the integration points
  readonly a: Float64Array;
  readonly precision: Float64Array; // 1/s²
  readonly pendingShare: Float64Array; // r once the pending points are observed
  readonly weights: Float64Array;
  readonly lossBefore: Float64Array; // the engine's own `losses` of `a` and `pendingShare`
}

/** The loops that integrated acquisition functions spend their time in. */
export interface LookAheadReductions {
  /** L(a_j, r_j). // [k], [k] -> [k] */
  losses(named: NamedLoss, a: Float64Array, r: Float64Array): Float64Array;

  /**
   * Σ_j w_j {lossBefore_j - L(a_j, r_j)} of every candidate i, r_j = pendingShare_j + c_ij² q_i precision_j but at most `largestShare`, c
   * the covariances and q the candidates' precisions; exactly 0 for q = 0. // [c, m], [c] -> [c]
   */
  reductions(points: UndecidedPoints, covariances: Matrix, candidatePrecisions: Float64Array): Float64Array;
}

/** The largest share of the variance that a step can take away. */
export const largestShare = 1 - 1e-12;

/** See `LookAheadReductions.losses`. */
export function losses({ loss }: NamedLoss, a: Float64Array, r: Float64Array): Float64Array {
  return a.map((value, j) => loss(value, r[j]));
}

/** See `LookAheadReductions.reductions`. */
export function reductions(points: UndecidedPoints, covariances: Matrix, candidatePrecisions: Float64Array): Float64Array {
  const { columns, data } = covariances;
  return candidatePrecisions.map((precision, i) => reductionOf(points, data.subarray(i * columns, (i + 1) * columns), precision));
}

function reductionOf(
  { loss, rows, a, precision, pendingShare, weights, lossBefore }: UndecidedPoints,
  covariances: Float64Array, // [m], with the candidate
  candidatePrecision: number,
): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const c = covariances[rows[i]];
    const share = pendingShare[i] + c * c * candidatePrecision * precision[i];
    sum += weights[i] * (lossBefore[i] - loss(a[i], share < largestShare ? share : largestShare));
  }
  return sum;
}
