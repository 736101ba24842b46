import { matrixFrom, zeros, type LinearAlgebra, type Matrix } from "../numeric/index.ts";
import type { UnitPoints } from "../space/index.ts";
import { alongAxes } from "./principal-axes.ts";
import type { SurrogateSettings } from "./types.ts";

/**
 * Prior covariance of the latent function, c(x, z) = amplitude k(x, z) + mean.variance + Σ_k termVariance_k h_k(x) h_k(z): the constant
 * mean and the coefficients of its terms are normal, and integrated out wherever the covariance is conditioned (universal kriging
 * with a proper prior [Rasmussen2006, section 2.7]). Points come with their features, the terms h_k last. // [a, p + b] x [c, p + b] -> [a, c]
 */
export function priorCovariance(engine: LinearAlgebra, settings: SurrogateSettings, a: UnitPoints, b: UnitPoints): Matrix {
  const covariance = kernelCovariance(engine, settings, a, b);
  addMeanCovariance(covariance, settings, a, b);
  return covariance;
}

/** The part of the prior covariance that falls with distance, amplitude k(x, z). // [a, p + b] x [c, p + b] -> [a, c] */
export function kernelCovariance(engine: LinearAlgebra, settings: SurrogateSettings, a: UnitPoints, b: UnitPoints): Matrix {
  const { kernel, lengthscales, amplitude } = settings;
  const x = kernelInputs(settings, a);
  const z = b === a ? x : kernelInputs(settings, b);
  const covariance = engine.kernelMatrix(kernel, x, z, Float64Array.from(lengthscales));
  const { data } = covariance;
  for (let i = 0; i < data.length; i++) data[i] *= amplitude;
  return covariance;
}

/** Adds the part of the mean, mean.variance + Σ_k termVariance_k h_k(x) h_k(z), in place. */
export function addMeanCovariance({ data }: Matrix, { lengthscales, mean }: SurrogateSettings, a: UnitPoints, b: UnitPoints): void {
  for (let i = 0; i < data.length; i++) data[i] += mean.variance;
  const { d } = a;
  for (let i = 0; i < a.n; i++) {
    for (let k = lengthscales.length; k < d; k++) {
      const factor = mean.termVariances![k - lengthscales.length]! * a.data[i * d + k];
      for (let j = 0, t = i * b.n; j < b.n; j++, t++) data[t] += factor * b.data[j * d + k];
    }
  }
}

/** F with the part of the mean in the prior covariance = FᵀF. // [m, p + b] -> [1 + b, m] */
export function meanFactors({ lengthscales, mean }: SurrogateSettings, { n, d, data }: UnitPoints): Matrix {
  const p = lengthscales.length;
  const factors = zeros(1 + d - p, n);
  factors.data.fill(Math.sqrt(mean.variance), 0, n);
  for (let k = p; k < d; k++) {
    const scale = Math.sqrt(mean.termVariances![k - p]!);
    for (let i = 0; i < n; i++) factors.data[(1 + k - p) * n + i] = scale * data[i * d + k];
  }
  return factors;
}

/** Points as a matrix, values not copied. // [n, d] */
export function asMatrix({ n, d, data }: UnitPoints): Matrix {
  return matrixFrom(n, d, data);
}

/** c(x, x). // [m, p + b] -> [m] */
export function priorVariance({ amplitude, mean, lengthscales }: SurrogateSettings, { n, d, data }: UnitPoints): Float64Array {
  const { variance, termVariances = [] } = mean;
  const p = lengthscales.length;
  const result = new Float64Array(n).fill(amplitude + variance);
  for (let i = 0; i < n; i++) {
    for (let k = p; k < d; k++) result[i] += termVariances[k - p]! * data[i * d + k] ** 2;
  }
  return result;
}

/** The coordinates in which the kernel measures distances, as the engine takes them. // [n, p + b] -> [n, p] */
export function kernelInputs({ lengthscales, axes }: SurrogateSettings, { n, d, data }: UnitPoints): Matrix {
  const p = lengthscales.length;
  const inputs = p === d
    ? asMatrix({ n, d, data })
    : matrixFrom(n, p, Float64Array.from({ length: n * p }, (_, i) => data[Math.floor(i / p) * d + (i % p)]));
  return axes === undefined ? inputs : alongAxes(inputs, axes);
}
