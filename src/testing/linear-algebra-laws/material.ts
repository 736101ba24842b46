import { type Matrix, type RandomStream, matrixFrom, transpose, zeros } from "../../numeric/index.ts";
import { naiveProduct } from "./naive.ts";

export function randomMatrix(random: RandomStream, rows: number, columns: number): Matrix {
  return matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, () => random.normal()));
}

/** A well-conditioned lower triangular matrix. */
export function randomLower(random: RandomStream, n: number): Matrix {
  const l = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) l.data[i * n + j] = random.normal() / Math.sqrt(n);
    l.data[i * n + i] = 1 + random.uniform();
  }
  return l;
}

/** Symmetric positive definite with eigenvalues of order one. */
export function randomDefinite(random: RandomStream, n: number): Matrix {
  const l = randomLower(random, n);
  return naiveProduct(l, transpose(l));
}

export function hilbert(n: number): Matrix {
  return matrixFrom(n, n, Float64Array.from({ length: n * n }, (_, p) => 1 / (Math.floor(p / n) + (p % n) + 1)));
}

export function plusDiagonal(a: Matrix, value: number): Matrix {
  const result = { ...a, data: a.data.slice() };
  for (let i = 0; i < a.rows; i++) result.data[i * a.columns + i] += value;
  return result;
}

export function randomLengthscales(random: RandomStream, d: number): Float64Array {
  return Float64Array.from({ length: d }, () => 0.3 + 2 * random.uniform());
}
