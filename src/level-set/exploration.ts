import { correlationReach } from "../numeric/index.ts";
import { selectPoints, selectValues, squaredDistance, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import type { Weighted } from "./types.ts";

/** Places that are tried as the next to look at; more would hardly find one that explores more. */
const mostCandidates = 256;

/** What the evaluations say too little about. */
export interface Unexplored {
  readonly volume: number;
  /** Where an evaluation would explore most of it; undefined where nothing is left. // [d] */
  readonly next: readonly number[] | undefined;
}

/** Standard deviations by which a point has to be expected beyond every threshold for its side to be out of question. */
const outOfQuestion = 3;

/**
 * The points whose side of one of the thresholds is open to question as the surrogate sees it: |m - T| <= 3 λ s. What is known of the others
 * is little, but enough. // [m, d]
 */
export function pointsInQuestion(
  surrogate: Surrogate,
  { points, weights }: Weighted<UnitPoints>,
  thresholds: readonly number[], // the observable's own units
  inflation: number,
): Weighted<UnitPoints> {
  const { mean, variance } = surrogate.posterior(points);
  const levels = thresholds.map((threshold) => surrogate.standardise(threshold));
  const squaredReach = (outOfQuestion * inflation) ** 2;
  const rows: number[] = [];
  for (let j = 0; j < mean.length; j++) {
    let isOpen = false;
    for (let k = 0; k < levels.length; k++) isOpen ||= (mean[j] - levels[k]!) ** 2 <= squaredReach * variance[j];
    if (isOpen) rows.push(j);
  }
  return { points: selectPoints(points, rows), weights: selectValues(weights, rows) };
}

/**
 * The volume of the points whose values the surrogate's kernel correlates with no evaluated one by at least `correlation`; correlations
 * fall with the distance, so that the nearest evaluation decides. // [m, d], [n, d]
 */
export function unexploredVolume(
  surrogate: Surrogate,
  { points, weights }: Weighted<UnitPoints>,
  evaluated: UnitPoints,
  correlation: number,
): Unexplored {
  const reach = correlationReach(surrogate.hyperparameters.kernel, correlation);
  const places = surrogate.scaledInputs(points);
  const rows = rowsBeyond(places, surrogate.scaledInputs(evaluated), reach);
  const openWeights = selectValues(weights, rows);
  const volume = openWeights.reduce((sum, weight) => sum + weight, 0);
  const open = selectPoints(places, rows);
  const stride = Math.ceil(rows.length / mostCandidates);
  let [next, most]: [number | undefined, number] = [undefined, 0];
  for (let i = 0; i < rows.length; i += stride) {
    const explored = volumeAround(open, openWeights, i, reach);
    if (explored > most) [next, most] = [rows[i], explored];
  }
  return { volume, next: next === undefined ? undefined : [...selectPoints(points, [next]).data] };
}

/** The points that are further than a distance from each of the others, which is the question for most points of very few. // [m, p], [n, p] */
function rowsBeyond(points: UnitPoints, others: UnitPoints, distance: number): number[] {
  const rows: number[] = [];
  let nearby = 0; // what the point before was near to is tried first
  for (let j = 0; j < points.n; j++) {
    let left = others.n;
    for (; left > 0; left--) {
      if (squaredDistance(points, j, others, nearby) <= distance ** 2) break;
      nearby = nearby + 1 === others.n ? 0 : nearby + 1;
    }
    if (left === 0) rows.push(j);
  }
  return rows;
}

/** The volume of the points within a distance of one of them. // [m, p], [m] */
function volumeAround(points: UnitPoints, weights: Float64Array, centre: number, reach: number): number {
  let volume = 0;
  for (let j = 0; j < points.n; j++) if (squaredDistance(points, j, points, centre) <= reach ** 2) volume += weights[j];
  return volume;
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
  const nearest = new Float64Array(points.n);
  for (let j = 0; j < points.n; j++) {
    let smallest = Infinity;
    for (let i = 0; i < others.n; i++) smallest = Math.min(smallest, squaredDistance(points, j, others, i));
    nearest[j] = Math.sqrt(smallest);
  }
  return nearest;
}
