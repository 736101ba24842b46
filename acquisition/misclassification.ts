import { owensT } from "../src/numeric/index.ts";
import { integratedReduction, type AcquisitionFunction } from "../src/proposal/index.ts";

/**
 * Expected misclassified volume after the step [Bect2012].
 *
 *   Score(x) = ∫ { min(p, 1 - p) - E[min(p₊, 1 - p₊)] } dw,  E[min(p₊, 1 - p₊)] = 2 T(a, √((1 - r)/r)),
 *
 * a = t/s, r the share of the variance that the evaluation takes away, T Owen's function.
 * In words: the very quantity that a scan stops on, one step ahead. It sees no gain in an evaluation that makes an answer surer
 * without a chance of changing it, which makes it greedier than the mutual information.
 */
export const misclassification: AcquisitionFunction = {
  name: "misclassification",
  prepare: (context) => integratedReduction(context, (_, weights) => ({ loss: expectedMisclassification, compiled: "expected-misclassification", weights })),
};

export function expectedMisclassification(a: number, r: number): number {
  return 2 * owensT(a, Math.sqrt((1 - r) / r));
}
