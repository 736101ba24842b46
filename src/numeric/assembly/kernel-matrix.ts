import { halved, storeHalved } from "./halving";
import { scaleAndAddFewRows } from "./matrix-product";
import { multiplyAdd, multiplySubtract } from "./simd";

/*
 * Coordinates come dimension after dimension, over the lengthscales, each dimension filled up with zeros to whole groups of four points; so do
 * the rows of the results. Kernels are polynomials times 2⁻ʷ, w what their exponential falls by in halvings.
 */

/** Covariance functions by number, in the order of the names in `KernelName`. */
const matern32: i32 = 0;
const matern52: i32 = 1;
const rbf: i32 = 2;
const roughMatern52: i32 = 3;
const roughRbf: i32 = 4;

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  1, 1,
  0.6931471805599453, 0.6931471805599453, // ln 2
  0.16015100463940046, 0.16015100463940046, // (ln 2)²/3
  2.4988211106473437, 2.4988211106473437, // √3 / ln 2
  3.2259641822295606, 3.2259641822295606, // √5 / ln 2
  0.7213475204444817, 0.7213475204444817, // 1 / 2 ln 2
  3, 3,
  1.6666666666666667, 1.6666666666666667,
  1.1552453009332422, 1.1552453009332422, // 5/3 ln 2
  0.984375, 0.984375, // of sums, the smooth part
  0.015625, 0.015625, // the rough part
  6.247052776618358, 6.247052776618358, // √3 / ln 2 over its range
  0.09765625, 0.09765625, // the product of both
], 16);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(table + index * 16);
}

/** w of a squared distance: √3 r, √5 r or r²/2 over ln 2. */
// @ts-ignore: decorator
@inline
function halvings(kernel: i32, squared: v128): v128 {
  if (kernel === matern32) return f64x2.mul(constant(3), f64x2.sqrt(squared));
  if (kernel === matern52) return f64x2.mul(constant(4), f64x2.sqrt(squared));
  return f64x2.mul(constant(5), squared);
}

/** k(w) / 2⁻ʷ. */
// @ts-ignore: decorator
@inline
function polynomial(kernel: i32, w: v128): v128 {
  if (kernel === matern32) return multiplyAdd(constant(1), w, constant(0));
  if (kernel === matern52) return multiplyAdd(w, multiplyAdd(w, constant(2), constant(1)), constant(0));
  return constant(0);
}

/** -k'(r)/r / 2⁻ʷ: the derivative by the logarithm of a lengthscale is this times the squared difference of the coordinate. */
// @ts-ignore: decorator
@inline
function slopePolynomial(kernel: i32, w: v128): v128 {
  if (kernel === matern32) return constant(6);
  if (kernel === matern52) return multiplyAdd(constant(8), w, constant(7));
  return constant(0);
}

/** The smooth part of a sum. */
// @ts-ignore: decorator
@inline
function smoothPart(kernel: i32): i32 {
  return kernel === roughRbf ? rbf : matern52;
}

/** w of both parts of a sum; where both fall with the distance itself, its root is taken once. */
// @ts-ignore: decorator
@inline
function smoothHalvings(kernel: i32, squared: v128, distance: v128): v128 {
  return kernel === roughRbf ? halvings(rbf, squared) : f64x2.mul(constant(4), distance);
}

// @ts-ignore: decorator
@inline
function roughHalvings(distance: v128): v128 {
  return f64x2.mul(constant(11), distance);
}

/** k of a squared distance where it is a sum. */
// @ts-ignore: decorator
@inline
function sumOfParts(kernel: i32, squared: v128): v128 {
  const distance = f64x2.sqrt(squared);
  const u = smoothHalvings(kernel, squared, distance);
  const w = roughHalvings(distance);
  return multiplyAdd(smoothFactor(kernel, u), halved(u), f64x2.mul(roughFactor(w), halved(w)));
}

