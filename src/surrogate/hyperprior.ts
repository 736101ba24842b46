import type { RandomStream } from "../numeric/index.ts";

/** A prior of the hyperparameters' logarithms θ, in the order ln amplitude, ln lengthscale .., ln noiseVariance, mixing .., ln scatterVariance; the last where it is open. */
export interface Hyperprior {
  readonly centre: Float64Array; // [1 + d + 1 + mixings (+ 1)], where the density is greatest
  readonly scale: Float64Array; // the same number each
  readonly lower: Float64Array; // bounds of the search
  readonly upper: Float64Array;
  /** ln p(θ) up to a constant that does not depend on the number of mixings, and its gradient. */
  logDensity(theta: Float64Array): { readonly value: number; readonly gradient: Float64Array };
  /** A starting point for the search, spread like the prior and within the bounds. */
  draw(random: RandomStream): Float64Array;
}

/** Beyond this many scales from its prior centre no amplitude or lengthscale is looked for. */
const reach = 4;

/** Standard deviation of the logarithm of a lengthscale. */
const lengthscaleScale = 0.5;

/** Degrees of freedom of the noise prior's Student law. */
const noiseFreedom = 3;

/**
 * Weak priors in standardised output and unit-cube input units:
 * - ln amplitude ~ N(0.5, 1.5²): the values are standardised, so within a factor of a few of 1;
 * - ln lengthscale ~ N(ln(0.2 √d), 0.5²): firm enough that a dozen points cannot make a rough function look smooth, which would
 *   spoil the certificate of a contour; √d because distances in the cube grow like it [Hvarfner2024];
 * - ln noiseVariance ~ ln 1e-6 + 2 t₃ within [1e-10, 1]: a nugget that stays negligible for deterministic functions. The Student
 *   tail lets noise of a tenth of the spread show at a price of 4 nats, where a normal law would ask 11 and leave the surrogate
 *   chasing it. Kinks and steps of deterministic functions are left to the kernels that have a rough part;
 * - mixing ~ N(0, 0.5²/2), the elements of `LogLengths` off the diagonal where axes are learned: with those on it a law that is
 *   the same for any axes, so that a function costs as much askew as along the inputs;
 * - ln scatterVariance ~ N(ln 1e-4, 3²) within [1e-10, 1]: of an earlier simulation nobody knows whether it is the same to rounding or to
 *   a tenth of the spread.
 */
export function hyperprior(d: number, mixings = 0, hasScatter = false): Hyperprior {
  const ordered = (amplitude: number, lengthscale: number, noise: number, mixing: number, scatter: number): Float64Array =>
    Float64Array.of(amplitude, ...new Float64Array(d).fill(lengthscale), noise, ...new Float64Array(mixings).fill(mixing), ...(hasScatter ? [scatter] : []));
  const centre = ordered(0.5, Math.log(0.2 * Math.sqrt(d)), Math.log(1e-6), 0, Math.log(1e-4));
  const scale = ordered(1.5, lengthscaleScale, 2, lengthscaleScale / Math.SQRT2, 3);
  const lower = centre.map((value, k) => value - reach * scale[k]);
  const upper = centre.map((value, k) => value + reach * scale[k]);
  for (const variance of [d + 1, ...(hasScatter ? [centre.length - 1] : [])]) {
    lower[variance] = Math.log(1e-10);
    upper[variance] = 0;
  }

  function logDensity(theta: Float64Array): { value: number; gradient: Float64Array } {
    let value = 0;
    const gradient = new Float64Array(theta.length);
    for (let k = 0; k < gradient.length; k++) {
      const u = (theta[k] - centre[k]) / scale[k];
      if (k === d + 1) {
        value -= ((noiseFreedom + 1) / 2) * Math.log1p(u ** 2 / noiseFreedom);
        gradient[k] = (-(noiseFreedom + 1) * u) / (noiseFreedom + u ** 2) / scale[k];
        continue;
      }
      value -= u ** 2 / 2;
      if (k > d + 1) value -= Math.log(scale[k] * Math.sqrt(2 * Math.PI));
      gradient[k] = -u / scale[k];
    }
    return { value, gradient };
  }

  const draw = (random: RandomStream): Float64Array =>
    centre.map((value, k) => Math.min(Math.max(value + scale[k] * random.normal(), lower[k]), upper[k]));
  return { centre, scale, lower, upper, logDensity, draw };
}
