import type { UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { neighbourDistance, withForwardNeighbours } from "./contour-projection.ts";

/**
 * How far along each axis of the cube a point must move for its scaled inputs to move by 1: a lengthscale where the inputs are the
 * cube's own coordinates. No longer than the cube, as where no input depends on the axis. // [k, d] -> [k, d]
 */
export function axisLengthscales(points: UnitPoints, surrogate: Surrogate): Float64Array {
  const { n, d } = points;
  const { d: p, data } = surrogate.scaledInputs(withForwardNeighbours(points));
  return Float64Array.from({ length: n * d }, (_, at) => {
    const [here, there] = [Math.floor(at / d) * (d + 1), Math.floor(at / d) * (d + 1) + 1 + (at % d)];
    let square = 0;
    for (let k = 0; k < p; k++) square += (data[there * p + k] - data[here * p + k]) ** 2;
    return Math.min(neighbourDistance / Math.sqrt(square), 1);
  });
}
