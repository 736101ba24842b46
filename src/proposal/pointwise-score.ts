import { negligibleVariance } from "./integrated-reduction.ts";
import type { AcquisitionContext, Score } from "./types.ts";

/** A local criterion: what is uncertain at the candidate itself, from t = ±(m - T) and its standard deviation s >= 0. */
export type PointwiseCriterion = (t: number, s: number) => number;

/**
 * Scores candidates by their own posterior given the pending points, summed over the level sets with their weights; t is positive
 * where the mean lies in the excursion set, and s is 0 where the variance is negligible.
 */
export function pointwiseScore({ terms }: AcquisitionContext, criterion: PointwiseCriterion): Score {
  const byLookAhead = Map.groupBy(terms, ({ lookAhead }) => lookAhead);
  return (candidates) => {
    const scores = new Float64Array(candidates.n);
    for (const [lookAhead, members] of byLookAhead) {
      const { mean, variance } = lookAhead.posterior(candidates);
      for (const { threshold, side, weight } of members) {
        const sign = side === "above" ? 1 : -1;
        for (let i = 0; i < candidates.n; i++) {
          const s = variance[i] > negligibleVariance ? Math.sqrt(variance[i]) : 0;
          scores[i] += weight * criterion(sign * (mean[i] - threshold), s);
        }
      }
    }
    return scores;
  };
}
