import { minimise, type KernelName, type LinearAlgebra, type Minimum, type RandomStream } from "../numeric/index.ts";
import { featureMapOf, plainFeatures, type Features } from "./features.ts";
import { conditionSurrogate } from "./gaussian-process.ts";
import { hyperparameterPosterior, type HyperparameterPosterior } from "./hyperparameter-posterior.ts";
import { laplaceAround } from "./laplace.ts";
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
  readonly settings: SurrogateSettings;
  /** The model of these settings and the data, made when asked for. */
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
 * find from the prior's centre with little and with much noise and one draw from the prior; with a warm start from that and from one of
 * these, by turns as data are added, since the mode that fits to fewer data have found is the best most of the time. The same request gives the same surrogate, the state of `random` included.
 * Throws a RangeError on a dataset that `conditionSurrogate` would refuse.
 */
export function fitSurrogate(request: FitRequest): Fit {
  const { dataset, kernel, engine, warmStart, random, features = plainFeatures(dataset.points.d) } = request;
  const { mean = meanPriors(features)[0]!, learnsAxes = false } = request;
  const outputScale = fitOutputScale(request.transform, dataset.values, request.thresholds);
  const posterior = hyperparameterPosterior({ dataset, kernel, mean, outputScale, features, learnsAxes, engine });
  const { centre, draw } = posterior.prior;
  const noisy = centre.with(features.inputCount + 1, Math.log(noisyStart));
  const { n } = dataset.points;
  const others = [centre, noisy, draw(random)];
  const other = n > settledFrom ? noisy : others[n % others.length]!;
  const starts = warmStart === undefined ? others : [posterior.logarithmsOf(warmStart), other];
  const minima = starts.map((start) => searchFrom(start, posterior, n));
  const best = minima.reduce((least, minimum) => (minimum.value < least.value ? minimum : least));
  const settings = posterior.settingsAt(best.x);
  let surrogate: Surrogate | undefined;
  return {
    settings,
    get surrogate() {
      return (surrogate ??= conditionSurrogate(settings, dataset, engine, featureMapOf(features, mean)));
    },
    logPosterior: -best.value,
    logEvidence: laplaceAround(settings, dataset, posterior, engine).logEvidence,
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
  return minimise(negativeLogDensity, start, { lower, upper, inverseHessian, tolerance: 1e-4, maxIterations: 100 });
}
