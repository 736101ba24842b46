import { type Matrix } from "./matrix.ts";

/**
 * Points over lengthscales, dimension after dimension, each filled up with zeros to `spacing` values. // [n, d] -> [d, spacing]
 * Throws a RangeError on lengthscales that are not positive and on points whose distances would not be finite.
 */
export function scaledCoordinates(x: Matrix, lengthscales: Float64Array, spacing = x.rows): Float64Array {
  const d = lengthscales.length;
  if (x.columns !== d) throw new RangeError(`expected points with ${d} columns, one per lengthscale, got ${x.columns}`);
  const result = new Float64Array(spacing * d);
  for (let k = 0; k < d; k++) {
    if (!(lengthscales[k] > 0)) throw new RangeError(`expected positive lengthscales, got ${lengthscales[k]} in dimension ${k}`);
    for (let i = 0; i < x.rows; i++) {
      const scaled = x.data[i * d + k] / lengthscales[k];
      if (!(Math.abs(scaled) < 1e150)) {
        throw new RangeError(`expected points at finite distances, got ${x.data[i * d + k]} / ${lengthscales[k]} in row ${i}, dimension ${k}`);
      }
      result[k * spacing + i] = scaled;
    }
  }
  return result;
}
