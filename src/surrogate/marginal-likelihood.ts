import type { LinearAlgebra } from "../numeric/index.ts";
import { asMatrix, processPrior } from "./prior.ts";
import type { StandardisedData } from "./standardised-data.ts";
import type { SurrogateSettings } from "./types.ts";

/** What the data say of the hyperparameters. */
export interface MarginalLikelihood {
  readonly value: number; // ln p(z | hyperparameters), nats
  /** Derivatives with respect to ln amplitude, ln lengthscales .., ln noiseVariance. // [1 + d + 1] */
  readonly gradient: Float64Array;
}

/** ln N(z; constant, K) with K = c(X, X) + diag(noise), and its gradient. */
export function marginalLikelihood(engine: LinearAlgebra, settings: SurrogateSettings, data: StandardisedData): MarginalLikelihood {
  const { noiseVariance } = settings;
  const { value, gradient } = engine.logDensityWithGradient(processPrior(settings), asMatrix(data.points), ...noisyDeviations(settings, data));
  return { value, gradient: gradient.with(-1, noiseVariance * gradient.at(-1)!) };
}

/** The same without the gradient, which takes most of the time. */
export function logMarginalLikelihood(engine: LinearAlgebra, settings: SurrogateSettings, data: StandardisedData): number {
  return engine.logDensity(processPrior(settings), asMatrix(data.points), ...noisyDeviations(settings, data));
}

function noisyDeviations(
  { noiseVariance, mean }: SurrogateSettings, { values, knownVariances }: StandardisedData,
): [noiseVariances: Float64Array, deviations: Float64Array] {
  return [knownVariances.map((known) => noiseVariance + known), values.map((value) => value - mean.constant)];
}
