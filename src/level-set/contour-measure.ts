import { unitPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import type { Weighted } from "./types.ts";

/** Length scales along the axes that differ from place to place, as logarithmic axes have them. // [m, d] -> [m, d], unit cube */
export type AxisLengths = (points: UnitPoints) => Float64Array;

/** Half the step of the differences that stand for the gradient of the mean, in the unit cube. */
const halfStep = 1e-4;

/** Change of the mean over a length, standardised units, below which it is flat: such a place is far from any contour, not infinitely far. */
const flattest = 1e-9;

/** Share of the points, those nearest to the contour, that tell how much of it there is. */
const nearestShare = 0.05;

/**
 * How much contour {m = T} there is in the domain, lengths measured in the given ones: ∫ δ(m - T) |∇'m| dw with ∇' in those units, by the
 * co-area formula. The points nearest to the contour, at distances |m - T| / |∇'m| to first order, fill a tube of known width about it.
 * A misclassified volume divided by it is the mean distance between the drawn contour and the true one, in the given lengths.
 */
export function contourMeasure(
  surrogate: Surrogate,
  threshold: number, // the observable's own units
  { points, weights }: Weighted<UnitPoints>,
  lengths: AxisLengths,
): number {
  const level = surrogate.standardise(threshold);
  const { mean } = surrogate.posterior(points);
  const slopes = slopesOf(surrogate, points, lengths(points));
  const distances = mean.map((value, j) => Math.abs(value - level) / slopes[j]);
  const order = Array.from(distances.keys()).toSorted((i, j) => distances[i] - distances[j]);
  const nearest = order.slice(0, Math.max(Math.ceil(nearestShare * points.n), 1));
  const volume = nearest.reduce((sum, j) => sum + weights[j], 0);
  return volume / (2 * distances[nearest.at(-1)!]);
}

/** |∇'m|: root of the sum of squares of the change of the mean over one length along every axis. // [m, d], [m, d] -> [m] */
function slopesOf(surrogate: Surrogate, { n, d, data }: UnitPoints, lengths: Float64Array): Float64Array {
  const squares = new Float64Array(n);
  for (let k = 0; k < d; k++) {
    const [above, below] = [halfStep, -halfStep].map((step) => {
      const moved = data.map((coordinate, i) => (i % d === k ? coordinate + step : coordinate));
      return surrogate.posterior(unitPoints(d, moved)).mean;
    });
    for (let j = 0; j < n; j++) squares[j] += (((above![j] - below![j]) / (2 * halfStep)) * lengths[j * d + k]) ** 2;
  }
  return squares.map((square) => Math.max(Math.sqrt(square), flattest));
}
