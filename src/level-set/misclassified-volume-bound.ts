import type { Matrix, RandomStream } from "../numeric/index.ts";
import { selectPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import type { Weighted } from "./types.ts";

/** Posterior paths behind a bound; the 95 % order statistic of fewer is too noisy to print. */
const pathCount = 256;

/** Undecided points that the paths go through; what one point stands for then hardly matters to the quantile. */
const mostPoints = 512;

/** Misclassification probability below which a point is left out: all such points together add less than 1e-5 of volume. */
const certain = 1e-5;

/**
 * 95 % credible upper bound on the misclassified volume w(Γ̂ △ Γ), Γ̂ = {m > T}: the quantile over joint posterior paths of the
 * volume on which the path m + λ(path - m) lies on the other side of T than the mean. Unlike the expected volume it knows that
 * neighbouring points are wrong together. `misclassification` is min(p, 1 - p) at the points, with λs. // [m]
 */
export function misclassifiedVolumeBound(
  surrogate: Surrogate,
  threshold: number, // the observable's own units
  { points, weights }: Weighted<UnitPoints>,
  misclassification: Float64Array,
  inflation: number,
  random: RandomStream,
): number {
  const undecided = Array.from(misclassification.keys()).filter((j) => misclassification[j] > certain);
  if (undecided.length === 0) return 0;
  const rows = oneOfEach(undecided, Math.ceil(undecided.length / mostPoints), random);
  const expectedVolume = (chosen: readonly number[]): number =>
    chosen.reduce((sum, j) => sum + weights[j] * misclassification[j], 0);
  const share = expectedVolume(undecided) / expectedVolume(rows); // keeps the expected volume what it was
  const chosenWeights = Float64Array.from(rows, (j) => share * weights[j]);
  const chosenPoints = selectPoints(points, rows);
  const { mean } = surrogate.posterior(chosenPoints);
  const paths = surrogate.samplePaths(chosenPoints, pathCount, random);
  const volumes = misclassifiedVolumes(paths, mean, surrogate.standardise(threshold), chosenWeights, inflation);
  return upperQuantile(volumes, 0.95);
}

/** One of each so many consecutive rows, so that neighbours in the order of the points do not both come. */
function oneOfEach(rows: readonly number[], stride: number, random: RandomStream): number[] {
  return Array.from({ length: Math.ceil(rows.length / stride) }, (_, block) => {
    const start = block * stride;
    return rows[start + random.integer(Math.min(stride, rows.length - start))]!;
  });
}

/** w(Γ̂ △ Γ_path) of every path, its distance from the mean stretched by the inflation. // [count, m] -> [count] */
export function misclassifiedVolumes(
  paths: Matrix,
  mean: Float64Array, // [m]
  threshold: number,
  weights: Float64Array, // [m]
  inflation: number,
): Float64Array {
  const volumes = new Float64Array(paths.rows);
  for (let i = 0; i < paths.rows; i++) {
    for (let j = 0; j < paths.columns; j++) {
      const excess = mean[j] - threshold;
      const pathExcess = excess + inflation * (paths.data[i * paths.columns + j] - mean[j]);
      if (excess > 0 !== pathExcess > 0) volumes[i] += weights[j];
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
