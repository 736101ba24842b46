import { joinPoints, selectPoints, squaredDistance, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { clopperPearsonUpper } from "./audit.ts";
import { nearestDistances } from "./exploration.ts";
import { truthPosterior } from "./truth-posterior.ts";
import type { Weighted } from "./types.ts";

/** Standard deviations, forecast scatter included, beyond which no value strays: twice what settles the side of a point where values do not scatter. */
const furthestStray = 6;

/** What a list leaves open next to the drawn contour. */
export interface Strays {
  readonly evaluated: number; // points next to the contour
  /** Upper bound (95 %) on the volume of those not evaluated whose values lie on the other side, though models foresee none. */
  readonly volume: number;
  /** The least certain of those that may; absent where there is none. // [d], unit cube */
  readonly next?: readonly number[];
}

export interface StraysRequest {
  readonly surrogate: Surrogate;
  readonly threshold: number; // the observable's own units
  readonly inflation: number; // factor on the posterior standard deviation
  readonly open: Weighted<UnitPoints>; // [m, d], listed and not evaluated
  readonly evaluated: UnitPoints; // [n, d]
}

/**
 * Of a list whose values scatter each for itself, models know how much only from those that were met, and a handful of values that happen to
 * lie on a smooth surface teach them that none does. So next to the drawn contour some points have to have been seen: where k were evaluated,
 * a share 1 - 0.05^(1/k) of the others may stray to the other side although none of the k did (the bound of Clopper and Pearson
 * without an error [Clopper1934]), as far as they are expected within six standard deviations of the threshold. Where a smooth function is
 * known well, hardly one is; and of a dense list next to nothing lies next to the contour.
 */
export function straysBeside({ surrogate, threshold, inflation, open, evaluated }: StraysRequest): Strays {
  const points = joinPoints(open.points, evaluated);
  const level = surrogate.standardise(threshold);
  const beside = besideContour(surrogate.scaledInputs(points), surrogate.mean(points).map((mean) => mean - level));
  const { mean, variance } = truthPosterior(surrogate, open.points, true);
  const deviations = (row: number): number => Math.abs(mean[row]! - level) / (inflation * Math.sqrt(variance[row]!));
  const rows = beside.filter((row) => row < open.points.n && deviations(row) <= furthestStray).toSorted((a, b) => deviations(a) - deviations(b));
  const count = beside.filter((row) => row >= open.points.n).length;
  const openVolume = rows.reduce((sum, row) => sum + open.weights[row]!, 0);
  return {
    evaluated: count,
    volume: openVolume * clopperPearsonUpper(0, count),
    ...(rows.length > 0 && { next: [...selectPoints(open.points, rows.slice(0, 1)).data] }),
  };
}

/** Rows of the points that have one on the other side of the contour among their 2 p nearest, by rising row. // [m, p], [m] */
export function besideContour(places: UnitPoints, excess: Float64Array): number[] {
  const sides = [true, false].map((above) => Array.from(excess.keys()).filter((row) => excess[row]! > 0 === above));
  return sides
    .flatMap((own, side) => {
      const distances = nearestDistances(selectPoints(places, own), selectPoints(places, sides[1 - side]!));
      return own.filter((row, i) => distances[i]! < Infinity && !hasNearer(places, own, row, distances[i]!, 2 * places.d));
    })
    .toSorted((a, b) => a - b);
}

/** Whether so many others of a side are nearer to a point than a distance. */
function hasNearer(places: UnitPoints, side: readonly number[], row: number, distance: number, count: number): boolean {
  let nearer = 0;
  for (let i = 0; i < side.length && nearer < count; i++) {
    if (side[i] !== row && squaredDistance(places, side[i]!, places, row) < distance ** 2) nearer++;
  }
  return nearer >= count;
}
