import { selectPoints, type UnitPoints } from "../space/index.ts";
import type { AcquisitionContext, AcquisitionTerm, LookAhead, Score } from "./types.ts";

/**
 * Expected loss at one integration point after a step that takes the variance v from s², as a function of a = ±t/s (t = m - T,
 * positive where the mean lies in the excursion set) and r = v/s² in [0, 1); it decreases in r.
 */
export type LookAheadLoss = (a: number, r: number) => number;

/** What an integrated criterion takes one level set to be. */
export interface IntegratedTerm {
  readonly loss: LookAheadLoss;
  readonly weights: Float64Array; // [m], of the integration points
}

/** Standardised variance below which a point counts as known: it can neither teach nor learn anything. */
export const negligibleVariance = 1e-12;

/** |a| beyond which the side of the threshold counts as known: Φ(-9) = 1e-19. */
const certainDistance = 9;

const largestShare = 1 - 1e-12; // of the variance that a step can take away

/** Candidates scored at a time, which bounds the memory of their covariances with the integration points. */
const blockSize = 128;

/** One level set at the integration points that are still undecided, in the loop's own order. // [k] each */
interface PreparedTerm {
  readonly loss: LookAheadLoss;
  readonly rows: Int32Array; // indices into the integration points
  readonly a: Float64Array;
  readonly precision: Float64Array; // 1/s²
  readonly pendingShare: Float64Array; // r once the pending points are observed
  readonly weights: Float64Array;
  readonly lossBefore: Float64Array;
}

/**
 * A global criterion: by how much evaluating x as well as the pending points P is expected to lower the integrated loss,
 *   Score(x) = Σ_terms weight Σ_z w_z { L(a_z, v_P(z)/s_z²) - L(a_z, v_{P∪x}(z)/s_z²) },  v_{P∪x}(z) = v_P(z) + c_P(x, z)²/(s_P²(x) + τ²),
 * which is J(∅) - J(x) without pending points and never negative for a loss that decreases in r.
 */
export function integratedReduction(
  { terms, weights }: AcquisitionContext,
  termOf: (term: AcquisitionTerm, weights: Float64Array) => IntegratedTerm,
): Score {
  const byLookAhead = Map.groupBy(terms, ({ lookAhead }) => lookAhead);
  const groups = Array.from(byLookAhead, ([lookAhead, members]) => ({
    lookAhead,
    prepared: members.map((term) => prepareTerm(term, termOf(term, weights))),
  }));
  return (candidates) => {
    const scores = new Float64Array(candidates.n);
    for (let first = 0; first < candidates.n; first += blockSize) {
      const block = candidates.n <= blockSize ? candidates : blockOf(candidates, first);
      for (const { lookAhead, prepared } of groups) {
        addReductions(lookAhead, prepared, block, scores.subarray(first, first + block.n));
      }
    }
    return scores;
  };
}

function prepareTerm({ lookAhead, threshold, side, weight }: AcquisitionTerm, { loss, weights }: IntegratedTerm): PreparedTerm {
  const { mean, variance, pendingReduction } = lookAhead;
  const sign = side === "above" ? 1 : -1;
  const distance = (j: number): number => (sign * (mean[j] - threshold)) / Math.sqrt(variance[j]);
  const isUndecided = (j: number): boolean => variance[j] > negligibleVariance && Math.abs(distance(j)) < certainDistance;
  const rows = Int32Array.from(weights.keys()).filter(isUndecided);
  const pick = (value: (j: number) => number): Float64Array => Float64Array.from(rows, value);
  const a = pick(distance);
  const pendingShare = pick((j) => Math.min(Math.max(pendingReduction[j] / variance[j], 0), largestShare));
  return {
    loss,
    rows,
    a,
    precision: pick((j) => 1 / variance[j]),
    pendingShare,
    weights: pick((j) => weight * weights[j]),
    lossBefore: a.map((value, i) => loss(value, pendingShare[i])),
  };
}

function addReductions(lookAhead: LookAhead, prepared: readonly PreparedTerm[], block: UnitPoints, scores: Float64Array): void {
  const covariance = lookAhead.covariance(block);
  const predictiveVariance = lookAhead.predictiveVariance(block);
  for (let i = 0; i < block.n; i++) {
    if (!(predictiveVariance[i] > negligibleVariance)) continue; // its outcome is known beforehand
    const row = covariance.data.subarray(i * covariance.columns, (i + 1) * covariance.columns);
    for (const term of prepared) scores[i] += reductionOf(term, row, 1 / predictiveVariance[i]);
  }
}

/** Σ_z w_z { L(a, r_P) - L(a, r_P + c²/(s²(z)(s_P²(x) + τ²))) } of one candidate: the loop everything else is built around. */
function reductionOf(
  { loss, rows, a, precision, pendingShare, weights, lossBefore }: PreparedTerm,
  covariance: Float64Array, // [m], with the candidate
  candidatePrecision: number,
): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const c = covariance[rows[i]];
    const share = pendingShare[i] + c * c * candidatePrecision * precision[i];
    sum += weights[i] * (lossBefore[i] - loss(a[i], share < largestShare ? share : largestShare));
  }
  return sum;
}

function blockOf(points: UnitPoints, first: number): UnitPoints {
  const rows = Array.from({ length: Math.min(blockSize, points.n - first) }, (_, i) => first + i);
  return selectPoints(points, rows);
}
