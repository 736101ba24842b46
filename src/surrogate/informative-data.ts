import { fitOutputScale, standardise } from "./output-scale.ts";
import { selectObservations } from "./select-observations.ts";
import type { Dataset, TransformName } from "./types.ts";

/** Observations that an exact model can take in: its factor alone is 200 MB, and a fit of the hyperparameters some minutes. */
export const mostExactPoints = 5000;

/** Distance from the nearest threshold, in standard deviations of the values, at which a point begins to count as far from a contour. */
const nearContour = 0.3;

/** How much further apart points may lie that are far from every contour. */
const sparseness = 5;

/**
 * The `count` observations that tell most of the contours, in their order: one after the other the point whose distance to those
 * already chosen is largest, distances counted up to five times as much near a threshold as far from it. So contours are followed
 * closely and no part of the domain is left out. All of them where there are no more than `count`. O(n count).
 */
export function informativeData(dataset: Dataset, transform: TransformName, thresholds: readonly number[], count: number): Dataset {
  const { points, values } = dataset;
  const { n, d, data } = points;
  if (n <= count) return dataset;
  const scale = fitOutputScale(transform, values, thresholds);
  const levels = thresholds.map((threshold) => standardise(scale, threshold));
  const toContour = values.map((value) => Math.min(...levels.map((level) => Math.abs(standardise(scale, value) - level))));
  const squaredImportance = toContour.map((distance) => (1 / sparseness + (1 - 1 / sparseness) * Math.exp(-0.5 * (distance / nearContour) ** 2)) ** 2);
  const toChosen = new Float64Array(n).fill(Infinity); // squared distances
  const isChosen = new Uint8Array(n);
  let next = toContour.reduce((best, distance, i) => (distance < toContour[best] ? i : best), 0);
  for (let chosen = 0; chosen < count; chosen++) {
    isChosen[next] = 1;
    const newest = next;
    let largest = -1;
    for (let i = 0; i < n; i++) {
      if (isChosen[i] === 1) continue;
      let square = 0;
      for (let k = 0; k < d; k++) square += (data[i * d + k] - data[newest * d + k]) ** 2;
      if (square < toChosen[i]) toChosen[i] = square;
      const score = squaredImportance[i] * toChosen[i];
      if (score > largest) [largest, next] = [score, i];
    }
  }
  return selectObservations(dataset, Array.from(isChosen.keys()).filter((i) => isChosen[i] === 1));
}