/** What 2⁻ʷ of the smooth part, and of the rough one, has for a factor in the sum. */
// @ts-ignore: decorator
@inline
function smoothFactor(kernel: i32, u: v128): v128 {
  return f64x2.mul(constant(9), polynomial(smoothPart(kernel), u));
}

// @ts-ignore: decorator
@inline
function roughFactor(w: v128): v128 {
  return f64x2.mul(constant(10), polynomial(matern32, w));
}

/** -k'(r)/r where k is a sum. */
// @ts-ignore: decorator
@inline
function slopeOfParts(kernel: i32, squared: v128): v128 {
  const distance = f64x2.sqrt(squared);
  const u = smoothHalvings(kernel, squared, distance);
  const w = roughHalvings(distance);
  const smooth = f64x2.mul(slopePolynomial(smoothPart(kernel), u), halved(u));
  return multiplyAdd(constant(9), smooth, f64x2.mul(constant(12), f64x2.mul(slopePolynomial(matern32, w), halved(w))));
}

/** k(x_i, z_j) for the rows i = from .. to - 1 and j = 0 .. columns - 1. // [d, n], [d, m] -> [to - from, m] */
export function kernelRows(
  kernel: i32, d: i32, from: i32, to: i32, columns: i32,
  x: usize, xDimension: usize, z: usize, zDimension: usize, target: usize, targetRow: usize,
): void {
  if (kernel === matern32) rowsOf(matern32, d, to - from, columns, x + from * 8, xDimension, z, zDimension, target, targetRow);
  else if (kernel === matern52) rowsOf(matern52, d, to - from, columns, x + from * 8, xDimension, z, zDimension, target, targetRow);
  else if (kernel === rbf) rowsOf(rbf, d, to - from, columns, x + from * 8, xDimension, z, zDimension, target, targetRow);
  else if (kernel === roughMatern52) rowsOf(roughMatern52, d, to - from, columns, x + from * 8, xDimension, z, zDimension, target, targetRow);
  else rowsOf(roughRbf, d, to - from, columns, x + from * 8, xDimension, z, zDimension, target, targetRow);
}

/** Two rows at a time; of the last of an odd number eight columns at a time, as far as there are so many. */
// @ts-ignore: decorator
@inline
function rowsOf(
  kernel: i32, d: i32, rows: i32, columns: i32, x: usize, xDimension: usize, z: usize, zDimension: usize, target: usize, targetRow: usize,
): void {
  let i = 0;
  for (; i + 2 <= rows; i += 2) {
    const row = target + i * targetRow;
    for (let j = 0; j < columns; j += 4) storeQuads(kernel, d, x + i * 8, 8, xDimension, z + j * 8, 0, zDimension, row + j * 8, targetRow);
  }
  if (i === rows) return;
  const row = target + i * targetRow;
  let j = 0;
  for (; j + 4 < columns; j += 8) storeQuads(kernel, d, x + i * 8, 0, xDimension, z + j * 8, 32, zDimension, row + j * 8, 32);
  if (j < columns) storeQuads(kernel, d, x + i * 8, 0, xDimension, z + j * 8, 0, zDimension, row + j * 8, 0);
}

