import { unitPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";

const iterations = 4;
/** Step of finite differences, unit cube. */
export const neighbourDistance = 1e-4;
const longestStep = 0.1; // unit cube

/**
 * Moves points towards the surrogate's contour {m = T} by Newton steps along the gradient, x ← x - (m - T) ∇m/|∇m|², none longer
 * than a tenth of the cube's side; points leave the cube no further than its face. The threshold is in the observable's own units.
 * // [k, d] -> [k, d]
 */
export function projectOntoContour(points: UnitPoints, surrogate: Surrogate, threshold: number): UnitPoints {
  const target = surrogate.standardise(threshold);
  let current = points;
  for (let i = 0; i < iterations && points.n > 0; i++) current = newtonStep(current, surrogate, target);
  return current;
}

function newtonStep(points: UnitPoints, surrogate: Surrogate, target: number): UnitPoints {
  const { n, d, data } = points;
  const mean = surrogate.mean(withForwardNeighbours(points));
  const moved = data.slice();
  for (let i = 0; i < n; i++) {
    const values = mean.subarray(i * (d + 1), (i + 1) * (d + 1));
    const gradient = values.subarray(1).map((value) => (value - values[0]) / neighbourDistance);
    const squared = gradient.reduce((sum, slope) => sum + slope * slope, 0);
    if (squared === 0) continue; // flat: no direction is better than another
    const step = (target - values[0]) / squared;
    const shrink = Math.min(1, longestStep / (Math.abs(step) * Math.sqrt(squared)));
    for (let k = 0; k < d; k++) {
      const coordinate = data[i * d + k] + (step === 0 ? 0 : shrink * step * gradient[k]);
      moved[i * d + k] = Math.min(Math.max(coordinate, 0), 1);
    }
  }
  return unitPoints(d, moved);
}

/** Every point, followed by the d points one step further along each axis. // [n, d] -> [n (d + 1), d] */
export function withForwardNeighbours({ n, d, data }: UnitPoints): UnitPoints {
  const all = new Float64Array(n * (d + 1) * d);
  for (let row = 0; row < n * (d + 1); row++) {
    const i = Math.floor(row / (d + 1));
    const axis = (row % (d + 1)) - 1;
    for (let k = 0; k < d; k++) all[row * d + k] = data[i * d + k] + (k === axis ? neighbourDistance : 0);
  }
  return unitPoints(d, all);
}
