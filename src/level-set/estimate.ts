import type { UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { excursionProbability, misclassificationProbability } from "./excursion-probability.ts";
import { truthPosterior } from "./truth-posterior.ts";
import type { LevelSet, Weighted } from "./types.ts";

/** What a surrogate says of one level set at weighted points; volumes are sums of weights. */
export interface LevelSetEstimate {
  readonly probability: Float64Array; // [m], of lying in the excursion set
  readonly misclassification: Float64Array; // [m], min(p, 1 - p)
  readonly expectedMisclassifiedVolume: number; // E₁ = ∫ min(p, 1 - p) dw
  readonly excursionVolume: number; // ∫ 1{p > 1/2} dw
}

/**
 * The excursion set as the surrogate sees it, with posterior standard deviations `inflation` times as large, of a truth that scatters or
 * not (see `truthPosterior`).
 * Throws a RangeError when the threshold is outside the domain of the observable's transform.
 */
export function estimateLevelSet(
  levelSet: LevelSet,
  surrogate: Surrogate,
  { points, weights }: Weighted<UnitPoints>,
  inflation = 1,
  scatters = false,
): LevelSetEstimate {
  const threshold = surrogate.standardise(levelSet.threshold);
  const probability = excursionProbability(truthPosterior(surrogate, points, scatters), threshold, levelSet.side, inflation);
  const misclassification = misclassificationProbability(probability);
  let expectedMisclassifiedVolume = 0;
  let excursionVolume = 0;
  for (let j = 0; j < weights.length; j++) {
    expectedMisclassifiedVolume += weights[j] * misclassification[j];
    if (probability[j] > 0.5) excursionVolume += weights[j];
  }
  return { probability, misclassification, expectedMisclassifiedVolume, excursionVolume };
}
