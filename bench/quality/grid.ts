import { createSpace, unitPoints } from "../../src/space/index.ts";
import type { Space, UnitPoints } from "../../src/space/index.ts";
import { transformValue } from "../../src/surrogate/index.ts";
import { parametersAt } from "../functions/index.ts";
import type { TestFunction } from "../functions/index.ts";

const mostNodes = 2000;

/**
 * The way without a surrogate: regular grids of 2, 3, ... nodes an axis, bounds included, with multilinear interpolation of
 * the transformed values. Forbidden nodes do not count as evaluations, though their values are used.
 */
export function gridErrors(f: TestFunction): [n: number, error: number][] {
  const space = createSpace(f);
  const { name, threshold, side, transform } = f.observables[0]!;
  const level = transformValue(transform, threshold);
  const trace: [number, number][] = [];
  for (let nodes = 2; ; nodes++) {
    const grid = gridPoints(space.d, nodes);
    const n = space.admissible(grid).reduce((sum, one) => sum + one, 0);
    if (n > mostNodes) return trace;
    const values = nodeValues(f, space, grid, (observables) => transformValue(transform, observables[name]!));
    const error = f.misclassifiedVolume((points) => {
      const unit = space.toUnit(points);
      return Uint8Array.from({ length: points.n }, (_, i) => {
        const value = interpolate(values, nodes, unit.data.subarray(i * space.d, (i + 1) * space.d));
        return Number(side === "above" ? value >= level : value <= level);
      });
    });
    trace.push([n, error]);
  }
}

/** Node i has the index floor(i / nodes^k) mod nodes on axis k. // [nodes^d, d] */
export function gridPoints(d: number, nodes: number): UnitPoints {
  const data = Float64Array.from({ length: nodes ** d * d }, (_, at) => {
    const k = at % d;
    return (Math.floor((at - k) / d / nodes ** k) % nodes) / (nodes - 1);
  });
  return unitPoints(d, data);
}

function nodeValues(
  f: TestFunction,
  space: Space,
  grid: UnitPoints,
  valueOf: (observables: Readonly<Record<string, number>>) => number,
): Float64Array {
  const physical = space.toPhysical(grid);
  return Float64Array.from({ length: grid.n }, (_, i) => valueOf(f.evaluate(parametersAt(f.parameters, physical, i))));
}

/** Multilinear in the cell around the point. // [nodes^d], [d] */
function interpolate(values: Float64Array, nodes: number, unit: Float64Array): number {
  let result = 0;
  for (let corner = 0; corner < 2 ** unit.length; corner++) {
    let weight = 1;
    let index = 0;
    for (let k = 0; k < unit.length; k++) {
      const position = unit[k]! * (nodes - 1);
      const cell = Math.min(Math.floor(position), nodes - 2);
      const upper = (corner >> k) & 1;
      weight *= upper === 1 ? position - cell : cell + 1 - position;
      index += (cell + upper) * nodes ** k;
    }
    result += weight * values[index]!;
  }
  return result;
}
