import type { Matrix, RandomStream } from "../numeric/index.ts";
import { selectPoints, type UnitPoints } from "../space/index.ts";
import type { ModelAverage } from "./model-average.ts";
import { thinned } from "./thinning.ts";
import type { Weighted } from "./types.ts";

/** Posterior paths behind a bound, of all models together; the 95 % order statistic of fewer is too noisy to print. */
const pathCount = 384;

/** Undecided points that the paths go through; what one point stands for then hardly matters to the quantile. */
const mostPoints = 160;

/** Misclassification probability below which a point is left out: all such points together add less than 1e-5 of volume. */
const certain = 1e-5;

/**
 * 95 % credible upper bound on the misclassified volume w(Γ̂ △ Γ), Γ̂ = {m > T}: the quantile over joint posterior paths of every
 * model of the volume on which the path m_k + λ(path - m_k) lies on the other side of T than the drawn mean m. Unlike the expected
 * volume it knows that neighbouring points are wrong together. `misclassification` is the models' average at the points. // [m]
 */
export function misclassifiedVolumeBound(
  { drawn, models, threshold, inflation, scatters }: ModelAverage,
  { points, weights }: Weighted<UnitPoints>,
  misclassification: Float64Array,
  random: RandomStream,
): number {
  const undecided = Array.from(misclassification.keys()).filter((j) => misclassification[j] > certain);
  if (undecided.length === 0) return 0;
  const rows = thinned(undecided, mostPoints, random);
  const expectedVolume = (chosen: readonly number[]): number =>
    chosen.reduce((sum, j) => sum + weights[j] * misclassification[j], 0);
  const share = expectedVolume(undecided) / expectedVolume(rows); // keeps the expected volume what it was
  const chosenWeights = Float64Array.from(rows, (j) => share * weights[j]);
  const chosenPoints = selectPoints(points, rows);
  const level = drawn.standardise(threshold);
  const isAbove = Uint8Array.from(drawn.posterior(chosenPoints).mean, (mean) => Number(mean > level));
  const volumes = models.flatMap((model) => {
    const paths = model.samplePaths(chosenPoints, Math.ceil(pathCount / models.length), random);
    if (scatters) for (let i = 0; i < paths.data.length; i++) paths.data[i] += Math.sqrt(model.noiseVariance) * random.normal();
    const { mean } = model.posterior(chosenPoints);
    return [...misclassifiedVolumes({ paths, mean, threshold: model.standardise(threshold), isAbove, weights: chosenWeights, inflation })];
  });
  return upperQuantile(Float64Array.from(volumes), 0.95);
}

export interface JudgedPaths {
  readonly paths: Matrix; // [count, m]
  readonly mean: Float64Array; // [m], of the model that drew them
  readonly threshold: number; // standardised units of that model
  readonly isAbove: Uint8Array; // [m], 1 where the drawn set has f > T
  readonly weights: Float64Array; // [m]
  readonly inflation: number;
}

/** w(Γ̂ △ Γ_path) of every path, its distance from the mean stretched by the inflation. // [count] */
export function misclassifiedVolumes({ paths, mean, threshold, isAbove, weights, inflation }: JudgedPaths): Float64Array {
  const volumes = new Float64Array(paths.rows);
  for (let i = 0; i < paths.rows; i++) {
    for (let j = 0; j < paths.columns; j++) {
      const stretched = mean[j] + inflation * (paths.data[i * paths.columns + j] - mean[j]);
      if (stretched > threshold !== (isAbove[j] === 1)) volumes[i] += weights[j];
    }
  }
  return volumes;
}

/** The order statistic of rank ⌈level (k + 1)⌉ of k values, which a further value exceeds with probability at most 1 - level. */
export function upperQuantile(values: Float64Array, level: number): number {
  const rank = Math.ceil(level * (values.length + 1));
  if (!(level > 0 && rank <= values.length)) {
    throw new RangeError(`expected at least ${Math.ceil(level / (1 - level))} values for a ${level} quantile, got ${values.length}`);
  }
  return values.toSorted()[rank - 1];
}
