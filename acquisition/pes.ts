import { normalCdf, normalDensity } from "../src/numeric/index.ts";
import { integratedReduction, type AcquisitionFunction } from "../src/proposal/index.ts";

/**
 * Predictive entropy search with moment matching, as in the Python package `excursion` [Heinrich2018, HernandezLobato2014].
 *
 *   Score(x) = ∫ { H[y] - p H[y | f(z) > T] - (1 - p) H[y | f(z) <= T] } dw
 *
 * with the entropies of normal laws: given the side on which f(z) lies, y has the variance of before times 1 - r δ, where
 *   δ = g(g + a), g = φ(a)/Φ(a) above the threshold, and the same with -a below it.
 * In words: the mutual information seen from the other end, by how much knowing the side of z would narrow the forecast of y. A
 * normal law has the largest entropy for its variance, so this is never more than the mutual information itself.
 */
export const pes: AcquisitionFunction = {
  name: "pes",
  prepare: (context) => integratedReduction(context, (_, weights) => ({ loss: negativeInformation, weights })),
};

export function negativeInformation(a: number, r: number): number {
  const p = normalCdf(a);
  const q = normalCdf(-a);
  return 0.5 * (p * Math.log1p(-r * narrowing(a, p)) + q * Math.log1p(-r * narrowing(-a, q)));
}

/** δ: the share of its variance that f(z) loses when it turns out to lie above the threshold. */
function narrowing(a: number, p: number): number {
  const hazard = normalDensity(a) / p;
  return hazard * (hazard + a);
}
