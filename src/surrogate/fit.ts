import { minimise, type KernelName, type LinearAlgebra, type Minimum, type RandomStream } from "../numeric/index.ts";
import { featureMapOf, plainFeatures, type Features } from "./features.ts";
import { conditionSurrogate } from "./gaussian-process.ts";
import { hyperparameterPosterior, type HyperparameterPosterior } from "./hyperparameter-posterior.ts";
import { laplaceApproximation } from "./laplace.ts";
import { meanPriors } from "./mean-priors.ts";
import { fitOutputScale } from "./output-scale.ts";
import type { Dataset, MeanPrior, Surrogate, SurrogateSettings, TransformName } from "./types.ts";

export interface FitRequest {
  readonly dataset: Dataset;
  readonly kernel: KernelName;
  readonly transform: TransformName;
  readonly thresholds: readonly number[]; // the observable's own units
  readonly engine: LinearAlgebra;
  readonly random: RandomStream;
  /** What is known beforehand; default: nothing. */
  readonly features?: Features;
  /** Whether the axes along which the lengthscales are, are fitted too; default: no. */
  readonly learnsAxes?: boolean;
  /** Prior of the mean; default: the fullest of the features. */
  readonly mean?: MeanPrior;
  /** Hyperparameters fitted to fewer data: where the search begins. */
  readonly warmStart?: SurrogateSettings;
}

export interface Fit {
  readonly surrogate: Surrogate;
  readonly logPosterior: number; // ln p(z | hyperparameters) + ln p(hyperparameters), up to a constant
  /** ln of that density's integral over the hyperparameters in the Laplace approximation, up to the same constant: compares kernels. */
  readonly logEvidence: number;
  readonly converged: boolean;
  readonly evaluations: number; // of the marginal likelihood, over all starts
}

/** A noise variance to start from beside the prior's: the posterior of noisy data often has a second mode there. */
const noisyStart = 0.03;

/** Data from which on the only other mode than the one that fits to fewer data have found is that of much noise. */
const settledFrom = 100;

/**
 * A surrogate with the hyperparameters of greatest posterior density (of their logarithms, see `hyperprior`) that local searches
 * find from the warm start, the prior's centre with little and with much noise, and one draw from the prior; with a warm start and
 * more than 100 data from that and from much noise alone. The same request gives the same surrogate, the state of `random` included.
 * Throws a RangeError on a dataset that `conditionSurrogate` would refuse.
 */
export function fitSurrogate(request: FitRequest): Fit {
  const { dataset, kernel, engine, warmStart, random, features = plainFeatures(dataset.points.d) } = request;
  const { mean = meanPriors(features)[0]!, learnsAxes = false } = request;
  const outputScale = fitOutputScale(request.transform, dataset.values, request.thresholds);
  const posterior = hyperparameterPosterior({ dataset, kernel, mean, outputScale, features, learnsAxes, engine });
  const { centre, draw } = posterior.prior;
  const noisy = centre.with(features.inputCount + 1, Math.log(noisyStart));
  const warm = warmStart === undefined ? [] : [posterior.logarithmsOf(warmStart)];
  const isSettled = warm.length > 0 && dataset.points.n > settledFrom;
  const starts = isSettled ? [...warm, noisy] : [...warm, centre, noisy, draw(random)];
  const minima = starts.map((start) => searchFrom(start, posterior, dataset.points.n));
  const best = minima.reduce((least, minimum) => (minimum.value < least.value ? minimum : least));
  return {
    surrogate: conditionSurrogate(posterior.settingsAt(best.x), dataset, engine, featureMapOf(features, mean)),
    logPosterior: -best.value,
    logEvidence: laplaceApproximation(posterior, best.x, engine).logEvidence,
    converged: best.converged,
    evaluations: minima.reduce((sum, { evaluations }) => sum + evaluations, 0),
  };
}

/** What n values tell of each parameter, over n: where it is known well, a first step as long as the prior's scale has to be taken back. */
const informationPerValue = 0.1;

/** A local search for the greatest posterior density of hyperparameters, given as logarithms, of a model of n values. */
export function searchFrom(start: Float64Array, { negativeLogDensity, prior: { scale, lower, upper } }: HyperparameterPosterior, n: number): Minimum {
  const k = start.length;
  const inverseHessian = new Float64Array(k * k);
  for (let i = 0; i < k; i++) inverseHessian[i * k + i] = 1 / (1 / scale[i] ** 2 + informationPerValue * n);
  return minimise(negativeLogDensity, start, { lower, upper, inverseHessian, tolerance: 1e-6, maxIterations: 100 });
}
