import type { UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import type { LookAhead } from "./types.ts";

/**
 * What a surrogate says at the integration points now, and what it will say once the pending points are observed: pending is
 * conditioning, so the pending points take their variance away and leave the mean [Chevalier2014]. // [m, d], [p, d]
 */
export function lookAhead(surrogate: Surrogate, points: UnitPoints, pending: UnitPoints): LookAhead {
  return lookAheadOf(surrogate, surrogate.withPending(pending), points);
}

/** The same where the model that the pending points are conditioned on is there already; candidates have the noise tau² of the model by default. // [m, d] */
export function lookAheadOf(
  surrogate: Surrogate,
  conditioned: Surrogate,
  points: UnitPoints,
  noise: (candidates: UnitPoints) => Float64Array = (candidates) => new Float64Array(candidates.n).fill(surrogate.noiseVariance),
): LookAhead {
  const { mean, variance } = surrogate.posterior(points);
  const remaining = conditioned.posterior(points).variance;
  return {
    mean,
    variance,
    pendingReduction: variance.map((before, j) => before - remaining[j]),
    covariance: (candidates) => conditioned.covariance(candidates, points),
    covarianceParts: (candidates) => conditioned.covarianceParts(candidates, points),
    predictiveVariance(candidates) {
      const expected = noise(candidates);
      return conditioned.posterior(candidates).variance.map((latent, i) => latent + expected[i]);
    },
    posterior: (candidates) => conditioned.posterior(candidates),
  };
}
