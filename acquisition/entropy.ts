import { binaryEntropy, normalCdf } from "../src/numeric/index.ts";
import { pointwiseScore, type AcquisitionFunction } from "../src/proposal/index.ts";

/**
 * Entropy of the excursion set at the candidate itself, maximum entropy search [Bryan2005].
 *
 *   Score(x) = h(p(x)) = -p ln p - (1 - p) ln(1 - p)
 *
 * In words: evaluate where the surrogate knows least which side of the threshold it is on; on the estimated contour itself, however
 * well that is known, every point scores ln 2.
 */
export const entropy: AcquisitionFunction = {
  name: "entropy",
  prepare: (context) => pointwiseScore(context, (t, s) => (s === 0 ? 0 : binaryEntropy(normalCdf(t / s)))),
};
