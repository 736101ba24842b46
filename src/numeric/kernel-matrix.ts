import { type KernelName } from "./linear-algebra.ts";
import { type Matrix, zeros } from "./matrix.ts";

const sqrt3 = Math.sqrt(3);
const sqrt5 = Math.sqrt(5);

/** Unit-variance covariance as a function of the squared scaled distance r². */
const covariance: Record<KernelName, (r2: number) => number> = {
  matern32: (r2) => {
    const u = sqrt3 * Math.sqrt(r2);
    return (1 + u) * Math.exp(-u);
  },
  matern52: (r2) => {
    const u = sqrt5 * Math.sqrt(r2);
    return (1 + u + (5 / 3) * r2) * Math.exp(-u);
  },
  rbf: (r2) => Math.exp(-r2 / 2),
};

/** -(1/r) dk/dr, so that ∂k/∂ln(lengthscale_k) is this times the squared scaled difference in dimension k. */
const radialDerivative: Record<KernelName, (r2: number) => number> = {
  matern32: (r2) => 3 * Math.exp(-sqrt3 * Math.sqrt(r2)),
  matern52: (r2) => {
    const u = sqrt5 * Math.sqrt(r2);
    return (5 / 3) * (1 + u) * Math.exp(-u);
  },
  rbf: (r2) => Math.exp(-r2 / 2),
};

/** Points divided by the lengthscales. // [n, d] -> [n, d] */
function scaled(x: Matrix, lengthscales: Float64Array): Float64Array {
  const d = lengthscales.length;
  if (x.columns !== d) throw new RangeError(`expected points with ${d} columns, one per lengthscale, got ${x.columns}`);
  for (const lengthscale of lengthscales) {
    if (!(lengthscale > 0)) throw new RangeError(`expected positive lengthscales, got ${lengthscale}`);
  }
  const result = new Float64Array(x.data.length);
  for (let i = 0, p = 0; i < x.rows; i++) {
    for (let k = 0; k < d; k++, p++) {
      result[p] = x.data[p] / lengthscales[k];
      if (Number.isNaN(result[p])) throw new RangeError(`expected finite points, got NaN in row ${i}, column ${k}`);
    }
  }
  return result;
}

/** See `LinearAlgebra.kernelMatrix`. */
export function kernelMatrix(kernel: KernelName, x: Matrix, z: Matrix, lengthscales: Float64Array): Matrix {
  const d = lengthscales.length;
  const k = covariance[kernel];
  const a = scaled(x, lengthscales);
  const b = x === z ? a : scaled(z, lengthscales);
  const result = zeros(x.rows, z.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < (x === z ? i + 1 : z.rows); j++) {
      let r2 = 0;
      for (let c = 0; c < d; c++) r2 += (a[i * d + c] - b[j * d + c]) ** 2;
      const value = k(r2);
      result.data[i * z.rows + j] = value;
      if (x === z) result.data[j * z.rows + i] = value;
    }
  }
  return result;
}

/** See `LinearAlgebra.kernelGradient`. */
export function kernelGradient(
  kernel: KernelName,
  x: Matrix,
  lengthscales: Float64Array,
  weights: Matrix,
): Float64Array {
  const n = x.rows;
  const d = lengthscales.length;
  if (weights.rows !== n || weights.columns !== n) {
    throw new RangeError(`expected ${n} x ${n} weights, got ${weights.rows} x ${weights.columns}`);
  }
  const derivative = radialDerivative[kernel];
  const a = scaled(x, lengthscales);
  const w = weights.data;
  const gradient = new Float64Array(d);
  const squares = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let r2 = 0;
      for (let c = 0; c < d; c++) r2 += squares[c] = (a[i * d + c] - a[j * d + c]) ** 2;
      const factor = (w[i * n + j] + w[j * n + i]) * derivative(r2);
      for (let c = 0; c < d; c++) gradient[c] += factor * squares[c];
    }
  }
  return gradient;
}
