import type { ObservableConfig } from "../config/index.ts";
import { excursionProbability } from "../level-set/index.ts";
import type { UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";

/** What the surrogate of one observable says at m points, in the observable's own units. */
export interface Prediction {
  readonly median: Float64Array; // [m]
  readonly lower: Float64Array; // [m], 16 % quantile of the latent function
  readonly upper: Float64Array; // [m], 84 % quantile
  /** Probability of lying inside the excursion set, one array per threshold. // [thresholds][m] */
  readonly probability: readonly Float64Array[];
}

/** Quantiles m ± s of the latent function mapped back to the observable's units, and excursion probabilities. // [m, d] */
export function predict({ thresholds, side }: ObservableConfig, surrogate: Surrogate, points: UnitPoints): Prediction {
  const posterior = surrogate.posterior(points);
  const quantile = (standardDeviations: number): Float64Array =>
    posterior.mean.map((mean, j) => {
      const variance = posterior.variance[j]!;
      const width = variance > 0 ? Math.sqrt(variance) : 0; // rounding at an observed point
      return surrogate.unstandardise(mean + standardDeviations * width);
    });
  return {
    median: quantile(0),
    lower: quantile(-1),
    upper: quantile(1),
    probability: thresholds.map((threshold) => excursionProbability(posterior, surrogate.standardise(threshold), side)),
  };
}
