import type { UnitPoints } from "../space/index.ts";

/** The point of the domain about which the evaluations say least. */
export interface Exploration {
  readonly radius: number; // its distance to the nearest evaluation, in lengthscales
  readonly index: number;
}

/**
 * The largest distance of any of the points to its nearest evaluation, max_z min_i |z - x_i|; coordinates are the surrogate's scaled
 * inputs, so that the unit is a lengthscale. The radius is Infinity when nothing has been evaluated. // [m, p], [n, p]
 */
export function leastExplored(points: UnitPoints, evaluated: UnitPoints): Exploration {
  const distances = nearestDistances(points, evaluated);
  let index = 0;
  for (let j = 1; j < distances.length; j++) if (distances[j] > distances[index]) index = j;
  return { radius: distances[index], index };
}

/**
 * 1 for points whose nearest evaluation, in the surrogate's scaled inputs, came to nothing (failed or infeasible): there the
 * surrogate extrapolates into a region where there may be nothing to classify. // [m, p], [n, p], [k, p] -> [m]
 */
export function undecidedPoints(points: UnitPoints, observed: UnitPoints, unusable: UnitPoints): Uint8Array {
  const undecided = new Uint8Array(points.n);
  if (unusable.n === 0) return undecided;
  const toObserved = nearestDistances(points, observed);
  const toUnusable = nearestDistances(points, unusable);
  return undecided.map((_, j) => (toUnusable[j] < toObserved[j] ? 1 : 0));
}

/** min_i |z - x_i| of every point z; Infinity without any x_i. // [m, d], [n, d] -> [m] */
export function nearestDistances(points: UnitPoints, others: UnitPoints): Float64Array {
  const { n, d, data } = points;
  const nearest = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let smallest = Infinity;
    for (let i = 0; i < others.n; i++) {
      let square = 0;
      for (let k = 0; k < d; k++) square += (data[j * d + k] - others.data[i * d + k]) ** 2;
      if (square < smallest) smallest = square;
    }
    nearest[j] = Math.sqrt(smallest);
  }
  return nearest;
}
