import type { LinearAlgebra } from "../numeric/index.ts";
import { aboveDiagonal, alongAxes, logLengthsGradient, withPairSums } from "./principal-axes.ts";
import { asMatrix, processPrior } from "./prior.ts";
import { deviationsOf, noiseVariancesOf, type StandardisedData } from "./standardised-data.ts";
import type { SurrogateSettings } from "./types.ts";

/** What the data say of the hyperparameters. */
export interface MarginalLikelihood {
  readonly value: number; // ln p(z | hyperparameters), nats
  /**
   * Derivatives with respect to ln amplitude, ln lengthscales .., ln noiseVariance. // [1 + p + 1]
   * Where axes are learned, with respect to ln amplitude, the diagonal of their `LogLengths`, ln noiseVariance, and what is above the
   * diagonal. // [1 + p + 1 + p (p - 1) / 2]
   * Where observations scatter beside an offset, with respect to ln scatterVariance as well, at the end.
   */
  readonly gradient: Float64Array;
}

/** ln N(z; constant, K) with K = c(X, X) + diag(noise), and its gradient; a search gives room for the noise, which is the same each time. // [n] */
export function marginalLikelihood(engine: LinearAlgebra, settings: SurrogateSettings, data: StandardisedData, room?: Float64Array): MarginalLikelihood {
  const { axes, lengthscales, noiseVariance } = settings;
  const p = lengthscales.length;
  const points = axes === undefined ? asMatrix(data.points) : withPairSums(asMatrix(alongAxes(data.points, axes)), lengthscales);
  const prior = processPrior(settings, data.points.d);
  const scaled = axes === undefined ? prior : { ...prior, lengthscales: new Float64Array(p + (p * (p - 1)) / 2).fill(1) };
  const { value, gradient } = engine.logDensityWithGradient(scaled, points, noiseVariancesOf(settings, data, room), deviationsOf(settings, data));
  if (axes === undefined && settings.scatterVariance === undefined) return { value, gradient: gradient.with(p + 1, noiseVariance * gradient[p + 1]) };
  const lengths = gradient.subarray(1, -1);
  const along = axes === undefined ? undefined : logLengthsGradient(lengths, { axes, lengthscales });
  const byDiagonal = along === undefined ? lengths : lengthscales.map((_, k) => along.data[k * (p + 1)]!);
  const byMixing = along === undefined ? [] : aboveDiagonal(along).map((slope) => 2 * slope); // each of them stands in H twice
  return { value, gradient: Float64Array.of(gradient[0], ...byDiagonal, noiseVariance * gradient.at(-1)!, ...byMixing, ...scatterSlope(engine, settings, data)) };
}

const scatterStep = 1e-3; // of its logarithm

/** By a difference, since the engine tells the derivative by the noise of all observations together and not of some. */
function scatterSlope(engine: LinearAlgebra, settings: SurrogateSettings, data: StandardisedData): number[] {
  const { scatterVariance } = settings;
  if (scatterVariance === undefined) return [];
  const [below, above] = [-scatterStep, scatterStep].map((step) =>
    logMarginalLikelihood(engine, { ...settings, scatterVariance: scatterVariance * Math.exp(step) }, data),
  );
  return [(above! - below!) / (2 * scatterStep)];
}

/** The same without the gradient, which takes most of the time. */
export function logMarginalLikelihood(engine: LinearAlgebra, settings: SurrogateSettings, data: StandardisedData, room?: Float64Array): number {
  const points = settings.axes === undefined ? data.points : alongAxes(data.points, settings.axes);
  return engine.logDensity(processPrior(settings, points.d), asMatrix(points), noiseVariancesOf(settings, data, room), deviationsOf(settings, data));
}
