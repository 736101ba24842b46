import { matrixFrom, pivotedCholesky, transpose, zeros, type LinearAlgebra, type Matrix, type RandomStream } from "../numeric/index.ts";
import { selectPoints, type UnitPoints } from "../space/index.ts";
import { Conditioning, type NoisyPoints } from "./conditioning.ts";
import { standardise, unstandardise } from "./output-scale.ts";
import { priorCovariance, priorVariance } from "./prior.ts";
import { standardiseDataset } from "./standardised-data.ts";
import type { Dataset, Hyperparameters, OutputScale, Posterior, Surrogate, SurrogateSettings } from "./types.ts";

/** Part of the largest posterior variance that paths may lack at any point. */
const pathTolerance = 1e-6;

/**
 * Exact Gaussian-process regression with all settings given: the model that a journal's settings and data determine, bit for bit.
 * z_i = f(x_i) + noise_i, noise_i of variance noiseVariance + (known standard error)², f a Gaussian process of mean `mean.constant`
 * and covariance c (see `priorCovariance`). Throws a RangeError on an empty dataset, numbers that are not finite or lengths that
 * do not agree.
 */
export function conditionSurrogate(settings: SurrogateSettings, dataset: Dataset, engine: LinearAlgebra): Surrogate {
  if (dataset.values.length === 0) throw new RangeError("expected at least 1 observation to condition on, got none");
  const { deviations, added } = takeIn(settings, dataset);
  return new GaussianProcess(engine, settings, deviations, new Conditioning(engine, settings, added));
}

/**
 * With V = L⁻¹ c(X, z) and b = L⁻¹ (z - constant), all of a Gaussian process follows: mean = constant + Vᵀb, covariance =
 * c(z, z') - VᵀV', and the entries of b are the whitened one-after-the-other forecast errors. A pending point is a row of L whose
 * entry in b is 0: it takes variance away and leaves the mean.
 */
class GaussianProcess implements Surrogate {
  readonly n: number;
  readonly settings: SurrogateSettings;
  readonly hyperparameters: Hyperparameters;
  readonly outputScale: OutputScale;
  readonly noiseVariance: number;
  readonly jitter: number;
  readonly logMarginalLikelihood: number;
  readonly #engine: LinearAlgebra;
  readonly #deviations: Float64Array; // [n], z - constant
  readonly #residuals: Matrix; // [k, 1], b; 0 for pending points
  readonly #observed: Conditioning; // [n]
  readonly #all: Conditioning; // [k], observed points first, then pending ones

  constructor(
    engine: LinearAlgebra, settings: SurrogateSettings, deviations: Float64Array, observed: Conditioning, all = observed,
  ) {
    const residuals = engine.solveLower(observed.factor, columnOf(deviations));
    this.n = deviations.length;
    this.settings = settings;
    const { kernel, lengthscales, amplitude, noiseVariance } = settings;
    this.hyperparameters = { kernel, lengthscales: Float64Array.from(lengthscales), amplitude, noiseVariance };
    this.outputScale = settings.outputScale;
    this.noiseVariance = noiseVariance;
    this.jitter = all.jitter;
    this.logMarginalLikelihood = logNormalDensity(observed.factor, residuals);
    this.#engine = engine;
    this.#deviations = deviations;
    this.#residuals = zeros(all.points.n, 1);
    this.#residuals.data.set(residuals.data);
    this.#observed = observed;
    this.#all = all;
  }

  standardise(value: number): number {
    return standardise(this.outputScale, value);
  }

  unstandardise(value: number): number {
    return unstandardise(this.outputScale, value);
  }

  posterior(points: UnitPoints): Posterior {
    const whitened = this.#all.whiten(points);
    const mean = this.#engine.multiplyTransposedLeft(whitened, this.#residuals).data;
    return {
      mean: mean.map((deviation) => this.settings.mean.constant + deviation),
      variance: varianceLeft(priorVariance(this.settings), whitened),
    };
  }

