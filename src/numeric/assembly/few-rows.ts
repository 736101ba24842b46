import { multiplyAdd, multiplySubtract } from "./simd";

const tile: i32 = 4; // rows of C that share each load of B

/** C -= Aᵀ B for so few rows of A and B that packing would not pay; columns come in pairs. // [m, n] -= [k, m] x [k, n] */
export function subtractFewRows(m: i32, n: i32, k: i32, c: usize, cRow: usize, a: usize, aRow: usize, b: usize, bRow: usize): void {
  fewRows(false, m, n, k, c, cRow, a, aRow, b, bRow, f64x2.splat(0), f64x2.splat(0));
}

/** C <- factor C + shift + Aᵀ B for few rows of A and B, possibly none; columns come in pairs. // [m, n] <- [m, n] + [k, m] x [k, n] */
export function scaleAndAddFewRows(
  m: i32, n: i32, k: i32, c: usize, cRow: usize, factor: f64, shift: f64, a: usize, aRow: usize, b: usize, bRow: usize,
): void {
  fewRows(true, m, n, k, c, cRow, a, aRow, b, bRow, f64x2.splat(factor), f64x2.splat(shift));
}

/** Four rows of C at a time; whether they are scaled and added to, or subtracted from as they are, is known when this is compiled. */
// @ts-ignore: decorator
@inline
function fewRows(
  isScaled: bool, m: i32, n: i32, k: i32, c: usize, cRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, times: v128, plus: v128,
): void {
  const bytes = <usize>n * 8;
  let i = 0;
  for (; i + tile <= m; i += tile) {
    for (let j: usize = 0; j < bytes; j += 16) fewRowsOfFour(isScaled, k, c + i * cRow + j, cRow, a + i * 8, aRow, b + j, bRow, times, plus);
  }
  for (; i < m; i++) {
    for (let j: usize = 0; j < bytes; j += 16) fewRowsOfOne(isScaled, k, c + i * cRow + j, a + i * 8, aRow, b + j, bRow, times, plus);
  }
}

/** Two columns of four rows of C. */
// @ts-ignore: decorator
@inline
function fewRowsOfFour(
  isScaled: bool, k: i32, c: usize, cRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, times: v128, plus: v128,
): void {
  let c0 = scaledOrNot(isScaled, c, times, plus);
  let c1 = scaledOrNot(isScaled, c + cRow, times, plus);
  let c2 = scaledOrNot(isScaled, c + 2 * cRow, times, plus);
  let c3 = scaledOrNot(isScaled, c + 3 * cRow, times, plus);
  for (let r = 0, p = a, q = b; r < k; r++, p += aRow, q += bRow) {
    const right = v128.load(q);
    c0 = addedOrNot(isScaled, v128.load_splat<f64>(p), right, c0);
    c1 = addedOrNot(isScaled, v128.load_splat<f64>(p, 8), right, c1);
    c2 = addedOrNot(isScaled, v128.load_splat<f64>(p, 16), right, c2);
    c3 = addedOrNot(isScaled, v128.load_splat<f64>(p, 24), right, c3);
  }
  v128.store(c, c0);
  v128.store(c + cRow, c1);
  v128.store(c + 2 * cRow, c2);
  v128.store(c + 3 * cRow, c3);
}

/** The same of a row. */
// @ts-ignore: decorator
@inline
function fewRowsOfOne(isScaled: bool, k: i32, c: usize, a: usize, aRow: usize, b: usize, bRow: usize, times: v128, plus: v128): void {
  let value = scaledOrNot(isScaled, c, times, plus);
  for (let r = 0, p = a, q = b; r < k; r++, p += aRow, q += bRow) value = addedOrNot(isScaled, v128.load_splat<f64>(p), v128.load(q), value);
  v128.store(c, value);
}

/** In two roundings. */
// @ts-ignore: decorator
@inline
function scaledOrNot(isScaled: bool, p: usize, times: v128, plus: v128): v128 {
  return isScaled ? f64x2.add(f64x2.mul(times, v128.load(p)), plus) : v128.load(p);
}

// @ts-ignore: decorator
@inline
function addedOrNot(isAdded: bool, x: v128, y: v128, sum: v128): v128 {
  return isAdded ? multiplyAdd(x, y, sum) : multiplySubtract(x, y, sum);
}
