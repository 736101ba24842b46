import { normalDensity } from "../src/numeric/index.ts";
import { integratedReduction, type AcquisitionFunction, type AcquisitionTerm } from "../src/proposal/index.ts";

/**
 * Targeted integrated mean squared error [Picheny2010].
 *
 *   Score(x) = ∫ { s²(z) - s₊²(z) } W(z) dw,  W(z) = N(T; m(z), s²(z)), the density of f(z) at the threshold.
 *
 * In words: make the surrogate accurate, but only where it is likely to cross the threshold. It weighs with what is known now and
 * does not ask how the answer at x may move the contour.
 */
export const timse: AcquisitionFunction = {
  name: "timse",
  prepare: (context) =>
    integratedReduction(context, (term, weights) => ({ loss: remainingShare, weights: targetWeights(term, weights) })),
};

function remainingShare(_a: number, r: number): number {
  return 1 - r;
}

/** w s² W, so that what remains of the loss is the share of the variance; s² W = s φ(t/s) vanishes with s. // [m] */
function targetWeights({ lookAhead: { mean, variance }, threshold }: AcquisitionTerm, weights: Float64Array): Float64Array {
  return weights.map((weight, j) => {
    if (!(variance[j] > 0)) return 0;
    const s = Math.sqrt(variance[j]);
    return weight * s * normalDensity((mean[j] - threshold) / s);
  });
}
