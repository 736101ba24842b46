import type { UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { excursionProbability } from "./excursion-probability.ts";
import { truthPosterior } from "./truth-posterior.ts";

/** Models, equally likely, that judge the set {m > T} drawn from the mean of one more, the surrogate in force. */
export interface ModelAverage {
  readonly drawn: Surrogate;
  readonly models: readonly Surrogate[];
  readonly threshold: number; // the observable's own units
  readonly inflation: number; // factor on every model's posterior standard deviation
  readonly scatters: boolean; // whether the truth does, see `truthPosterior`
}

/**
 * Probability that the drawn set has a point on the wrong side: the mean over the models of P_k(f <= T) where m > T and of P_k(f > T)
 * elsewhere. Unlike min(p, 1 - p) of one model it may exceed one half, where the models agree that the drawn contour is off.
 * // [m, d] -> [m]
 */
export function averageMisclassification({ drawn, models, threshold, inflation, scatters }: ModelAverage, points: UnitPoints): Float64Array {
  const level = drawn.standardise(threshold);
  const { mean } = drawn.posterior(points);
  const average = new Float64Array(points.n);
  for (const [model, count] of multiplicities(models)) {
    const above = excursionProbability(truthPosterior(model, points, scatters), model.standardise(threshold), "above", inflation);
    const share = count / models.length;
    for (let j = 0; j < points.n; j++) average[j] += share * (mean[j] > level ? 1 - above[j] : above[j]);
  }
  return average;
}

/** How undecided equally likely models leave points together, 4 p (1 - p) between 0 and 1, of the threshold that it is largest of. // [m, d] -> [m] */
export function averageUndecided(models: readonly Surrogate[], thresholds: readonly number[], points: UnitPoints): Float64Array {
  const undecided = new Float64Array(points.n);
  for (const threshold of thresholds) {
    const probability = new Float64Array(points.n);
    for (const [model, count] of multiplicities(models)) {
      const above = excursionProbability(model.posterior(points), model.standardise(threshold), "above");
      above.forEach((p, j) => (probability[j] += (count / models.length) * p));
    }
    probability.forEach((p, j) => (undecided[j] = Math.max(undecided[j], 4 * p * (1 - p))));
  }
  return undecided;
}

/** How often each of the models is among them: what is likely is drawn more than once. */
export function multiplicities(models: readonly Surrogate[]): ReadonlyMap<Surrogate, number> {
  const counts = new Map<Surrogate, number>();
  for (const model of models) counts.set(model, (counts.get(model) ?? 0) + 1);
  return counts;
}
