import { excursionProbability } from "../src/level-set/index.ts";
import { bivariateNormalCdf, normalCdf, normalQuantile, type LookAheadLoss } from "../src/numeric/index.ts";
import { integratedReduction, type AcquisitionFunction, type AcquisitionTerm } from "../src/proposal/index.ts";

/** Share of the variance below which an evaluation is taken to tell nothing, so that e stays finite. */
const negligibleShare = 1e-24;

/**
 * Expected Vorob'ev deviation after the step [Chevalier2013], with the two kinds of error priced apart.
 *
 *   Score(x) = J(∅) - J(x),  J(x) = ∫ 2(1 - α) P(f > T, p₊ <= α) + 2α P(f <= T, p₊ > α) dw,
 *   P(f > T, p₊ <= α) = Φ₂(a, e; -√r),  P(f <= T, p₊ > α) = Φ(-e) - Φ(a) + P(f > T, p₊ <= α),  e = (Φ⁻¹(α)√(1 - r) - a)/√r,
 *
 * with the Vorob'ev level α, the one at which {p > α} is as large as the excursion set is expected to be.
 * In words: the misclassified volume of an estimate that has the right size, where that of {p > 1/2} is too small or too large. The
 * prices are those at which {p > α} is the best answer; at equal prices an evaluation could be expected to do harm.
 */
export const vorobev: AcquisitionFunction = {
  name: "vorobev",
  prepare: (context) =>
    integratedReduction(context, (term, weights) => ({ loss: expectedDeviation(vorobevLevel(term, weights)), weights })),
};

/** The expected price of both kinds of error at one point. */
export function expectedDeviation(level: number): LookAheadLoss {
  const quantile = normalQuantile(level);
  return (a, r) => {
    if (r < negligibleShare) return a > quantile ? 2 * level * normalCdf(-a) : 2 * (1 - level) * normalCdf(a); // {p > α} stays
    const root = Math.sqrt(r);
    const e = (quantile * Math.sqrt(1 - r) - a) / root;
    const missed = bivariateNormalCdf(a, e, -root);
    return 2 * missed + 2 * level * (normalCdf(-e) - normalCdf(a));
  };
}

/** The α at which w{p > α} comes closest to ∫ p dw, half way between the probabilities of the points on either side. */
export function vorobevLevel({ lookAhead, threshold, side }: AcquisitionTerm, weights: Float64Array): number {
  const probability = excursionProbability(lookAhead, threshold, side);
  const order = Array.from(weights.keys()).toSorted((i, j) => probability[j] - probability[i]);
  let missing = order.reduce((sum, j) => sum + weights[j] * probability[j], 0);
  let inside = 0;
  while (inside < order.length && Math.abs(missing - weights[order[inside]]) < Math.abs(missing)) missing -= weights[order[inside++]];
  return ((probability[order[inside - 1]] ?? 1) + (probability[order[inside]] ?? 0)) / 2;
}
