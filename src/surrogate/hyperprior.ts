import type { RandomStream } from "../numeric/index.ts";

/**
 * Independent normal priors on the logarithms of the hyperparameters, in standardised output and unit-cube input units, in the order
 * ln amplitude, ln lengthscale .., ln noiseVariance. // [1 + d + 1] each
 */
export interface Hyperprior {
  readonly mean: Float64Array;
  readonly standardDeviation: Float64Array;
  readonly lower: Float64Array; // bounds of the search
  readonly upper: Float64Array;
}

/** Beyond this many standard deviations from its prior mean no hyperparameter is looked for. */
const reach = 4;

/**
 * The priors of a d-dimensional surrogate:
 * - ln amplitude ~ N(0.5, 1.5²): about the spread of the values, which are standardised, within a factor of 5 or so;
 * - ln lengthscale ~ N(ln(0.2 √d), 0.5²): firm enough that a dozen points cannot make a rough function look smooth, which is what
 *   turns a certificate of the contour wrong; √d because distances in the cube grow like it [Hvarfner2024];
 * - ln noiseVariance ~ N(ln 1e-6, 2²) within [1e-10, 1]: a nugget that deterministic functions leave negligible, and that noisy ones
 *   raise, at the price of a few nats.
 */
export function hyperprior(d: number): Hyperprior {
  const all = (amplitude: number, lengthscale: number, noise: number): Float64Array =>
    Float64Array.of(amplitude, ...new Float64Array(d).fill(lengthscale), noise);
  const mean = all(0.5, Math.log(0.2 * Math.sqrt(d)), Math.log(1e-6));
  const standardDeviation = all(1.5, 0.5, 2);
  const lower = mean.map((centre, k) => centre - reach * standardDeviation[k]);
  const upper = mean.map((centre, k) => centre + reach * standardDeviation[k]);
  lower[d + 1] = Math.log(1e-10);
  upper[d + 1] = 0;
  return { mean, standardDeviation, lower, upper };
}

/** A draw from the prior, within the bounds. // [1 + d + 1] */
export function drawHyperparameters({ mean, standardDeviation, lower, upper }: Hyperprior, random: RandomStream): Float64Array {
  return mean.map((centre, k) => Math.min(Math.max(centre + standardDeviation[k] * random.normal(), lower[k]), upper[k]));
}
