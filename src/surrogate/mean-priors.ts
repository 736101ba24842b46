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
 * Of all terms of the trend together, shared equally. Scans of four smooth functions in two dimensions took the same number of evaluations
 * within two with 1 and with 25.
 */
const trendVariance = 5;

/**
 * The priors of the mean that are open to question, the fullest of knowledge first. Where nothing is known, a quadratic trend takes what
 * is smooth all over the domain off the kernel, whose lengthscales are then those of the details. A term that does not help costs a little
 * variance, so that all are kept; but a proxy may be as rough as it is wrong, and a coefficient known to a tenth would lay a tenth of
 * that over the surrogate: hence also a prior without it, and the evidence decides.
 */
export function meanPriors({ termCount, trendCount, hasProxy }: Features): readonly MeanPrior[] {
  const trend = trendCount > 0 && { trendVariances: Array.from({ length: trendCount }, () => trendVariance / trendCount) };
  if (termCount === 0) return [{ ...constantPrior, ...trend }];
  const known = { ...constantPrior, termVariances: Array.from({ length: termCount }, () => termVariance) };
  return hasProxy ? [known, { ...known, termVariances: known.termVariances.with(termCount - 1, 0), ...trend }] : [known];
}

/** Of all coefficients, those of the trend at the end. // [b + t] */
export function coefficientVariances({ termVariances = [], trendVariances = [] }: MeanPrior): readonly number[] {
  return [...termVariances, ...trendVariances];
}