/** Four covariances of x with z and its neighbours, and four of what lies beyond by `nextX`, `nextZ` and `nextTarget` bytes. */
// @ts-ignore: decorator
@inline
function storeQuads(
  kernel: i32, d: i32, x: usize, nextX: usize, xDimension: usize, z: usize, nextZ: usize, zDimension: usize, target: usize, nextTarget: usize,
): void {
  let p = x;
  let q = z;
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let k = 0; k < d; k++, p += xDimension, q += zDimension) {
    const here = v128.load_splat<f64>(p);
    const left = v128.load(q);
    const right = v128.load(q, 16);
    const d0 = f64x2.sub(here, left);
    const d1 = f64x2.sub(here, right);
    s0 = multiplyAdd(d0, d0, s0);
    s1 = multiplyAdd(d1, d1, s1);
    const there = nextX === 0 ? here : v128.load_splat<f64>(p + nextX);
    const d2 = f64x2.sub(there, nextZ === 0 ? left : v128.load(q + nextZ));
    const d3 = f64x2.sub(there, nextZ === 0 ? right : v128.load(q + nextZ, 16));
    s2 = multiplyAdd(d2, d2, s2);
    s3 = multiplyAdd(d3, d3, s3);
  }
  if (kernel >= roughMatern52) {
    storePair(kernel, target, s0, s1);
    storePair(kernel, target + nextTarget, s2, s3);
    return;
  }
  s0 = halvings(kernel, s0);
  s1 = halvings(kernel, s1);
  s2 = halvings(kernel, s2);
  s3 = halvings(kernel, s3);
  storeHalved(
    false,
    target, polynomial(kernel, s0), s0, polynomial(kernel, s1), s1,
    target + nextTarget, polynomial(kernel, s2), s2, polynomial(kernel, s3), s3,
  );
}

/** Four covariances that are sums. */
// @ts-ignore: decorator
@inline
function storePair(kernel: i32, target: usize, left: v128, right: v128): void {
  const here = f64x2.sqrt(left);
  const there = f64x2.sqrt(right);
  const u0 = smoothHalvings(kernel, left, here);
  const u1 = smoothHalvings(kernel, right, there);
  const w0 = roughHalvings(here);
  const w1 = roughHalvings(there);
  storeHalved(
    true,
    target, smoothFactor(kernel, u0), u0, roughFactor(w0), w0,
    target + 16, smoothFactor(kernel, u1), u1, roughFactor(w1), w1,
  );
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

const strip: i32 = 16; // rows of a triangle that are built up to the diagonal of the last of them

/**
 * The lower triangle of factor k(x, x) + shift + HᵀH for the k rows of H; some of what lies above is written too. Rows have room for whole
 * groups of four. // [d, n], [k, n] -> [n, n]
 */
export function lowerCovariance(
  kernel: i32, d: i32, n: i32, x: usize, xDimension: usize, target: usize, targetRow: usize,
  factor: f64, shift: f64, k: i32, h: usize, hRow: usize,
): void {
  for (let top = 0; top < n; top += strip) {
    const bottom = min(top + strip, n);
    const row = target + top * targetRow;
    kernelRows(kernel, d, top, bottom, bottom, x, xDimension, x, xDimension, row, targetRow);
    scaleAndAddFewRows(bottom - top, (bottom + 1) & ~1, k, row, targetRow, factor, shift, h + top * 8, hRow, h, hRow);
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
    const row = inverse + i * inverseRow;
    let below: f64;
    if (kernel === matern32) below = weightedRow(matern32, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else if (kernel === matern52) below = weightedRow(matern52, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else if (kernel === rbf) below = weightedRow(rbf, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else if (kernel === roughMatern52) below = weightedRow(roughMatern52, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else below = weightedRow(roughRbf, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    store<f64>(sums, load<f64>(sums) + 2 * below + (i & 1 ? -diagonal : diagonal));
    for (let k = 0; k < d; k++) addWeightedSquares(columns, x + k * xDimension, i, factors, sums + 8 + k * 8);
    trace += diagonal;
  }
  return trace;
}

/** factors_j = 2 W_j · -k'(r_j)/r_j; Σ W_j k(r_j). */
// @ts-ignore: decorator
@inline
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
    if (kernel >= roughMatern52) {
      sum = multiplyAdd(w, sumOfParts(kernel, squared), sum);
      v128.store(factors + j * 8, f64x2.mul(f64x2.add(w, w), slopeOfParts(kernel, squared)));
      continue;
    }
    const u = halvings(kernel, squared);
    const weighted = f64x2.mul(w, halved(u));
    sum = multiplyAdd(weighted, polynomial(kernel, u), sum);
    v128.store(factors + j * 8, f64x2.mul(f64x2.add(weighted, weighted), slopePolynomial(kernel, u)));
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
