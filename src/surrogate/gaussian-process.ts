import { matrixFrom, type CovarianceParts, type LinearAlgebra, type Matrix, type ProcessPrior, type RandomStream } from "../numeric/index.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import { ConditionedProcess } from "./conditioned-process.ts";
import { Conditioning, type NoisyPoints } from "./conditioning.ts";
import { plainFeatures, remembered, type FeatureMap } from "./features.ts";
import { coefficientVariances } from "./mean-priors.ts";
import { standardise, unstandardise } from "./output-scale.ts";
import { priorCovariance, processPrior, scaledInputs } from "./prior.ts";
import { alongAxes } from "./principal-axes.ts";
import { deviationsOf, noiseVariancesOf, offsetFeatures, standardiseDataset } from "./standardised-data.ts";
import type { Dataset, Hyperparameters, LearnedOffset, OutputScale, Posterior, Surrogate, SurrogateSettings } from "./types.ts";

/**
 * Exact Gaussian-process regression with all settings given: the model that a journal's settings and data determine, bit for bit.
 * z_i = f(x_i) + noise_i, noise_i of variance noiseVariance + (known standard error)², f a Gaussian process of mean `mean.constant`
 * and covariance c (see `priorCovariance`) of the points' features. Observations that are added later are of the sources that
 * `dataset.offsets` tells of. Throws a RangeError on an empty dataset, numbers that are not finite or lengths that do not agree.
 */
export function conditionSurrogate(
  settings: SurrogateSettings, dataset: Dataset, engine: LinearAlgebra, features: FeatureMap = plainFeatures(dataset.points.d).map,
): Surrogate {
  if (dataset.values.length === 0) throw new RangeError("expected at least 1 observation to condition on, got none");
  const { axes } = settings;
  const along = axes === undefined ? features : remembered((points) => alongAxes(features(points), axes));
  const map = offsetFeatures(along, dataset.offsets);
  const { deviations, added } = takeIn(settings, dataset, map);
  const prior = processPrior(settings, added.points.d);
  const observed = new Conditioning(engine, prior, added);
  return new GaussianProcess(engine, settings, prior, map, [observed.whitenValues(columnOf(deviations), [])], observed, observed);
}

/** The posterior mean as a sum over the data: constant + c(z, X) L⁻ᵀ b. */
interface MeanWeights {
  readonly at: UnitPoints; // [n, d]
  readonly weights: Matrix; // [n, 1]
}

