import { largestShare, type BulkScoring, type Engine, type NamedLoss, type UndecidedPoints } from "../numeric/index.ts";
import { selectPoints, type UnitPoints } from "../space/index.ts";
import type { AcquisitionContext, AcquisitionTerm, LookAhead, Score } from "./types.ts";

/** What an integrated criterion takes one level set to be. */
export interface IntegratedTerm extends NamedLoss {
  readonly weights: Float64Array; // [m], of the integration points
}

/** Standardised variance below which a point counts as known: it can neither teach nor learn anything. */
export const negligibleVariance = 1e-12;

/** |a| beyond which the side of the threshold counts as known: Φ(-9) = 1e-19. */
const certainDistance = 9;

/** Candidates scored at a time, so that their covariances with the integration points stay in the cache until they are summed. */
const blockSize = 128;

/**
 * A global criterion: by how much evaluating x as well as the pending points P is expected to lower the integrated loss,
 *   Score(x) = Σ_terms weight Σ_z w_z { L(a_z, v_P(z)/s_z²) - L(a_z, v_{P∪x}(z)/s_z²) },  v_{P∪x}(z) = v_P(z) + c_P(x, z)²/(s_P²(x) + τ²),
 * which is J(∅) - J(x) without pending points and never negative for a loss that decreases in r.
 */
export function integratedReduction(
  { terms, weights, engine, bulk }: AcquisitionContext,
  termOf: (term: AcquisitionTerm, weights: Float64Array) => IntegratedTerm,
): Score {
  const byLookAhead = Map.groupBy(terms, ({ lookAhead }) => lookAhead);
  const groups = Array.from(byLookAhead, ([lookAhead, members]) => ({
    lookAhead,
    prepared: members.map((term) => prepareTerm(engine, term, termOf(term, weights))),
  }));
  return (candidates) => {
    const scores = new Float64Array(candidates.n);
    for (const { lookAhead, prepared } of groups) {
      const left = bulk === undefined ? prepared : prepared.filter((points) => !addInBulk(bulk, lookAhead, points, candidates, scores));
      let first = 0;
      for (const block of left.length > 0 ? blocksOf(candidates) : []) {
        addReductions(engine, lookAhead, left, block, scores.subarray(first, first + block.n));
        first += block.n;
      }
    }
    return scores;
  };
}

/** One level set at the integration points that are still undecided. */
function prepareTerm(
  engine: Engine,
  { lookAhead, threshold, side, weight }: AcquisitionTerm,
  { weights, ...named }: IntegratedTerm,
): UndecidedPoints {
  const { mean, variance, pendingReduction } = lookAhead;
  const sign = side === "above" ? 1 : -1;
  const distance = (j: number): number => (sign * (mean[j] - threshold)) / Math.sqrt(variance[j]);
  const isUndecided = (j: number): boolean => variance[j] > negligibleVariance && Math.abs(distance(j)) < certainDistance;
  const rows = Int32Array.from(weights, (_, j) => j).filter(isUndecided);
  const pick = (value: (j: number) => number): Float64Array => {
    const picked = new Float64Array(rows.length);
    for (let i = 0; i < picked.length; i++) picked[i] = value(rows[i]);
    return picked;
  };
  const a = pick(distance);
  const pendingShare = pick((j) => Math.min(Math.max(pendingReduction[j] / variance[j], 0), largestShare));
  return {
    ...named,
    rows,
    a,
    precision: pick((j) => 1 / variance[j]),
    pendingShare,
    weights: pick((j) => weight * weights[j]),
    lossBefore: engine.losses(named, a, pendingShare),
  };
}

/** Whether the scores could be had in bulk. */
function addInBulk(bulk: BulkScoring, lookAhead: LookAhead, points: UndecidedPoints, candidates: UnitPoints, scores: Float64Array): boolean {
  const parts = lookAhead.covarianceParts?.(candidates);
  const reductions = parts && bulk.reductions(points, parts, precisionsOf(lookAhead, candidates));
  reductions?.forEach((reduction, i) => (scores[i] += reduction));
  return reductions !== undefined;
}

function addReductions(
  engine: Engine,
  lookAhead: LookAhead,
  prepared: readonly UndecidedPoints[],
  block: UnitPoints,
  scores: Float64Array,
): void {
  const covariance = lookAhead.covariance(block);
  const precisions = precisionsOf(lookAhead, block);
  for (const points of prepared) {
    const reductions = engine.reductions(points, covariance, precisions);
    for (let i = 0; i < block.n; i++) scores[i] += reductions[i];
  }
}

/** 1/(s_P² + τ²); a candidate whose outcome is known beforehand is given none, so that it takes nothing away. // [c, d] -> [c] */
function precisionsOf(lookAhead: LookAhead, candidates: UnitPoints): Float64Array {
  return lookAhead.predictiveVariance(candidates).map((variance) => (variance > negligibleVariance ? 1 / variance : 0));
}

/** Blocks cut before, by the candidates: of a pool that is scored again and again, models keep what they know of its blocks. */
const blocksCut = new WeakMap<UnitPoints, readonly UnitPoints[]>();

function blocksOf(candidates: UnitPoints): readonly UnitPoints[] {
  if (candidates.n <= blockSize) return [candidates];
  const blocks = blocksCut.get(candidates) ?? Array.from({ length: Math.ceil(candidates.n / blockSize) }, (_, block) => {
    const first = block * blockSize;
    return selectPoints(candidates, Array.from({ length: Math.min(blockSize, candidates.n - first) }, (__, i) => first + i));
  });
  blocksCut.set(candidates, blocks);
  return blocks;
}
