import { addProduct, halfOf } from "./matrix-product";
import { multiplySubtract } from "./simd";

/*
 * Triangular solves in place: halve the triangle, leave the square to the matrix product. B is row-major.
 */

const base: i32 = 32;
const strip: i32 = 64; // columns of B that a small triangle is solved for at a time, so that they stay in the first-level cache

/** Bytes of scratch memory a thread needs for a strip of the right side's transpose. */
export const stripBytes: usize = <usize>base * strip * 8;

let turned: usize = 0;

export function placeStrip(scratch: usize): void {
  turned = scratch;
}

/** B <- L⁻¹ B. // [n, n], [n, m] */
export function solveLower(n: i32, m: i32, l: usize, lRow: usize, b: usize, bRow: usize): void {
  if (n <= base) return solveLowerSmall(n, m, l, lRow, b, bRow);
  const half = halfOf(n);
  const rest = n - half;
  const second = b + half * bRow;
  solveLower(half, m, l, lRow, b, bRow);
  addProduct(rest, m, half, -1, second, bRow, l + half * lRow, lRow, 8, b, bRow, 8);
  solveLower(rest, m, l + half * (lRow + 8), lRow, second, bRow);
}

/** B <- L⁻ᵀ B. // [n, n], [n, m] */
export function solveLowerTransposed(n: i32, m: i32, l: usize, lRow: usize, b: usize, bRow: usize): void {
  if (n <= base) return solveLowerTransposedSmall(n, m, l, lRow, b, bRow);
  const half = halfOf(n);
  const rest = n - half;
  const second = b + half * bRow;
  solveLowerTransposed(rest, m, l + half * (lRow + 8), lRow, second, bRow);
  addProduct(half, m, rest, -1, b, bRow, l + half * lRow, 8, lRow, second, bRow, 8);
  solveLowerTransposed(half, m, l, lRow, b, bRow);
}

function solveLowerSmall(n: i32, m: i32, l: usize, lRow: usize, b: usize, bRow: usize): void {
  for (let j = 0; j < m; j += strip) {
    const columns = min(strip, m - j);
    const block = b + j * 8;
    for (let i = 0; i < n; i++) {
      eliminate(l + i * lRow, 8, 0, i, block, bRow, block + i * bRow, columns);
      divide(block + i * bRow, load<f64>(l + i * (lRow + 8)), columns);
    }
  }
}

function solveLowerTransposedSmall(n: i32, m: i32, l: usize, lRow: usize, b: usize, bRow: usize): void {
  for (let j = 0; j < m; j += strip) {
    const columns = min(strip, m - j);
    const block = b + j * 8;
    for (let i = n - 1; i >= 0; i--) {
      eliminate(l + i * 8, lRow, i + 1, n, block, bRow, block + i * bRow, columns);
      divide(block + i * bRow, load<f64>(l + i * (lRow + 8)), columns);
    }
  }
}

/** target -= Σ_k coefficient_k row_k for the solved rows k = from .. to - 1. */
function eliminate(
  coefficients: usize, stride: usize, from: i32, to: i32, rows: usize, rowStride: usize, target: usize, columns: i32,
): void {
  let k = from;
  const vectors = target + <usize>(columns & ~1) * 8;
  for (; k + 4 <= to; k += 4) {
    const p = coefficients + k * stride;
    const t0 = v128.load_splat<f64>(p), t1 = v128.load_splat<f64>(p + stride);
    const t2 = v128.load_splat<f64>(p + 2 * stride), t3 = v128.load_splat<f64>(p + 3 * stride);
    let q0 = rows + k * rowStride;
    let q1 = q0 + rowStride, q2 = q1 + rowStride, q3 = q2 + rowStride;
    let w = target;
    for (; w < vectors; w += 16, q0 += 16, q1 += 16, q2 += 16, q3 += 16) {
      let value = multiplySubtract(t0, v128.load(q0), v128.load(w));
      value = multiplySubtract(t1, v128.load(q1), value);
      value = multiplySubtract(t2, v128.load(q2), value);
      v128.store(w, multiplySubtract(t3, v128.load(q3), value));
    }
    if (columns & 1) {
      let value = multiplySubtract(t0, v128.load_splat<f64>(q0), v128.load_splat<f64>(w));
      value = multiplySubtract(t1, v128.load_splat<f64>(q1), value);
      value = multiplySubtract(t2, v128.load_splat<f64>(q2), value);
      value = multiplySubtract(t3, v128.load_splat<f64>(q3), value);
      store<f64>(w, f64x2.extract_lane(value, 0));
    }
  }
  for (; k < to; k++) {
    const t = v128.load_splat<f64>(coefficients + k * stride);
    let q = rows + k * rowStride;
    let w = target;
    for (; w < vectors; w += 16, q += 16) v128.store(w, multiplySubtract(t, v128.load(q), v128.load(w)));
    if (columns & 1) {
      const value = multiplySubtract(t, v128.load_splat<f64>(q), v128.load_splat<f64>(w));
      store<f64>(w, f64x2.extract_lane(value, 0));
    }
  }
}

