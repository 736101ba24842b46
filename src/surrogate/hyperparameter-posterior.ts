import type { KernelName, LinearAlgebra, Objective } from "../numeric/index.ts";
import { featureMapOf, type Features } from "./features.ts";
import { hyperprior, type Hyperprior } from "./hyperprior.ts";
import { logMarginalLikelihood, marginalLikelihood } from "./marginal-likelihood.ts";
import { aboveDiagonal, logLengths, logLengthsOf, principalAxes } from "./principal-axes.ts";
import { offsetFeatures, standardiseDataset } from "./standardised-data.ts";
import type { Dataset, MeanPrior, OutputScale, SurrogateSettings } from "./types.ts";

/** What data and prior say of one kernel's hyperparameters θ, in the order of `hyperprior`. */
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
  /** Whether the axes along which the lengthscales are, are open too; default: no, they are the inputs. */
  readonly learnsAxes?: boolean;
  readonly engine: LinearAlgebra;
}

/** Throws a RangeError on a dataset that `conditionSurrogate` would refuse. */
export function hyperparameterPosterior({ dataset, kernel, mean, outputScale, features, learnsAxes = false, engine }: ModelledData): HyperparameterPosterior {
  const data = standardiseDataset(outputScale, dataset, offsetFeatures(featureMapOf(features, mean), dataset.offsets));
  const room = new Float64Array(data.values.length);
  const p = features.inputCount;
  const mixings = learnsAxes ? (p * (p - 1)) / 2 : 0;
  const hasScatter = data.scatters?.includes(1) === true;
  const prior = hyperprior(p, mixings, hasScatter);
  const settingsAt = (theta: Float64Array): SurrogateSettings => {
    const logarithms = theta.subarray(1, p + 1);
    const lengths = learnsAxes ? principalAxes(logLengths(logarithms, theta.subarray(p + 2, p + 2 + mixings))) : { lengthscales: Array.from(logarithms, Math.exp) };
    const scatter = hasScatter ? { scatterVariance: Math.exp(theta.at(-1)!) } : {};
    return { kernel, ...lengths, amplitude: Math.exp(theta[0]), noiseVariance: Math.exp(theta[p + 1]), ...scatter, mean, outputScale };
  };
  return {
    prior,
    settingsAt,
    negativeLogDensity(theta) {
      const likelihood = marginalLikelihood(engine, settingsAt(theta), data, room);
      const density = prior.logDensity(theta);
      const gradient = new Float64Array(theta.length);
      for (let k = 0; k < gradient.length; k++) gradient[k] = -likelihood.gradient[k] - density.gradient[k];
      return { value: -likelihood.value - density.value, gradient };
    },
    valueAt: (theta) => -logMarginalLikelihood(engine, settingsAt(theta), data, room) - prior.logDensity(theta).value,
    logarithmsOf({ amplitude, lengthscales, axes, noiseVariance, scatterVariance }) {
      const lengths = axes === undefined ? undefined : logLengthsOf({ axes, lengthscales });
      const diagonal = lengthscales.map((lengthscale, k) => lengths?.data[k * p + k] ?? Math.log(lengthscale));
      const mixing = lengths === undefined ? new Float64Array(mixings) : aboveDiagonal(lengths);
      const theta = Float64Array.of(Math.log(amplitude), ...diagonal, Math.log(noiseVariance), ...mixing);
      const scatter = scatterVariance === undefined ? prior.centre.at(-1)! : Math.log(scatterVariance);
      return Float64Array.of(...theta, ...(hasScatter ? [scatter] : [])).map((value, k) => Math.min(Math.max(value, prior.lower[k]), prior.upper[k]));
    },
  };
}
