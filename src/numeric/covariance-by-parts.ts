import { conditionOnRows, weakenings, type CovarianceAlgebra, type EvidenceOfValues, type ProcessPrior } from "./covariance-algebra.ts";
import { NotPositiveDefiniteError, type DenseAlgebra } from "./linear-algebra.ts";
import { kernelGradient } from "./kernel-matrix.ts";
import { matrixFrom, transpose, zeros, type Matrix } from "./matrix.ts";

/** Operations on covariances out of those on matrices, one after the other: what is not compiled, and the oracle of what is. */
export function covarianceByParts(algebra: DenseAlgebra): CovarianceAlgebra {
  const priorCovariance = (prior: ProcessPrior, x: Matrix, z: Matrix): Matrix => {
    const inputs = inputsOf(prior, x);
    const covariance = algebra.kernelMatrix(prior.kernel, inputs, z === x ? inputs : inputsOf(prior, z), prior.lengthscales);
    for (let i = 0; i < covariance.data.length; i++) covariance.data[i] = prior.amplitude * covariance.data[i] + prior.meanVariance;
    addTerms(covariance, prior, x, z);
    return covariance;
  };
  const whitenedCovariance = (prior: ProcessPrior, x: Matrix, factor: Matrix, z: Matrix): Matrix =>
    algebra.solveLower(factor, priorCovariance(prior, x, z));
  const factorOf = (prior: ProcessPrior, x: Matrix, noiseVariances: Float64Array): Matrix => {
    const noisy = priorCovariance(prior, x, x);
    for (let i = 0; i < x.rows; i++) noisy.data[i * x.rows + i] += noiseVariances[i];
    return algebra.cholesky(noisy).factor;
  };
  return {
    priorCovariance,
    posteriorCovariance: (prior, x, z, v, w) => algebra.subtractTransposedProduct(priorCovariance(prior, x, z), v, w),
    whitenedCovariance,

    conditionMoments(prior, x, factor, b, z, moments) {
      conditionOnRows(whitenedCovariance(prior, x, factor, z), b, moments);
    },

    correlatedNormals(prior, z, subtracted, deviations, normals) {
      const covariance = subtracted.reduce((left, rows) => algebra.subtractTransposedProduct(left, rows, rows), priorCovariance(prior, z, z));
      return algebra.multiply(normals, transpose(correlationFactor(algebra, covariance, deviations)));
    },

    logDensity(prior, x, noiseVariances, y) {
      const factor = factorOf(prior, x, noiseVariances);
      return normalLogDensity(factor, algebra.solveLower(factor, matrixFrom(y.length, 1, y)).data);
    },

    logDensityWithGradient(prior, x, noiseVariances, y) {
      const factor = factorOf(prior, x, noiseVariances);
      const whitened = algebra.solveLower(factor, matrixFrom(y.length, 1, y));
      const weights = algebra.inverseFromCholesky(factor);
      const gradient = gradientOf(prior, inputsOf(prior, x), weights, algebra.solveLowerTransposed(factor, whitened).data, algebra);
      return { value: normalLogDensity(factor, whitened.data), gradient };
    },
  };
}

/** -½ Σ_ij W_ij ∂K_ij/∂θ with W = K⁻¹ - ααᵀ; K⁻¹ becomes W. */
function gradientOf(
  { kernel, lengthscales, amplitude }: ProcessPrior, inputs: Matrix, w: Matrix, alpha: Float64Array, algebra: DenseAlgebra,
): EvidenceOfValues["gradient"] {
  const n = inputs.rows;
  const correlations = algebra.kernelMatrix(kernel, inputs, inputs, lengthscales).data;
  let [byAmplitude, byNoise] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      w.data[i * n + j] -= alpha[i] * alpha[j];
      byAmplitude -= (amplitude * w.data[i * n + j] * correlations[i * n + j]) / 2;
    }
    byNoise -= w.data[i * n + i] / 2;
  }
  const byLengthscales = kernelGradient(kernel, inputs, lengthscales, w).map((sum) => (-amplitude * sum) / 2);
  return Float64Array.of(byAmplitude, ...byLengthscales, byNoise);
}

/** ln N(y; 0, L Lᵀ) with b = L⁻¹ y. // [n, n], [n] */
function normalLogDensity({ rows, data }: Matrix, b: Float64Array): number {
  let value = (-rows / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < rows; i++) value -= b[i] ** 2 / 2 + Math.log(data[i * rows + i]);
  return value;
}

/** The coordinates in which the kernel measures distances. // [n, p + b] -> [n, p] */
function inputsOf({ lengthscales: { length: p } }: ProcessPrior, { rows, columns, data }: Matrix): Matrix {
  if (p === columns) return { rows, columns, data };
  return matrixFrom(rows, p, Float64Array.from({ length: rows * p }, (_, i) => data[Math.floor(i / p) * columns + (i % p)]));
}

function addTerms(covariance: Matrix, { lengthscales: { length: p }, termVariances }: ProcessPrior, x: Matrix, z: Matrix): void {
  for (let i = 0; i < x.rows; i++) {
    for (const [k, variance] of termVariances.entries()) {
      const term = x.data[i * x.columns + p + k];
      for (let j = 0, t = i * z.rows; j < z.rows; j++, t++) covariance.data[t] += variance * (term * z.data[j * z.columns + p + k]);
    }
  }
}

/** See `CovarianceAlgebra.correlatedNormals`. // [m, m], [m] -> [m, m] */
function correlationFactor(algebra: DenseAlgebra, { rows: m, data }: Matrix, deviations: Float64Array): Matrix {
  const scale = deviations.map((deviation) => (deviation > 0 ? 1 / deviation : 0));
  for (const weakening of weakenings) {
    const correlations = zeros(m, m);
    for (let i = 0, at = 0; i < m; i++) {
      const factor = (1 - weakening) * scale[i];
      for (let j = 0; j < m; j++, at++) correlations.data[at] = i === j ? 1 : factor * scale[j] * data[at];
    }
    try {
      return algebra.cholesky(correlations).factor;
    } catch (error) {
      if (!(error instanceof NotPositiveDefiniteError) || weakening === 1) throw error;
    }
  }
  throw new Error("expected uncorrelated numbers to have a factor, got none");
}
