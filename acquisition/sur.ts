import { owensT } from "../src/numeric/index.ts";
import { integratedReduction, type AcquisitionFunction } from "../src/proposal/index.ts";

/**
 * Stepwise uncertainty reduction: integrated Bernoulli variance of the excursion set [Bect2012, Chevalier2014].
 *
 *   Score(x) = ∫ { p(1 - p) - E[p₊(1 - p₊)] } dw,  E[p₊(1 - p₊)] = Φ₂(a, -a; -r) = 2 T(a, √((1 - r)/(1 + r))),
 *
 * a = t/s, r the share of the variance that the evaluation takes away, T Owen's function.
 * In words: how much the evaluation is expected to shrink the variance of the answer "inside or outside", summed over the domain.
 */
export const sur: AcquisitionFunction = {
  name: "sur",
  prepare: (context) => integratedReduction(context, (_, weights) => ({ loss: expectedBernoulliVariance, compiled: "expected-bernoulli-variance", weights })),
};

export function expectedBernoulliVariance(a: number, r: number): number {
  return 2 * owensT(a, Math.sqrt((1 - r) / (1 + r)));
}
