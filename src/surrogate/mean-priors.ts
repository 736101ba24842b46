import type { Features } from "./features.ts";
import type { MeanPrior } from "./types.ts";

/** Of the constant: the values are centred, but a handful does not tell the mean of the process. Standardised units. */
const constantPrior = { constant: 0, variance: 1 };

/**
 * Of a coefficient: 3 leaves room for terms that vary more over the domain than the values seen so far do. A wider prior changes nothing
 * but the condition of the covariance.
 */
const termVariance = 9;

/**
 * The priors of the mean that are open to question, the fullest first. A term that does not help costs a little variance, so that all
 * are kept; but a proxy may be as rough as it is wrong, and a coefficient known to a tenth would lay a tenth of that over the
 * surrogate: hence also a prior without it, and the evidence decides.
 */
export function meanPriors({ termCount, hasProxy }: Features): readonly MeanPrior[] {
  if (termCount === 0) return [constantPrior];
  const full = { ...constantPrior, termVariances: Array.from({ length: termCount }, () => termVariance) };
  return hasProxy ? [full, { ...full, termVariances: full.termVariances.with(termCount - 1, 0) }] : [full];
}