/**
 * A process conditioned on what was observed and, in the variance alone, on what is pending: a row of L whose entry in b is 0. Data that are
 * added come one row after the other; the entries of b are the whitened one-after-the-other forecast errors.
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
  readonly #prior: ProcessPrior;
  readonly #features: FeatureMap;
  readonly #residuals: readonly Matrix[]; // [rows of the link, 1], b link by link; 0 for pending points
  readonly #observed: Conditioning; // [n]
  readonly #all: Conditioning; // [k], observed points first, then pending ones
  readonly #process: ConditionedProcess; // given them all
  #weights: MeanWeights | undefined;

  constructor(
    engine: LinearAlgebra, settings: SurrogateSettings, prior: ProcessPrior, features: FeatureMap, residuals: readonly Matrix[],
    observed: Conditioning, all: Conditioning, before?: GaussianProcess,
  ) {
    this.n = observed.size;
    this.settings = settings;
    const { kernel, lengthscales, amplitude, noiseVariance } = settings;
    this.hyperparameters = { kernel, lengthscales: Float64Array.from(lengthscales), amplitude, noiseVariance };
    this.outputScale = settings.outputScale;
    this.jitter = all.jitter;
    this.noiseVariance = expectedNoise(observed, settings, this.jitter);
    this.logMarginalLikelihood = logNormalDensity(observed, residuals);
    this.#engine = engine;
    this.#prior = prior;
    this.#features = features;
    this.#residuals = residuals;
    this.#observed = observed;
    this.#all = all;
    const seen = { constant: settings.mean.constant, residuals };
    this.#process = new ConditionedProcess(engine, prior, seen, all, before === undefined ? undefined : before.#process);
  }

  standardise(value: number): number {
    return standardise(this.outputScale, value);
  }

  unstandardise(value: number): number {
    return unstandardise(this.outputScale, value);
  }

  scaledInputs(points: UnitPoints): UnitPoints {
    return scaledInputs(this.#prior.lengthscales, this.#features(points));
  }

  posterior(points: UnitPoints): Posterior {
    return this.#process.posterior(this.#features(points));
  }

  mean(points: UnitPoints): Float64Array {
    this.#weights ??= weightsOf(this.#observed, this.#residuals);
    const { at, weights } = this.#weights;
    const deviations = this.#engine.multiply(priorCovariance(this.#engine, this.#prior, this.#features(points), at), weights).data;
    return deviations.map((deviation) => this.settings.mean.constant + deviation);
  }

  covarianceParts(a: UnitPoints, b: UnitPoints): CovarianceParts {
    return this.#process.covarianceParts(this.#features(a), this.#features(b));
  }

  covariance(a: UnitPoints, b: UnitPoints): Matrix {
    return this.#process.covariance(this.#features(a), this.#features(b));
  }

  withPending(points: UnitPoints, noiseVariances = new Float64Array(points.n).fill(this.noiseVariance)): Surrogate {
    return points.n === 0 ? this : this.#withPendingFeatures({ points: this.#features(points), noiseVariances });
  }

  #withPendingFeatures(added: NoisyPoints): GaussianProcess {
    const all = new Conditioning(this.#engine, this.#prior, added, this.#all);
    return new GaussianProcess(this.#engine, this.settings, this.#prior, this.#features, this.#residuals, this.#observed, all, this);
  }

  withData(data: Dataset): Surrogate {
    const { residuals, observed } = this.#grownBy(data);
    const isPlain = this.#all === this.#observed;
    const grown = new GaussianProcess(this.#engine, this.settings, this.#prior, this.#features, residuals, observed, observed, isPlain ? this : undefined);
    const pending = this.#all.links.slice(this.#observed.links.length);
    return pending.reduce((model, { added }) => model.#withPendingFeatures(added), grown);
  }

  offsets(): readonly (LearnedOffset | undefined)[] {
    const { lengthscales, mean } = this.settings;
    const coefficients = coefficientVariances(mean).length;
    const first = lengthscales.length + coefficients;
    if (this.#prior.termVariances.length === coefficients) return [];
    this.#weights ??= weightsOf(this.#observed, this.#residuals);
    const { n, d, data } = this.#weights.at;
    return Array.from({ length: d - first }, (_, source) => {
      const row = Array.from({ length: n }, (__, i) => i).find((i) => data[i * d + first + source] > 0);
      return row === undefined ? undefined : this.#offsetOf(data.slice(row * d, (row + 1) * d), first + source);
    });
  }

  /** What an observation and the function at its point differ in. // [p + b + s] */
  #offsetOf(observation: Float64Array, column: number): LearnedOffset {
    const pair = unitPoints(observation.length, Float64Array.of(...observation, ...observation.with(column, 0)));
    let [mean, variance] = [0, observation[column] ** 2];
    for (const [link, { rows, data }] of this.#observed.whiten(pair).entries()) {
      for (let i = 0; i < rows; i++) {
        const difference = data[2 * i] - data[2 * i + 1];
        mean += this.#residuals[link]!.data[i] * difference;
        variance -= difference ** 2;
      }
    }
    const { spread } = this.outputScale;
    return { mean: spread * mean, standardDeviation: spread * Math.sqrt(Math.max(variance, 0)) };
  }

  leaveOneOut(): Float64Array {
    this.#weights ??= weightsOf(this.#observed, this.#residuals);
    const weights = this.#weights.weights.data;
    return this.#observed.precisionDiagonal().map((value, i) => weights[i] / Math.sqrt(value));
  }

  forecastResiduals(outcomes: Dataset): Float64Array {
    const { residuals } = this.#grownBy(outcomes);
    return Float64Array.from(residuals.slice(this.#residuals.length), ({ data }) => data[0]);
  }

  samplePaths(points: UnitPoints, count: number, random: RandomStream): Matrix {
    return this.#process.paths(this.#features(points), count, random);
  }

  /** L and b with more data, one row each. */
  #grownBy(data: Dataset): { readonly residuals: readonly Matrix[]; readonly observed: Conditioning } {
    const { deviations, added } = takeIn(this.settings, data, this.#features);
    const residuals = [...this.#residuals];
    let observed = this.#observed;
    for (let i = 0; i < deviations.length; i++) {
      const one = { points: selectPoints(added.points, [i]), noiseVariances: added.noiseVariances.subarray(i, i + 1) };
      observed = new Conditioning(this.#engine, this.#prior, one, observed);
      residuals.push(observed.whitenValues(columnOf(deviations.subarray(i, i + 1)), residuals));
    }
    return { residuals, observed };
  }
}

/** Data as the model takes them: z - constant, and where with which noise it was seen. */
function takeIn(
  settings: SurrogateSettings, dataset: Dataset, features: FeatureMap,
): { readonly deviations: Float64Array; readonly added: NoisyPoints } {
  const data = standardiseDataset(settings.outputScale, dataset, features);
  return {
    deviations: deviationsOf(settings, data),
    added: { points: data.points, noiseVariances: noiseVariancesOf(settings, data) },
  };
}

/** L⁻ᵀ b and the points it belongs to, all links together. // [rows of the link, 1] each */
function weightsOf(conditioning: Conditioning, residuals: readonly Matrix[]): MeanWeights {
  const weights = Float64Array.from(conditioning.solveTransposed(residuals).flatMap(({ data }) => [...data]));
  return { at: conditioning.links.map(({ added }) => added.points).reduce(joinPoints), weights: columnOf(weights) };
}

/**
 * The noise variance to expect of a further evaluation: the nugget where no standard errors are known, else the lower quartile of what the
 * data have, since saturated values count with an error of their own that says nothing of the others; what was imported with an offset has
 * been evaluated by something else.
 */
function expectedNoise({ links }: Conditioning, { noiseVariance: nugget, lengthscales, mean }: SurrogateSettings, jitter: number): number {
  const first = lengthscales.length + coefficientVariances(mean).length;
  const hasOffset = ({ d, data }: UnitPoints, i: number): boolean => d > first && data.subarray(i * d + first, (i + 1) * d).some((value) => value > 0);
  const seen = links.flatMap(({ added }) => Array.from(added.noiseVariances).filter((_, i) => !hasOffset(added.points, i))).toSorted((a, b) => a - b);
  const quartile = seen[seen.length >> 2] ?? nugget;
  return quartile - nugget > 2 * jitter ? quartile : nugget;
}

/** ln N(r; 0, L Lᵀ) with b = L⁻¹ r. // [rows of the link, 1] each */
function logNormalDensity(conditioning: Conditioning, whitened: readonly Matrix[]): number {
  let squares = 0;
  for (const { data } of whitened) for (const value of data) squares += value ** 2;
  return -(conditioning.size * Math.log(2 * Math.PI) + squares) / 2 - conditioning.logDeterminant();
}

function columnOf(values: Float64Array): Matrix {
  return matrixFrom(values.length, 1, values);
}
