import { matrixFrom, type LinearAlgebra, type Matrix } from "../numeric/index.ts";
import { aboveDiagonal, logLengthsGradient } from "./principal-axes.ts";
import { addMeanCovariance, kernelCovariance, kernelInputs } from "./prior.ts";
import type { StandardisedData } from "./standardised-data.ts";
import type { SurrogateSettings } from "./types.ts";

/** What the data say of the hyperparameters. */
export interface MarginalLikelihood {
  readonly value: number; // ln p(z | hyperparameters), nats
  /**
   * Derivatives with respect to ln amplitude, ln lengthscales .., ln noiseVariance. // [1 + p + 1]
   * Where axes are learned, with respect to ln amplitude, the diagonal of their `LogLengths`, ln noiseVariance, and what is above the
   * diagonal. // [1 + p + 1 + p (p - 1) / 2]
   */
  readonly gradient: Float64Array;
}

/**
 * ln N(z; constant, K) with K = c(X, X) + diag(noise), and its gradient -½ Σ_ij W_ij ∂K_ij/∂θ, W = K⁻¹ - ααᵀ, α = K⁻¹ (z - constant)
 * [Rasmussen2006, eq. 5.9]: one factorisation and one inverse for all of it.
 */
export function marginalLikelihood(engine: LinearAlgebra, settings: SurrogateSettings, data: StandardisedData): MarginalLikelihood {
  const { amplitude, noiseVariance, mean } = settings;
  const n = data.points.n;
  const covariance = kernelCovariance(engine, settings, data.points, data.points);
  const noisy = matrixFrom(n, n, covariance.data.slice());
  addMeanCovariance(noisy, settings, data.points, data.points);
  for (let i = 0; i < n; i++) noisy.data[i * n + i] += noiseVariance + data.knownVariances[i];
  const { factor } = engine.cholesky(noisy);
  const inverse = engine.inverseFromCholesky(factor);
  const deviations = data.values.map((value) => value - mean.constant);
  const weights = engine.multiply(inverse, matrixFrom(n, 1, deviations)).data;

  let value = (-n / 2) * Math.log(2 * Math.PI);
  let byAmplitude = 0;
  let byNoise = 0;
  const w = inverse.data; // becomes W
  for (let i = 0; i < n; i++) {
    value -= (weights[i] * deviations[i]) / 2 + Math.log(factor.data[i * n + i]);
    for (let j = 0; j < n; j++) {
      w[i * n + j] -= weights[i] * weights[j];
      byAmplitude -= (w[i * n + j] * covariance.data[i * n + j]) / 2;
    }
    byNoise -= (w[i * n + i] * noiseVariance) / 2;
  }
  const { byDiagonal, byMixing } = lengthGradients(engine, settings, kernelInputs(settings, data.points), inverse);
  const [along, across] = [byDiagonal, byMixing].map((sums) => Array.from(sums, (sum) => (-amplitude * sum) / 2));
  return { value, gradient: Float64Array.of(byAmplitude, ...along!, byNoise, ...across!) };
}

/** Σ_ij W_ij dk(x_i, x_j) by the logarithms of the lengthscales, and by how they mix the inputs where axes are learned. */
function lengthGradients(
  engine: LinearAlgebra, { kernel, lengthscales, axes }: SurrogateSettings, points: Matrix, weights: Matrix,
): { readonly byDiagonal: ArrayLike<number>; readonly byMixing: readonly number[] } {
  if (axes === undefined) return { byDiagonal: engine.kernelGradient(kernel, points, Float64Array.from(lengthscales), weights), byMixing: [] };
  const gradient = logLengthsGradient(engine, kernel, points, { axes, lengthscales }, weights);
  return {
    byDiagonal: lengthscales.map((_, k) => gradient.data[k * gradient.rows + k]!),
    byMixing: aboveDiagonal(gradient).map((sum) => 2 * sum), // each of them stands in H twice
  };
}
