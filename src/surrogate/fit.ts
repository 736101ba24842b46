import { minimise, type KernelName, type LinearAlgebra, type Minimum, type RandomStream } from "../numeric/index.ts";
import { conditionSurrogate } from "./gaussian-process.ts";
import { drawHyperparameters, hyperprior, type Hyperprior } from "./hyperprior.ts";
import { marginalLikelihood } from "./marginal-likelihood.ts";
import { fitOutputScale } from "./output-scale.ts";
import { standardiseDataset, type StandardisedData } from "./standardised-data.ts";
import type { Dataset, OutputScale, Surrogate, SurrogateSettings, TransformName } from "./types.ts";

export interface FitRequest {
  readonly dataset: Dataset;
  readonly kernel: KernelName;
  readonly transform: TransformName;
  readonly thresholds: readonly number[]; // the observable's own units
  readonly engine: LinearAlgebra;
  readonly random: RandomStream;
  /** Hyperparameters fitted to fewer data: where the search begins. */
  readonly warmStart?: SurrogateSettings;
}

export interface Fit {
  readonly surrogate: Surrogate;
  readonly logPosterior: number; // ln p(z | hyperparameters) + ln p(hyperparameters), up to a constant
  readonly converged: boolean;
  readonly evaluations: number; // of the marginal likelihood, over all starts
}

/** Draws from the prior that the search starts from, beside the prior mean and the warm start. */
const randomStarts = 2;

/** Prior of the constant mean, standardised units: the values are centred, yet a few of them do not tell the mean of the process. */
const meanPrior = { constant: 0, variance: 1 };

/**
 * A surrogate with the hyperparameters of greatest posterior density (with respect to their logarithms) of several local searches;
 * see `hyperprior`. The same request, the state of `random` included, gives the same surrogate.
 * Throws a RangeError on a dataset that `conditionSurrogate` would refuse.
 */
export function fitSurrogate(request: FitRequest): Fit {
  const { dataset, kernel, engine, warmStart, random } = request;
  const outputScale = fitOutputScale(request.transform, dataset.values, request.thresholds);
  const data = standardiseDataset(outputScale, dataset);
  const prior = hyperprior(dataset.points.d);
  const starts = [prior.mean, ...Array.from({ length: randomStarts }, () => drawHyperparameters(prior, random))];
  if (warmStart !== undefined) starts.unshift(logarithmsOf(warmStart, prior));
  const settingsAt = (theta: Float64Array): SurrogateSettings => settingsOf(theta, kernel, outputScale);
  const minima = starts.map((start) => descend(engine, data, prior, settingsAt, start));
  const best = minima.reduce((least, minimum) => (minimum.value < least.value ? minimum : least));
  return {
    surrogate: conditionSurrogate(settingsAt(best.x), dataset, engine),
    logPosterior: -best.value,
    converged: best.converged,
    evaluations: minima.reduce((sum, { evaluations }) => sum + evaluations, 0),
  };
}

function descend(
  engine: LinearAlgebra, data: StandardisedData, prior: Hyperprior,
  settingsAt: (theta: Float64Array) => SurrogateSettings, start: Float64Array,
): Minimum {
  const { mean, standardDeviation, lower, upper } = prior;
  const objective = (theta: Float64Array): { value: number; gradient: Float64Array } => {
    const likelihood = marginalLikelihood(engine, settingsAt(theta), data);
    let value = -likelihood.value;
    const gradient = likelihood.gradient.map((slope, k) => {
      const pull = (theta[k] - mean[k]) / standardDeviation[k];
      value += pull ** 2 / 2;
      return pull / standardDeviation[k] - slope;
    });
    return { value, gradient };
  };
  const k = mean.length;
  const inverseHessian = new Float64Array(k * k); // where the data say nothing, the prior's curvature is exact
  for (let i = 0; i < k; i++) inverseHessian[i * k + i] = standardDeviation[i] ** 2;
  return minimise(objective, start, { lower, upper, inverseHessian, tolerance: 1e-6, maxIterations: 100 });
}

function settingsOf(theta: Float64Array, kernel: KernelName, outputScale: OutputScale): SurrogateSettings {
  const [amplitude, ...rest] = Array.from(theta, Math.exp);
  return { kernel, lengthscales: rest.slice(0, -1), amplitude, noiseVariance: rest.at(-1)!, mean: meanPrior, outputScale };
}

function logarithmsOf({ amplitude, lengthscales, noiseVariance }: SurrogateSettings, { lower, upper }: Hyperprior): Float64Array {
  const theta = Float64Array.of(amplitude, ...lengthscales, noiseVariance).map(Math.log);
  return theta.map((value, k) => Math.min(Math.max(value, lower[k]), upper[k]));
}
