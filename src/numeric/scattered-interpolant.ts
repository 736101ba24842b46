import type { Matrix } from "./matrix.ts";
import { nearestNodes } from "./nearest-nodes.ts";

/** Dimensions up to which the local polynomial is quadratic; above it is linear. */
const quadraticDimensions = 3;

/** Part by which the diagonal of the normal equations is raised: neighbours on a line say nothing across it. */
const ridge = 1e-9;

/** A function through values at scattered points. // [m, d] -> [m] */
export type ScatteredInterpolant = (points: Matrix) => Float64Array;

/**
 * Interpolating moving least squares [Lancaster1981]: at x, the constant of a polynomial in (x_i - x) fitted to the nearest values with
 * weights ((R - r_i) / r_i)², r_i = |x_i - x|, R the distance of the first neighbour left out. Exact at the points, continuous
 * between them, local, and the same work for any number of dimensions that a quadratic (up to 3) or linear polynomial takes.
 * Throws a RangeError without a point. // [k, d], [k]
 */
export function scatteredInterpolant(nodes: Matrix, values: Float64Array): ScatteredInterpolant {
  const { rows: k, columns: d } = nodes;
  if (k === 0 || values.length !== k) throw new RangeError(`expected a value for each of 1 or more points, got ${values.length} for ${k}`);
  const terms = monomials(d);
  const size = 1 + d + terms.length;
  const count = Math.min(2 * size + 1, k); // one more than is used gives R
  const nearestTo = nearestNodes(nodes, count);
  const row = new Float64Array(size);
  const normal = new Float64Array(size * (size + 1)); // with the right-hand side as last column

  function at(x: Float64Array, offset: number): number {
    const { indices: nearest, squares } = nearestTo(x, offset);
    if (squares[0] === 0 || k === 1) return values[nearest[0]!]!;
    const radius = Math.sqrt(squares[count - 1]!) * (count < k ? 1 : 1 + 1e-3);
    normal.fill(0);
    const closest = Math.sqrt(squares[0]!);
    for (let i = 0; i < count; i++) {
      const distance = Math.sqrt(squares[i]!);
      const weight = ((closest * (radius - distance)) / distance) ** 2;
      row[0] = 1;
      for (let axis = 0; axis < d; axis++) row[1 + axis] = (nodes.data[nearest[i]! * d + axis]! - x[offset + axis]!) / radius;
      for (let t = 0; t < terms.length; t++) row[1 + d + t] = row[terms[t]![0]]! * row[terms[t]![1]]!;
      for (let a = 0; a < size; a++) {
        const scaled = weight * row[a]!;
        for (let b = 0; b < size; b++) normal[a * (size + 1) + b]! += scaled * row[b]!;
        normal[a * (size + 1) + size]! += scaled * values[nearest[i]!]!;
      }
    }
    return constantOf(normal, size);
  }
  return (points) => Float64Array.from({ length: points.rows }, (_, i) => at(points.data, i * d));
}

/** Pairs of columns whose products are the quadratic monomials; column 0 is the constant. */
function monomials(d: number): readonly (readonly [number, number])[] {
  if (d > quadraticDimensions) return [];
  return Array.from({ length: d }, (_, i) => Array.from({ length: i + 1 }, (__, j) => [1 + i, 1 + j] as const)).flat();
}

/** The first unknown of symmetric equations, eliminated from the last on; an equation that says nothing is left out. */
function constantOf(normal: Float64Array, size: number): number {
  const width = size + 1;
  for (let pivot = size - 1; pivot > 0; pivot--) {
    const diagonal = normal[pivot * width + pivot]! * (1 + ridge);
    if (!(diagonal > 0)) continue;
    for (let a = 0; a < pivot; a++) {
      const factor = normal[a * width + pivot]! / diagonal;
      for (let b = 0; b < pivot; b++) normal[a * width + b]! -= factor * normal[pivot * width + b]!;
      normal[a * width + size]! -= factor * normal[pivot * width + size]!;
    }
  }
  return normal[size]! / normal[0]!;
}