  covariance(a: UnitPoints, b: UnitPoints): Matrix {
    const prior = priorCovariance(this.#engine, this.settings, a, b);
    return this.#engine.subtractTransposedProduct(prior, this.#all.whiten(a), this.#all.whiten(b));
  }

  withPending(points: UnitPoints): Surrogate {
    if (points.n === 0) return this;
    const added = { points, noiseVariances: new Float64Array(points.n).fill(this.noiseVariance) };
    const all = new Conditioning(this.#engine, this.settings, added, this.#all);
    return new GaussianProcess(this.#engine, this.settings, this.#deviations, this.#observed, all);
  }

  withData(data: Dataset): Surrogate {
    const { deviations, observed } = this.#grownBy(data);
    const grown = new GaussianProcess(this.#engine, this.settings, deviations, observed);
    const pending = Array.from({ length: this.#all.points.n - this.n }, (_, i) => this.n + i);
    return grown.withPending(selectPoints(this.#all.points, pending));
  }

  leaveOneOut(): Float64Array {
    const { factor } = this.#observed;
    const precision = this.#engine.inverseFromCholesky(factor);
    const weights = this.#engine.multiply(precision, columnOf(this.#deviations)).data;
    return weights.map((weight, i) => weight / Math.sqrt(precision.data[i * this.n + i]));
  }

  forecastResiduals(outcomes: Dataset): Float64Array {
    const { deviations, observed } = this.#grownBy(outcomes);
    return this.#engine.solveLower(observed.factor, columnOf(deviations)).data.slice(this.n);
  }

  /** m + G u, u ~ N(0, 1), G Gᵀ the posterior covariance: singular to rounding, so that only a factor with pivots exists. */
  samplePaths(points: UnitPoints, count: number, random: RandomStream): Matrix {
    const { mean } = this.posterior(points);
    const factor = transpose(pivotedCholesky(this.covariance(points, points), pathTolerance));
    const normals = matrixFrom(factor.rows, count, new Float64Array(factor.rows * count).map(() => random.normal()));
    const paths = this.#engine.multiplyTransposedLeft(normals, factor);
    for (let i = 0; i < paths.data.length; i++) paths.data[i] += mean[i % points.n];
    return paths;
  }

  #grownBy(data: Dataset): { readonly deviations: Float64Array; readonly observed: Conditioning } {
    const { deviations, added } = takeIn(this.settings, data);
    const observed = new Conditioning(this.#engine, this.settings, added, this.#observed);
    return { deviations: Float64Array.of(...this.#deviations, ...deviations), observed };
  }
}

/** Data as the model takes them: z - constant, and where with which noise it was seen. */
function takeIn(settings: SurrogateSettings, dataset: Dataset): { readonly deviations: Float64Array; readonly added: NoisyPoints } {
  const { points, values, knownVariances } = standardiseDataset(settings.outputScale, dataset);
  return {
    deviations: values.map((value) => value - settings.mean.constant),
    added: { points, noiseVariances: knownVariances.map((variance) => settings.noiseVariance + variance) },
  };
}

/** ln N(r; 0, L Lᵀ) with b = L⁻¹ r. // [k, k], [k, 1] */
function logNormalDensity(factor: Matrix, whitened: Matrix): number {
  const n = factor.rows;
  let result = (-n / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i++) result -= Math.log(factor.data[i * n + i]) + whitened.data[i] ** 2 / 2;
  return result;
}

/** Variance below zero that rounding explains, in units of the prior variance. */
const roundingOfVariance = 1e-8;

/** Prior variance minus the squared norms of the columns of V; what rounding takes below 0 at a noiseless datum is 0. // [k, m] -> [m] */
function varianceLeft(prior: number, whitened: Matrix): Float64Array {
  const variance = new Float64Array(whitened.columns).fill(prior);
  for (let i = 0; i < whitened.rows; i++) {
    for (let j = 0; j < whitened.columns; j++) variance[j] -= whitened.data[i * whitened.columns + j] ** 2;
  }
  return variance.map((left) => {
    if (left >= 0) return left;
    if (left > -roundingOfVariance * prior) return 0;
    throw new RangeError(`expected a posterior variance of 0 or more, got ${left}; raise the noise variance`);
  });
}

function columnOf(values: Float64Array): Matrix {
  return matrixFrom(values.length, 1, values);
}