function divide(row: usize, pivot: f64, columns: i32): void {
  const divisor = f64x2.splat(pivot);
  const vectors = row + <usize>(columns & ~1) * 8;
  let w = row;
  for (; w < vectors; w += 16) v128.store(w, f64x2.div(v128.load(w), divisor));
  if (columns & 1) store<f64>(w, load<f64>(w) / pivot);
}

/** B <- B L⁻ᵀ. // [n, n], [m, n] */
export function solveRightTransposed(n: i32, m: i32, l: usize, lRow: usize, b: usize, bRow: usize): void {
  if (n <= base) {
    for (let i = 0; i < m; i += strip) {
      const rows = min(strip, m - i);
      copyTransposed(turned, strip * 8, b + i * bRow, bRow, rows, n);
      solveLowerSmall(n, rows, l, lRow, turned, strip * 8);
      copyTransposed(b + i * bRow, bRow, turned, strip * 8, n, rows);
    }
    return;
  }
  const half = halfOf(n);
  const rest = n - half;
  const second = b + half * 8;
  solveRightTransposed(half, m, l, lRow, b, bRow);
  addProduct(m, rest, half, -1, second, bRow, b, bRow, 8, l + half * lRow, 8, lRow);
  solveRightTransposed(rest, m, l + half * (lRow + 8), lRow, second, bRow);
}

/** B <- B L⁻¹. // [n, n], [m, n] */
export function solveRight(n: i32, m: i32, l: usize, lRow: usize, b: usize, bRow: usize): void {
  if (n <= base) {
    for (let i = 0; i < m; i += strip) {
      const rows = min(strip, m - i);
      copyTransposed(turned, strip * 8, b + i * bRow, bRow, rows, n);
      solveLowerTransposedSmall(n, rows, l, lRow, turned, strip * 8);
      copyTransposed(b + i * bRow, bRow, turned, strip * 8, n, rows);
    }
    return;
  }
  const half = halfOf(n);
  const rest = n - half;
  const second = b + half * 8;
  solveRight(rest, m, l + half * (lRow + 8), lRow, second, bRow);
  addProduct(m, half, rest, -1, b, bRow, second, bRow, 8, l + half * lRow, lRow, 8);
  solveRight(half, m, l, lRow, b, bRow);
}

/** B <- Lᵀ B. // [n, n], [n, m] */
export function multiplyLowerTransposed(n: i32, m: i32, l: usize, lRow: usize, b: usize, bRow: usize): void {
  if (n <= base) {
    for (let i = 0; i < n; i++) {
      const target = b + i * bRow;
      scale(target, load<f64>(l + i * (lRow + 8)), m);
      for (let k = i + 1; k < n; k++) addMultiple(target, load<f64>(l + k * lRow + i * 8), b + k * bRow, m);
    }
    return;
  }
  const half = halfOf(n);
  const rest = n - half;
  const second = b + half * bRow;
  multiplyLowerTransposed(half, m, l, lRow, b, bRow);
  addProduct(half, m, rest, 1, b, bRow, l + half * lRow, 8, lRow, second, bRow, 8);
  multiplyLowerTransposed(rest, m, l + half * (lRow + 8), lRow, second, bRow);
}

function copyTransposed(target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) store<f64>(target + j * targetRow + i * 8, load<f64>(source + i * sourceRow + j * 8));
  }
}

/** target <- factor target. */
export function scale(target: usize, factor: f64, count: i32): void {
  const end = target + <usize>count * 8;
  for (let p = target; p < end; p += 8) store<f64>(p, factor * load<f64>(p));
}

function addMultiple(target: usize, factor: f64, source: usize, count: i32): void {
  const end = target + <usize>count * 8;
  for (let p = target, q = source; p < end; p += 8, q += 8) store<f64>(p, load<f64>(p) + factor * load<f64>(q));
}
