import { exponential, storeDecaying } from "./exponential";
import { multiplyAdd, multiplySubtract } from "./simd";

/*
 * Coordinates come dimension after dimension, over the lengthscales, each dimension filled up with zeros to whole groups of four
 * points; so do the rows of the results.
 */

/** Covariance functions by number, in the order of the names in `KernelName`. */
const matern32: i32 = 0;
const matern52: i32 = 1;

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  1.7320508075688772, 1.7320508075688772, // √3
  2.23606797749979, 2.23606797749979, // √5
  0.3333333333333333, 0.3333333333333333,
  1, 1,
  -0.5, -0.5,
  3, 3,
  1.6666666666666667, 1.6666666666666667,
], 16);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(table + index * 16);
}

/** r² -> k(r) of four pairs. */
// @ts-ignore: decorator
@inline
function storeCovariances(kernel: i32, target: usize, first: v128, second: v128): void {
  const one = constant(3);
  if (kernel === matern32) {
    const u = f64x2.mul(constant(0), f64x2.sqrt(first));
    const v = f64x2.mul(constant(0), f64x2.sqrt(second));
    storeDecaying(target, f64x2.add(one, u), f64x2.neg(u), f64x2.add(one, v), f64x2.neg(v));
  } else if (kernel === matern52) {
    const u = f64x2.mul(constant(1), f64x2.sqrt(first));
    const v = f64x2.mul(constant(1), f64x2.sqrt(second));
    const third = constant(2);
    const p = multiplyAdd(u, multiplyAdd(u, third, one), one);
    const q = multiplyAdd(v, multiplyAdd(v, third, one), one);
    storeDecaying(target, p, f64x2.neg(u), q, f64x2.neg(v));
  } else {
    storeDecaying(target, one, f64x2.mul(constant(4), first), one, f64x2.mul(constant(4), second));
  }
}

/** k(x_i, z_j) for the rows i = from .. to - 1 and j = 0 .. columns - 1. // [d, n], [d, m] -> [to - from, m] */
export function kernelRows(
  kernel: i32, d: i32, from: i32, to: i32, columns: i32,
  x: usize, xDimension: usize, z: usize, zDimension: usize, target: usize, targetRow: usize,
): void {
  for (let i = from; i < to; i++) {
    const row = target + (i - from) * targetRow;
    if (kernel === matern32) kernelRow(matern32, d, columns, x + i * 8, xDimension, z, zDimension, row);
    else if (kernel === matern52) kernelRow(matern52, d, columns, x + i * 8, xDimension, z, zDimension, row);
    else kernelRow(2, d, columns, x + i * 8, xDimension, z, zDimension, row);
  }
}

// @ts-ignore: decorator
@inline
function kernelRow(kernel: i32, d: i32, columns: i32, x: usize, xDimension: usize, z: usize, zDimension: usize, row: usize): void {
  for (let j = 0; j < columns; j += 4) {
    let p = x;
    let q = z + j * 8;
    let first = f64x2.splat(0);
    let second = first;
    for (let k = 0; k < d; k++, p += xDimension, q += zDimension) {
      const coordinate = v128.load_splat<f64>(p);
      const left = f64x2.sub(coordinate, v128.load(q));
      const right = f64x2.sub(coordinate, v128.load(q, 16));
      first = multiplyAdd(left, left, first);
      second = multiplyAdd(right, right, second);
    }
    storeCovariances(kernel, row + j * 8, first, second);
  }
}

const tile: i32 = 64; // a square of this size is finished before the next, so that its mirror image stays in the cache

/** The kernel matrix of points with themselves: the lower triangle, and its mirror image. // [d, n] -> [n, n] */
export function symmetricKernelMatrix(kernel: i32, d: i32, n: i32, x: usize, xDimension: usize, target: usize, targetRow: usize): void {
  for (let top = 0; top < n; top += tile) {
    const bottom = min(top + tile, n);
    for (let left = 0; left <= top; left += tile) {
      const right = min(left + tile, bottom);
      kernelRows(kernel, d, top, bottom, right - left, x, xDimension, x + left * 8, xDimension, target + top * targetRow + left * 8, targetRow);
      for (let i = top; i < bottom; i++) {
        for (let j = left; j < min(right, i); j++) store<f64>(target + j * targetRow + i * 8, load<f64>(target + i * targetRow + j * 8));
      }
    }
  }
}

