import { scaleAndAddFewRows } from "./few-rows";
import { storeHalved } from "./halving";
import {
  halvings, matern32, matern52, polynomial, rbf, roughFactor, roughHalvings, roughMatern52, roughRbf, smoothFactor, smoothHalvings,
} from "./radial-functions";
import { multiplyAdd } from "./simd";

/*
 * Coordinates come dimension after dimension, over the lengthscales, each dimension filled up with zeros to whole groups of four points; so do
 * the rows of the results.
 */

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
