import { addProductLower, halfOf } from "./matrix-product";
import { multiplyAdd } from "./simd";
import { multiplyLowerTransposed, scale, solveLower, solveRight, solveRightTransposed } from "./triangular";

const base: i32 = 16;

/** Lower triangle of A <- L; the row of the pivot that fails, or -1. The failing pivot is left in place. // [n, n] */
export function factorise(n: i32, a: usize, aRow: usize): i32 {
  if (n <= base) return factoriseSmall(n, a, aRow);
  const half = halfOf(n);
  const rest = n - half;
  const square = a + half * aRow;
  const second = square + half * 8;
  const first = factorise(half, a, aRow);
  if (first >= 0) return first;
  solveRightTransposed(half, rest, a, aRow, square, aRow);
  addProductLower(rest, half, -1, second, aRow, square, aRow, 8, square, 8, aRow);
  const later = factorise(rest, second, aRow);
  return later < 0 ? later : half + later;
}

function factoriseSmall(n: i32, a: usize, aRow: usize): i32 {
  for (let i = 0; i < n; i++) {
    const ith = a + i * aRow;
    for (let j = 0; j < i; j++) {
      const jth = a + j * aRow;
      store<f64>(ith + j * 8, (load<f64>(ith + j * 8) - dot(ith, jth, j)) / load<f64>(jth + j * 8));
    }
    const pivot = load<f64>(ith + i * 8) - dot(ith, ith, i);
    if (!(pivot > 0 && pivot < Infinity)) {
      store<f64>(ith + i * 8, pivot);
      return i;
    }
    store<f64>(ith + i * 8, sqrt(pivot));
  }
  return -1;
}

function dot(x: usize, y: usize, count: i32): f64 {
  let p = x;
  let q = y;
  let pairs = f64x2.splat(0);
  for (const end = x + <usize>(count & ~1) * 8; p < end; p += 16, q += 16) pairs = multiplyAdd(v128.load(p), v128.load(q), pairs);
  const sum = f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
  return count & 1 ? sum + load<f64>(p) * load<f64>(q) : sum;
}

/** L <- the lower triangle of (L Lᵀ)⁻¹; some of what lies above is touched too. // [n, n] */
export function invertFactorised(n: i32, l: usize, lRow: usize): void {
  invertLower(n, l, lRow);
  multiplyByTranspose(n, l, lRow);
}

/** Makes a lower triangle a symmetric matrix. // [n, n] */
export function fillUpper(n: i32, l: usize, lRow: usize): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) store<f64>(l + j * lRow + i * 8, load<f64>(l + i * lRow + j * 8));
  }
}

/** L <- L⁻¹; what lies above the diagonal is neither read nor written. // [n, n] */
export function invertLower(n: i32, l: usize, lRow: usize): void {
  if (n <= base) {
    for (let j = n - 1; j >= 0; j--) invertColumn(n, l, lRow, j);
    return;
  }
  const half = halfOf(n);
  const rest = n - half;
  const square = l + half * lRow;
  const second = square + half * 8;
  solveLower(rest, half, second, lRow, square, lRow);
  solveRight(half, rest, l, lRow, square, lRow);
  negate(rest, half, square, lRow);
  invertLower(half, l, lRow);
  invertLower(rest, second, lRow);
}

/** B <- -B. // [rows, columns] */
export function negate(rows: i32, columns: i32, b: usize, bRow: usize): void {
  for (let i = 0; i < rows; i++) scale(b + i * bRow, -1, columns);
}

/** Column j of a small inverse, when the columns right of it are inverted already. */
function invertColumn(n: i32, l: usize, lRow: usize, j: i32): void {
  const pivot = 1 / load<f64>(l + j * (lRow + 8));
  for (let i = n - 1; i > j; i--) {
    let sum: f64 = 0;
    for (let k = j + 1; k <= i; k++) sum += load<f64>(l + i * lRow + k * 8) * load<f64>(l + k * lRow + j * 8);
    store<f64>(l + i * lRow + j * 8, -sum * pivot);
  }
  store<f64>(l + j * (lRow + 8), pivot);
}

/** Lower triangle of X <- that of Xᵀ X for lower triangular X. // [n, n] */
export function multiplyByTranspose(n: i32, x: usize, xRow: usize): void {
  if (n <= base) return multiplyByTransposeSmall(n, x, xRow);
  const half = halfOf(n);
  const rest = n - half;
  const square = x + half * xRow;
  const second = square + half * 8;
  multiplyByTranspose(half, x, xRow);
  addProductLower(half, rest, 1, x, xRow, square, 8, xRow, square, xRow, 8);
  multiplyLowerTransposed(rest, half, second, xRow, square, xRow);
  multiplyByTranspose(rest, second, xRow);
}

function multiplyByTransposeSmall(n: i32, x: usize, xRow: usize): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum: f64 = 0;
      for (let k = i; k < n; k++) sum += load<f64>(x + k * xRow + i * 8) * load<f64>(x + k * xRow + j * 8);
      store<f64>(x + i * xRow + j * 8, sum);
    }
  }
}
