import { normalCdf } from "../numeric/index.ts";
import type { Posterior } from "../surrogate/index.ts";
import type { Side } from "./types.ts";

/**
 * Probability of lying in the excursion set, given the data [Bect2012]:
 *   p(z) = P(f(z) >= T) = Φ((m(z) - T) / (λ s(z))) above, Φ((T - m(z)) / (λ s(z))) below.
 * Where the posterior variance is not positive f is known, and p is 0 or 1 (the level set itself belongs to both sides).
 * The threshold is in the surrogate's standardised units; `inflation` is the certificate's λ. // [m] -> [m]
 */
export function excursionProbability(
  { mean, variance }: Posterior,
  threshold: number,
  side: Side,
  inflation = 1,
): Float64Array {
  const sign = side === "above" ? 1 : -1;
  const probability = new Float64Array(mean.length);
  for (let j = 0; j < mean.length; j++) {
    const excess = sign * (mean[j] - threshold);
    if (variance[j] > 0) probability[j] = normalCdf(excess / (inflation * Math.sqrt(variance[j])));
    else probability[j] = excess >= 0 ? 1 : 0;
  }
  return probability;
}

/** Probability that {p > 1/2} puts a point on the wrong side: min(p, 1 - p). // [m] -> [m] */
export function misclassificationProbability(probability: Float64Array): Float64Array {
  const misclassification = new Float64Array(probability.length);
  for (let j = 0; j < probability.length; j++) misclassification[j] = Math.min(probability[j], 1 - probability[j]);
  return misclassification;
}
