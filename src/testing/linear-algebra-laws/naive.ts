import { roughPart, type KernelName, type Matrix, zeros } from "../../numeric/index.ts";

/** A B, or the sum of the sizes of its terms when `size` is `Math.abs`, by the three loops of the definition. */
export function naiveProduct(a: Matrix, b: Matrix, size: (value: number) => number = (value) => value): Matrix {
  const c = zeros(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      let sum = 0;
      for (let k = 0; k < a.columns; k++) sum += size(a.data[i * a.columns + k] * b.data[k * b.columns + j]);
      c.data[i * b.columns + j] = sum;
    }
  }
  return c;
}

const matern32 = (r: number): number => (1 + Math.sqrt(3) * r) * Math.exp(-Math.sqrt(3) * r);
const matern52 = (r: number): number => (1 + Math.sqrt(5) * r + (5 / 3) * r * r) * Math.exp(-Math.sqrt(5) * r);
const rbf = (r: number): number => Math.exp((-r * r) / 2);

const covariance: Record<KernelName, (r: number) => number> = {
  matern32,
  matern52,
  rbf,
  "matern52+matern32": (r) => matern52(r) + roughPart.share * (matern32(r / roughPart.range) - matern52(r)),
  "rbf+matern32": (r) => rbf(r) + roughPart.share * (matern32(r / roughPart.range) - rbf(r)),
};

/** Kernel values pair by pair, as the formulas stand. // [n, d] x [m, d] -> [n, m] */
export function naiveKernelMatrix(kernel: KernelName, x: Matrix, z: Matrix, lengthscales: Float64Array): Matrix {
  const d = lengthscales.length;
  const result = zeros(x.rows, z.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < z.rows; j++) {
      const differences = Array.from(lengthscales, (l, k) => (x.data[i * d + k] - z.data[j * d + k]) / l);
      result.data[i * z.rows + j] = covariance[kernel](Math.hypot(...differences));
    }
  }
  return result;
}
