import { minimise, type KernelName, type LinearAlgebra, type Minimum, type RandomStream } from "../numeric/index.ts";
import { plainFeatures, type Features } from "./features.ts";
import { conditionSurrogate } from "./gaussian-process.ts";
import { hyperprior, type Hyperprior } from "./hyperprior.ts";
import { marginalLikelihood } from "./marginal-likelihood.ts";
import { fitOutputScale } from "./output-scale.ts";
import { standardiseDataset, type StandardisedData } from "./standardised-data.ts";
import type { Dataset, MeanPrior, OutputScale, Surrogate, SurrogateSettings, TransformName } from "./types.ts";

export interface FitRequest {
  readonly dataset: Dataset;
  readonly kernel: KernelName;
  readonly transform: TransformName;
  readonly thresholds: readonly number[]; // the observable's own units
  readonly engine: LinearAlgebra;
  readonly random: RandomStream;
  /** What is known beforehand; default: nothing. */
  readonly features?: Features;
  /** Hyperparameters fitted to fewer data: where the search begins. */
  readonly warmStart?: SurrogateSettings;
}

export interface Fit {
  readonly surrogate: Surrogate;
  readonly logPosterior: number; // ln p(z | hyperparameters) + ln p(hyperparameters), up to a constant
  readonly converged: boolean;
  readonly evaluations: number; // of the marginal likelihood, over all starts
}

/** A noise variance to start from beside the prior's: the posterior of noisy data often has a second mode there. */
const noisyStart = 0.03;

/**
 * Prior of the mean, standardised units. The values are centred, but a handful does not tell the mean of the process. A coefficient
 * of 3 leaves room for terms that vary more over the domain than the values seen so far do; a wider prior changes nothing but the
 * condition of the covariance.
 */
const meanPrior = { constant: 0, variance: 1 };
const termVariance = 9;

/**
 * A surrogate with the hyperparameters of greatest posterior density (of their logarithms, see `hyperprior`) that local searches
 * find from the warm start, the prior's centre with little and with much noise, and one draw from the prior. The same request
 * gives the same surrogate, the state of `random` included. Throws a RangeError on a dataset that `conditionSurrogate` would refuse.
 */
export function fitSurrogate(request: FitRequest): Fit {
  const { dataset, kernel, engine, warmStart, random, features = plainFeatures(dataset.points.d) } = request;
  const outputScale = fitOutputScale(request.transform, dataset.values, request.thresholds);
  const data = standardiseDataset(outputScale, dataset, features.map);
  const prior = hyperprior(features.inputCount);
  const mean = features.termCount === 0 ? meanPrior : { ...meanPrior, termVariance };
  const settingsAt = (theta: Float64Array): SurrogateSettings => settingsOf(theta, kernel, mean, outputScale);
  const starts = [prior.centre, prior.centre.with(prior.centre.length - 1, Math.log(noisyStart)), prior.draw(random)];
  if (warmStart !== undefined) starts.unshift(logarithmsOf(warmStart, prior));
  const minima = starts.map((start) => searchFrom(start, prior, engine, data, settingsAt));
  const best = minima.reduce((least, minimum) => (minimum.value < least.value ? minimum : least));
  return {
    surrogate: conditionSurrogate(settingsAt(best.x), dataset, engine, features.map),
    logPosterior: -best.value,
    converged: best.converged,
    evaluations: minima.reduce((sum, { evaluations }) => sum + evaluations, 0),
  };
}

function searchFrom(
  start: Float64Array,
  { scale, lower, upper, logDensity }: Hyperprior,
  engine: LinearAlgebra,
  data: StandardisedData,
  settingsAt: (theta: Float64Array) => SurrogateSettings,
): Minimum {
  const k = start.length;
  const inverseHessian = new Float64Array(k * k); // exact where the data say nothing
  for (let i = 0; i < k; i++) inverseHessian[i * k + i] = scale[i] ** 2;
  const negativeLogPosterior = (theta: Float64Array): { value: number; gradient: Float64Array } => {
    const likelihood = marginalLikelihood(engine, settingsAt(theta), data);
    const density = logDensity(theta);
    return {
      value: -likelihood.value - density.value,
      gradient: likelihood.gradient.map((slope, i) => -slope - density.gradient[i]),
    };
  };
  return minimise(negativeLogPosterior, start, { lower, upper, inverseHessian, tolerance: 1e-6, maxIterations: 100 });
}

function settingsOf(theta: Float64Array, kernel: KernelName, mean: MeanPrior, outputScale: OutputScale): SurrogateSettings {
  const [amplitude, ...rest] = Array.from(theta, Math.exp);
  return { kernel, lengthscales: rest.slice(0, -1), amplitude, noiseVariance: rest.at(-1)!, mean, outputScale };
}

function logarithmsOf({ amplitude, lengthscales, noiseVariance }: SurrogateSettings, { lower, upper }: Hyperprior): Float64Array {
  const theta = Float64Array.of(amplitude, ...lengthscales, noiseVariance).map(Math.log);
  return theta.map((value, k) => Math.min(Math.max(value, lower[k]), upper[k]));
}
