import type { KernelName, LinearAlgebra, Objective } from "../numeric/index.ts";
import type { Features } from "./features.ts";
import { hyperprior, type Hyperprior } from "./hyperprior.ts";
import { logMarginalLikelihood, marginalLikelihood } from "./marginal-likelihood.ts";
import { standardiseDataset } from "./standardised-data.ts";
import type { Dataset, MeanPrior, OutputScale, SurrogateSettings } from "./types.ts";

/** What data and prior say of one kernel's hyperparameters θ = (ln amplitude, ln lengthscale .., ln noiseVariance). */
export interface HyperparameterPosterior {
  readonly prior: Hyperprior;
  /** -ln p(z | θ) - ln p(θ) up to a constant that is the same for every kernel, with its gradient. */
  readonly negativeLogDensity: Objective;
  /** Its value alone. */
  valueAt(theta: Float64Array): number;
  settingsAt(theta: Float64Array): SurrogateSettings;
  /** θ of settings, moved within the prior's bounds. */
  logarithmsOf(settings: SurrogateSettings): Float64Array;
}

/** Data and what makes a model of them but the hyperparameters. */
export interface ModelledData {
  readonly dataset: Dataset;
  readonly kernel: KernelName;
  readonly mean: MeanPrior;
  readonly outputScale: OutputScale;
  readonly features: Features;
  readonly engine: LinearAlgebra;
}

/** Throws a RangeError on a dataset that `conditionSurrogate` would refuse. */
export function hyperparameterPosterior({ dataset, kernel, mean, outputScale, features, engine }: ModelledData): HyperparameterPosterior {
  const data = standardiseDataset(outputScale, dataset, features.map);
  const prior = hyperprior(features.inputCount);
  const settingsAt = (theta: Float64Array): SurrogateSettings => {
    const [amplitude, ...rest] = Array.from(theta, Math.exp);
    return { kernel, lengthscales: rest.slice(0, -1), amplitude, noiseVariance: rest.at(-1)!, mean, outputScale };
  };
  return {
    prior,
    settingsAt,
    negativeLogDensity(theta) {
      const likelihood = marginalLikelihood(engine, settingsAt(theta), data);
      const density = prior.logDensity(theta);
      return {
        value: -likelihood.value - density.value,
        gradient: likelihood.gradient.map((slope, i) => -slope - density.gradient[i]),
      };
    },
    valueAt: (theta) => -logMarginalLikelihood(engine, settingsAt(theta), data) - prior.logDensity(theta).value,
    logarithmsOf({ amplitude, lengthscales, noiseVariance }) {
      const theta = Float64Array.of(amplitude, ...lengthscales, noiseVariance).map(Math.log);
      return theta.map((value, k) => Math.min(Math.max(value, prior.lower[k]), prior.upper[k]));
    },
  };
}
