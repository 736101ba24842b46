import { type Block, blockOf, part, transposed } from "./block.ts";
import { type Cholesky, NotPositiveDefiniteError } from "./linear-algebra.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { addProductLower, halfOf } from "./matrix-product.ts";
import { invertLowerInPlace, multiplyLowerTransposedInPlace, solveLowerInPlace } from "./triangular.ts";

const base = 32;
const relativeJitters = [0, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6];

/** A pivot at which a factorisation failed. */
export interface FailedPivot {
  readonly row: number;
  readonly value: number;
}

/** See `LinearAlgebra.cholesky`. */
export function cholesky(a: Matrix): Cholesky {
  const n = a.rows;
  const factor = zeros(n, n);
  const jitter = smallestJitter(n, meanDiagonalOf(a), (candidate) => {
    copyLower(a, factor, candidate);
    const row = factorise(blockOf(factor), 0);
    return row < 0 ? undefined : { row, value: factor.data[row * n + row] };
  });
  clearAbove(factor);
  return { factor, jitter };
}

export function meanDiagonalOf({ rows: n, data }: Matrix): number {
  let mean = 0;
  for (let i = 0; i < n; i++) mean += data[i * n + i] / n;
  return mean;
}

/**
 * The first of the jitters of `LinearAlgebra.cholesky` with which `attempt` fails at no pivot of A + jitter·I; throws its
 * NotPositiveDefiniteError where there is none.
 */
export function smallestJitter(n: number, meanDiagonal: number, attempt: (jitter: number) => FailedPivot | undefined): number {
  let row = 0;
  for (const relative of relativeJitters) {
    const jitter = relative === 0 ? 0 : relative * meanDiagonal;
    const failed = attempt(jitter);
    if (failed === undefined) return jitter;
    row = failed.row;
    const hopeless = !(meanDiagonal > 0) || Number.isNaN(failed.value);
    if (hopeless) break;
  }
  throw new NotPositiveDefiniteError(row, n);
}

/** See `LinearAlgebra.inverseFromCholesky`. */
export function inverseFromCholesky(factor: Matrix): Matrix {
  const n = factor.rows;
  const inverse = zeros(n, n);
  copyLower(factor, inverse, 0);
  const block = blockOf(inverse);
  invertLowerInPlace(block);
  multiplyByTransposeInPlace(block);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) inverse.data[j * n + i] = inverse.data[i * n + j];
  }
  return inverse;
}

function copyLower(from: Matrix, to: Matrix, jitter: number): void {
  const n = from.rows;
  for (let i = 0; i < n; i++) {
    for (let p = i * n, end = p + i; p <= end; p++) to.data[p] = from.data[p];
    to.data[i * n + i] += jitter;
  }
}

function clearAbove({ data, rows }: Matrix): void {
  for (let i = 0; i < rows; i++) data.fill(0, i * rows + i + 1, (i + 1) * rows);
}

/** Lower triangle of A <- L; the row of the pivot that fails, counted from `row`, or -1. The failing pivot is left in place. */
function factorise(a: Block, row: number): number {
  const n = a.rows;
  if (n <= base) return factoriseSmall(a, row);
  const half = halfOf(n);
  const first = part(a, 0, 0, half, half);
  const square = part(a, half, 0, n - half, half);
  const second = part(a, half, half, n - half, n - half);
  const failing = factorise(first, row);
  if (failing >= 0) return failing;
  solveLowerInPlace(first, transposed(square));
  addProductLower(second, -1, square, transposed(square));
  return factorise(second, row + half);
}

function factoriseSmall({ data, offset, rows, rowStride }: Block, row: number): number {
  for (let i = 0; i < rows; i++) {
    const ith = offset + i * rowStride;
    for (let j = 0; j <= i; j++) {
      const jth = offset + j * rowStride;
      let sum = data[ith + j];
      for (let k = 0; k < j; k++) sum -= data[ith + k] * data[jth + k];
      data[ith + j] = j < i ? sum / data[jth + j] : sum;
    }
    const pivot = data[ith + i];
    if (!(pivot > 0 && pivot < Infinity)) return row + i;
    data[ith + i] = Math.sqrt(pivot);
  }
  return -1;
}

/** Lower triangle of X <- that of Xᵀ X for lower triangular X. */
function multiplyByTransposeInPlace(x: Block): void {
  const n = x.rows;
  if (n <= base) return multiplyByTransposeSmall(x);
  const half = halfOf(n);
  const first = part(x, 0, 0, half, half);
  const square = part(x, half, 0, n - half, half);
  const second = part(x, half, half, n - half, n - half);
  multiplyByTransposeInPlace(first);
  addProductLower(first, 1, transposed(square), square);
  multiplyLowerTransposedInPlace(second, square);
  multiplyByTransposeInPlace(second);
}

function multiplyByTransposeSmall({ data, offset, rows, rowStride }: Block): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < rows; k++) sum += data[offset + k * rowStride + i] * data[offset + k * rowStride + j];
      data[offset + i * rowStride + j] = sum;
    }
  }
}
