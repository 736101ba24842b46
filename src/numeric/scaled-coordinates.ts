import { type Matrix } from "./matrix.ts";

/**
 * The first columns of points, one per lengthscale, over the lengthscales, dimension after dimension, each filled up with zeros to `spacing`
 * values. // [n, >= d] -> [d, spacing]
 * Throws a RangeError on lengthscales that are not positive and on points whose distances would not be finite.
 */
export function scaledCoordinates(
  x: Matrix, lengthscales: Float64Array, spacing = x.rows, result: Float64Array = new Float64Array(spacing * lengthscales.length),
): Float64Array {
  const { rows, columns, data } = x;
  const d = lengthscales.length;
  if (columns < d) throw new RangeError(`expected points with ${d} columns, one per lengthscale, got ${columns}`);
  for (let k = 0; k < d; k++) {
    const lengthscale = lengthscales[k];
    if (!(lengthscale > 0)) throw new RangeError(`expected positive lengthscales, got ${lengthscale} in dimension ${k}`);
    for (let i = 0, from = k, to = k * spacing; i < rows; i++, from += columns, to++) {
      const scaled = data[from] / lengthscale;
      if (!(Math.abs(scaled) < 1e150)) {
        throw new RangeError(`expected points at finite distances, got ${data[from]} / ${lengthscale} in row ${i}, dimension ${k}`);
      }
      result[to] = scaled;
    }
    result.fill(0, k * spacing + rows, (k + 1) * spacing);
  }
  return result;
}
