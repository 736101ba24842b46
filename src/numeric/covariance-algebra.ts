import { type KernelName } from "./linear-algebra.ts";
import { type Matrix } from "./matrix.ts";

/**
 * Prior covariance of a Gaussian process whose mean, a constant and terms h_k with normal coefficients, is integrated out:
 * c(x, z) = amplitude k(x, z) + meanVariance + Σ_k termVariance_k h_k(x) h_k(z). A point is a row of the p coordinates that k measures
 * distances in, then the b terms.
 */
export interface ProcessPrior {
  readonly kernel: KernelName;
  readonly lengthscales: Float64Array; // [p]
  readonly amplitude: number;
  readonly meanVariance: number;
  readonly termVariances: Float64Array; // [b]
}

/** Mean and variance at each of some points. // [m] each */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** ln N(y; 0, K) of K = c(X, X) + diag(noise), and what it changes by. */
export interface EvidenceOfValues {
  readonly value: number; // nats
  /** Derivatives by ln amplitude, by ln lengthscales .., and by a noise variance that all values have in common. // [1 + p + 1] */
  readonly gradient: Float64Array;
}

/** Operations on covariances that are made where they are used, so that no matrix of them need be written out in between. */
export interface CovarianceAlgebra {
  /** c(x, z); exactly symmetric for `x === z`. // [n, p + b] x [m, p + b] -> [n, m] */
  priorCovariance(prior: ProcessPrior, x: Matrix, z: Matrix): Matrix;

  /** c(x, z) - VᵀW. // [n, p + b], [m, p + b], [q, n], [q, m] -> [n, m] */
  posteriorCovariance(prior: ProcessPrior, x: Matrix, z: Matrix, v: Matrix, w: Matrix): Matrix;

  /** V = L⁻¹ c(x, z). // [n, p + b], [n, n], [m, p + b] -> [n, m] */
  whitenedCovariance(prior: ProcessPrior, x: Matrix, factor: Matrix, z: Matrix): Matrix;

  /**
   * Adds Vᵀb to the mean and takes the squared norms of V's columns off the variance, in place, row by row of V, which is not kept: the
   * same bits as `conditionOnRows` with `whitenedCovariance`. // [n, p + b], [n, n], [n], [m, p + b], [m]
   */
  conditionMoments(prior: ProcessPrior, x: Matrix, factor: Matrix, b: Float64Array, z: Matrix, moments: Moments): void;

  /**
   * U Fᵀ for normals U, F Fᵀ the correlations of c(z, z) - Σ VᵀV over all V of `subtracted`, whose diagonal is `deviations`². All of them are
   * weakened by a millionth, as little as makes those of nearby points definite, which are singular to rounding; by more where points are
   * known to rounding, and their correlations are nothing else. // [m, p + b], [rows, m] each, [m], [count, m] -> [count, m]
   */
  correlatedNormals(prior: ProcessPrior, z: Matrix, subtracted: readonly Matrix[], deviations: Float64Array, normals: Matrix): Matrix;

  /** ln N(y; 0, c(x, x) + diag(noise)). Throws as `cholesky` does. // [n, p + b], [n], [n] */
  logDensity(prior: ProcessPrior, x: Matrix, noiseVariances: Float64Array, y: Float64Array): number;

  /** The same with its gradient [Rasmussen2006, eq. 5.9]: one factorisation and one inverse for all of it. */
  logDensityWithGradient(prior: ProcessPrior, x: Matrix, noiseVariances: Float64Array, y: Float64Array): EvidenceOfValues;
}

/** What whitened rows say: mean += Vᵀb, b = 0 where it is left out; variance -= the squared norms of V's columns. // [q, m], [q], [m] each */
export function conditionOnRows({ rows, columns, data }: Matrix, b: Float64Array | undefined, { mean, variance }: Moments): void {
  for (let i = 0; i < rows; i++) {
    const residual = b?.[i] ?? 0;
    for (let j = 0, at = i * columns; j < columns; j++, at++) {
      const value = data[at];
      mean[j] += residual * value;
      variance[j] -= value * value;
    }
  }
}

/** Shares by which correlations are weakened until they can be factorised. */
export const weakenings: readonly number[] = [1e-6, 1e-4, 1e-2, 1];
