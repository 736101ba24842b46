import { matrixFrom, zeros, type LinearAlgebra, type Matrix, type ProcessPrior } from "../numeric/index.ts";
import { unitPoints, type UnitPoints } from "../space/index.ts";
import { coefficientVariances } from "./mean-priors.ts";
import type { MeanPrior, SurrogateSettings } from "./types.ts";

/**
 * The prior of the latent function: the constant mean and the coefficients of its terms are normal, and integrated out wherever the
 * covariance is conditioned (universal kriging with a proper prior [Rasmussen2006, section 2.7]). Features beyond the terms are offsets
 * of observations, in units of their standard deviations.
 */
export function processPrior(
  { kernel, lengthscales, amplitude, mean }: SurrogateSettings, featureCount = lengthscales.length + coefficientVariances(mean).length,
): ProcessPrior {
  const termVariances = termVariancesOf(mean, featureCount - lengthscales.length);
  return { kernel, lengthscales: new Float64Array(lengthscales), amplitude, meanVariance: mean.variance, termVariances };
}

/** Made before, by the mean: a search for hyperparameters asks again and again. */
const termVariancesMade = new WeakMap<MeanPrior, Float64Array>();

/** To read only; of what is no coefficient 1. */
function termVariancesOf(mean: MeanPrior, count: number): Float64Array {
  const made = termVariancesMade.get(mean);
  if (made?.length === count) return made;
  const variances = new Float64Array(count).fill(1);
  variances.set(coefficientVariances(mean).slice(0, count));
  termVariancesMade.set(mean, variances);
  return variances;
}

/** Prior covariance of the latent function at points with their features. // [a, p + b] x [c, p + b] -> [a, c] */
export function priorCovariance(engine: LinearAlgebra, prior: ProcessPrior, a: UnitPoints, b: UnitPoints): Matrix {
  const x = asMatrix(a);
  return engine.priorCovariance(prior, x, b === a ? x : asMatrix(b));
}

/** F with the part of the mean in the prior covariance = FᵀF. // [m, p + b] -> [1 + b, m] */
export function meanFactors({ lengthscales, meanVariance, termVariances }: ProcessPrior, { n, d, data }: UnitPoints): Matrix {
  const p = lengthscales.length;
  const factors = zeros(1 + d - p, n);
  factors.data.fill(Math.sqrt(meanVariance), 0, n);
  for (let k = p; k < d; k++) {
    const scale = Math.sqrt(termVariances[k - p]);
    for (let i = 0; i < n; i++) factors.data[(1 + k - p) * n + i] = scale * data[i * d + k];
  }
  return factors;
}

/** Points as a matrix, values not copied. // [n, d] */
export function asMatrix({ n, d, data }: UnitPoints): Matrix {
  return matrixFrom(n, d, data);
}

/** c(x, x). // [m, p + b] -> [m] */
export function priorVariance({ amplitude, meanVariance, termVariances, lengthscales }: ProcessPrior, { n, d, data }: UnitPoints): Float64Array {
  const p = lengthscales.length;
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let variance = amplitude + meanVariance;
    for (let k = 0; k < d - p; k++) {
      const term = data[i * d + p + k];
      variance += termVariances[k] * (term * term);
    }
    result[i] = variance;
  }
  return result;
}

/** The coordinates in which the kernel measures distances, over the lengthscales. // [n, p + b] -> [n, p] */
export function scaledInputs(lengthscales: Float64Array, { n, d, data }: UnitPoints): UnitPoints {
  const p = lengthscales.length;
  const scaled = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < p; k++) scaled[i * p + k] = data[i * d + k] / lengthscales[k];
  }
  return unitPoints(p, scaled);
}
