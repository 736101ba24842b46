import type { UnitPoints } from "../space/index.ts";
import type { Posterior, Surrogate } from "../surrogate/index.ts";

/**
 * Mean and variance of the truth at points that were not evaluated. Where listed points are evaluated without noise, what the model calls
 * noise is how the truth scatters from point to point, and belongs to it: variance s² + noiseVariance. // [m] each
 */
export function truthPosterior(surrogate: Surrogate, points: UnitPoints, scatters: boolean): Posterior {
  const { mean, variance } = surrogate.posterior(points);
  return { mean, variance: scatters ? variance.map((latent) => latent + surrogate.noiseVariance) : variance };
}
