import { kernelGradient, kernelMatrix } from "./kernel-matrix.ts";
import { type Cholesky, type LinearAlgebra, NotPositiveDefiniteError } from "./linear-algebra.ts";
import { type Matrix, transpose, zeros } from "./matrix.ts";

/** The engine in plain TypeScript: no native code, the fallback and the oracle of the faster ones. */
export function createTypescriptEngine(): LinearAlgebra {
  return {
    name: "typescript",
    multiply,
    multiplyTransposedLeft: (a, b) => multiply(transpose(a), b),
    subtractTransposedProduct,
    cholesky,
    solveLower,
    solveLowerTransposed,
    inverseFromCholesky,
    kernelMatrix,
    kernelGradient,
  };
}

function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw new RangeError(`expected inner dimensions to agree, got ${a.columns} and ${b.rows}`);
  const c = zeros(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const aik = a.data[i * a.columns + k];
      for (let j = 0; j < b.columns; j++) c.data[i * b.columns + j] += aik * b.data[k * b.columns + j];
    }
  }
  return c;
}

function subtractTransposedProduct(c: Matrix, a: Matrix, b: Matrix): Matrix {
  const product = multiply(transpose(a), b);
  if (c.rows !== product.rows || c.columns !== product.columns) {
    throw new RangeError(`expected C to be ${product.rows} x ${product.columns}, got ${c.rows} x ${c.columns}`);
  }
  for (let i = 0; i < product.data.length; i++) product.data[i] = c.data[i] - product.data[i];
  return product;
}

function expectSquare(a: Matrix): number {
  if (a.rows !== a.columns) throw new RangeError(`expected a square matrix, got ${a.rows} x ${a.columns}`);
  return a.rows;
}

function cholesky(a: Matrix): Cholesky {
  const n = expectSquare(a);
  let meanDiagonal = 0;
  for (let i = 0; i < n; i++) meanDiagonal += a.data[i * n + i] / n;
  let failed = -1;
  for (const relative of [0, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6]) {
    const jitter = relative * meanDiagonal;
    const factor = zeros(n, n);
    failed = factorise(a.data, factor.data, n, jitter);
    if (failed < 0) return { factor, jitter };
  }
  throw new NotPositiveDefiniteError(failed, n);
}

/** Row of the first pivot that is not positive, or -1. */
function factorise(a: Float64Array, l: Float64Array, n: number, jitter: number): number {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] + (i === j ? jitter : 0);
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i > j) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 0 && sum < Infinity) l[i * n + i] = Math.sqrt(sum);
      else return i;
    }
  }
  return -1;
}

function solveLower(factor: Matrix, b: Matrix): Matrix {
  const n = expectSquare(factor);
  if (b.rows !== n) throw new RangeError(`expected a right-hand side with ${n} rows, got ${b.rows}`);
  const m = b.columns;
  const x = { rows: n, columns: m, data: b.data.slice() };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      const lik = factor.data[i * n + k];
      for (let j = 0; j < m; j++) x.data[i * m + j] -= lik * x.data[k * m + j];
    }
    for (let j = 0; j < m; j++) x.data[i * m + j] /= factor.data[i * n + i];
  }
  return x;
}

function solveLowerTransposed(factor: Matrix, b: Matrix): Matrix {
  const n = expectSquare(factor);
  if (b.rows !== n) throw new RangeError(`expected a right-hand side with ${n} rows, got ${b.rows}`);
  const m = b.columns;
  const x = { rows: n, columns: m, data: b.data.slice() };
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      const lki = factor.data[k * n + i];
      for (let j = 0; j < m; j++) x.data[i * m + j] -= lki * x.data[k * m + j];
    }
    for (let j = 0; j < m; j++) x.data[i * m + j] /= factor.data[i * n + i];
  }
  return x;
}

function inverseFromCholesky(factor: Matrix): Matrix {
  const n = expectSquare(factor);
  const identity = zeros(n, n);
  for (let i = 0; i < n; i++) identity.data[i * n + i] = 1;
  const inverse = solveLower(factor, identity);
  return multiply(transpose(inverse), inverse);
}