/** The lower triangle alone; some of what lies above is written too. Rows have room for whole groups of four. // [d, n] -> [n, n] */
export function lowerKernelMatrix(kernel: i32, d: i32, n: i32, x: usize, xDimension: usize, target: usize, targetRow: usize): void {
  for (let top = 0; top < n; top += tile) {
    const bottom = min(top + tile, n);
    kernelRows(kernel, d, top, bottom, bottom, x, xDimension, x, xDimension, target + top * targetRow, targetRow);
  }
}

/**
 * sums[0] += Σ_ij W_ij k_ij, sums[1 + k] += Σ_ij W_ij ∂k_ij/∂ln(lengthscale_k) for W = K⁻¹ - ααᵀ; the trace of W. Of K⁻¹ the lower triangle
 * is read. `factors` has room for a row. // [d, n], [n, n], [n], [n], [1 + d]
 */
export function addWeightedKernel(
  kernel: i32, d: i32, n: i32, x: usize, xDimension: usize,
  inverse: usize, inverseRow: usize, alpha: usize, factors: usize, sums: usize,
): f64 {
  let trace: f64 = 0;
  for (let i = 0; i < n; i++) {
    const own = load<f64>(alpha + i * 8);
    const diagonal = load<f64>(inverse + i * (inverseRow + 8)) - own * own;
    const columns = (i + 1) & ~1; // up to i - 1 or i, whose difference is 0
    const below = weightedRow(kernel, d, columns, x + i * 8, xDimension, x, inverse + i * inverseRow, alpha, own, factors);
    store<f64>(sums, load<f64>(sums) + 2 * below + (i & 1 ? -diagonal : diagonal));
    for (let k = 0; k < d; k++) addWeightedSquares(columns, x + k * xDimension, i, factors, sums + 8 + k * 8);
    trace += diagonal;
  }
  return trace;
}

/** factors_j = 2 W_j · -k'(r_j)/r_j; Σ W_j k(r_j). */
function weightedRow(
  kernel: i32, d: i32, columns: i32, x: usize, xDimension: usize, z: usize, inverse: usize, alpha: usize, own: f64, factors: usize,
): f64 {
  const mine = f64x2.splat(own);
  let sum = f64x2.splat(0);
  for (let j = 0; j < columns; j += 2) {
    let p = x;
    let q = z + j * 8;
    let squared = f64x2.splat(0);
    for (let k = 0; k < d; k++, p += xDimension, q += xDimension) {
      const difference = f64x2.sub(v128.load_splat<f64>(p), v128.load(q));
      squared = multiplyAdd(difference, difference, squared);
    }
    const w = multiplySubtract(mine, v128.load(alpha + j * 8), v128.load(inverse + j * 8));
    let value: v128;
    let slope: v128;
    if (kernel === matern32) {
      const u = f64x2.mul(constant(0), f64x2.sqrt(squared));
      const decay = exponential(f64x2.neg(u));
      value = multiplyAdd(u, decay, decay);
      slope = f64x2.mul(constant(5), decay);
    } else if (kernel === matern52) {
      const u = f64x2.mul(constant(1), f64x2.sqrt(squared));
      const decay = exponential(f64x2.neg(u));
      slope = multiplyAdd(u, decay, decay);
      value = multiplyAdd(f64x2.mul(u, constant(2)), f64x2.mul(u, decay), slope);
      slope = f64x2.mul(constant(6), slope);
    } else {
      value = exponential(f64x2.mul(constant(4), squared));
      slope = value;
    }
    sum = multiplyAdd(w, value, sum);
    v128.store(factors + j * 8, f64x2.mul(f64x2.add(w, w), slope));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function addWeightedSquares(columns: i32, coordinates: usize, i: i32, factors: usize, sum: usize): void {
  const coordinate = v128.load_splat<f64>(coordinates + i * 8);
  let pairs = f64x2.splat(0);
  for (let j = 0; j < columns; j += 2) {
    const difference = f64x2.sub(coordinate, v128.load(coordinates + j * 8));
    pairs = multiplyAdd(v128.load(factors + j * 8), f64x2.mul(difference, difference), pairs);
  }
  store<f64>(sum, load<f64>(sum) + f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1));
}
