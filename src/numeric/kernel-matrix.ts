import { exponential } from "./exponential.ts";
import { type KernelName } from "./linear-algebra.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { scaledCoordinates } from "./scaled-coordinates.ts";

const sqrt3 = Math.sqrt(3);
const sqrt5 = Math.sqrt(5);

/** Replaces `count` squared scaled distances r² by a function of them. */
type InPlace = (values: Float64Array, offset: number, count: number) => void;

/** r² -> k(r). */
const covariance: Record<KernelName, InPlace> = {
  matern32(values, offset, count) {
    rootsInPlace(values, offset, count);
    for (let p = offset, end = offset + count; p < end; p++) {
      const u = sqrt3 * values[p];
      values[p] = (1 + u) * exponential(-u);
    }
  },
  matern52(values, offset, count) {
    rootsInPlace(values, offset, count);
    for (let p = offset, end = offset + count; p < end; p++) {
      const u = sqrt5 * values[p];
      values[p] = (1 + u * (1 + u / 3)) * exponential(-u);
    }
  },
  rbf(values, offset, count) {
    for (let p = offset, end = offset + count; p < end; p++) values[p] = exponential(-0.5 * values[p]);
  },
};

/** The distance in lengthscales at which a correlation between 0 and 1 is reached, which all nearer points exceed. */
export function correlationReach(kernel: KernelName, correlation: number): number {
  let [near, far] = [0, 40]; // e⁻⁴⁰ is 0 beside 1
  const value = new Float64Array(1);
  for (let middle = 20; middle > near && middle < far; middle = (near + far) / 2) {
    value[0] = middle ** 2;
    covariance[kernel](value, 0, 1);
    if (value[0] >= correlation) near = middle;
    else far = middle;
  }
  return near;
}

/** r² -> -k'(r)/r, so that ∂k/∂ln(lengthscale_k) is this times the squared scaled difference in dimension k. */
const radialDerivative: Record<KernelName, InPlace> = {
  matern32(values, offset, count) {
    rootsInPlace(values, offset, count);
    for (let p = offset, end = offset + count; p < end; p++) values[p] = 3 * exponential(-sqrt3 * values[p]);
  },
  matern52(values, offset, count) {
    rootsInPlace(values, offset, count);
    for (let p = offset, end = offset + count; p < end; p++) {
      const u = sqrt5 * values[p];
      values[p] = (5 / 3) * (1 + u) * exponential(-u);
    }
  },
  rbf: covariance.rbf,
};

/**
 * Square roots, four at a time: a compiled square root waits for what its result register held before, so that one at a
 * time a loop may wait for its own last round.
 */
function rootsInPlace(values: Float64Array, offset: number, count: number): void {
  const end = offset + count;
  let p = offset;
  for (; p + 3 < end; p += 4) {
    const r0 = Math.sqrt(values[p]), r1 = Math.sqrt(values[p + 1]);
    const r2 = Math.sqrt(values[p + 2]), r3 = Math.sqrt(values[p + 3]);
    values[p] = r0;
    values[p + 1] = r1;
    values[p + 2] = r2;
    values[p + 3] = r3;
  }
  for (; p < end; p++) values[p] = Math.sqrt(values[p]);
}

const tile = 64; // a square of this size is finished before the next, so that its mirror image stays in the cache

/** See `LinearAlgebra.kernelMatrix`. */
export function kernelMatrix(kernel: KernelName, x: Matrix, z: Matrix, lengthscales: Float64Array): Matrix {
  const points = scaledCoordinates(x, lengthscales);
  if (x === z) return symmetricKernelMatrix(kernel, points, x.rows);
  const others = scaledCoordinates(z, lengthscales);
  const result = zeros(x.rows, z.rows);
  for (let i = 0; i < x.rows; i++) {
    const row = i * z.rows;
    addSquaredDistances(result.data, row, points, x.rows, i, others, z.rows, 0, z.rows);
    covariance[kernel](result.data, row, z.rows);
  }
  return result;
}

function symmetricKernelMatrix(kernel: KernelName, points: Float64Array, n: number): Matrix {
  const result = zeros(n, n);
  const data = result.data;
  forLowerTiles(n, (i, from, to) => {
    addSquaredDistances(data, i * n + from, points, n, i, points, n, from, to);
    covariance[kernel](data, i * n + from, to - from);
    for (let j = from; j < to; j++) data[j * n + i] = data[i * n + j];
  });
  return result;
}

/** See `LinearAlgebra.kernelGradient`. */
export function kernelGradient(
  kernel: KernelName,
  x: Matrix,
  lengthscales: Float64Array,
  weights: Matrix,
): Float64Array {
  const n = x.rows;
  const w = weights.data;
  const points = scaledCoordinates(x, lengthscales);
  const gradient = new Float64Array(lengthscales.length);
  const factors = new Float64Array(tile);
  forLowerTiles(n, (i, from, to) => {
    factors.fill(0);
    addSquaredDistances(factors, 0, points, n, i, points, n, from, to);
    radialDerivative[kernel](factors, 0, to - from);
    for (let j = from; j < to; j++) factors[j - from] *= w[i * n + j] + w[j * n + i];
    for (let k = 0; k < gradient.length; k++) gradient[k] += weightedSquares(factors, points, k * n, i, from, to);
  });
  return gradient;
}

/** Calls back for the pieces i, from .. to - 1 of the rows of a lower triangle, diagonal included, square by square. */
function forLowerTiles(n: number, visit: (i: number, from: number, to: number) => void): void {
  for (let top = 0; top < n; top += tile) {
    for (let from = 0; from <= top; from += tile) {
      for (let i = top; i < Math.min(top + tile, n); i++) visit(i, from, Math.min(from + tile, i + 1));
    }
  }
}

/** target[j] += |x_i - z_j|² for j = from .. to - 1, the first of them at `offset`. // points: [d, n], others: [d, m] */
function addSquaredDistances(
  target: Float64Array, offset: number,
  points: Float64Array, n: number, i: number,
  others: Float64Array, m: number, from: number, to: number,
): void {
  for (let p = i, q = 0; p < points.length; p += n, q += m) {
    const coordinate = points[p];
    for (let j = q + from, t = offset; j < q + to; j++, t++) {
      const difference = coordinate - others[j];
      target[t] += difference * difference;
    }
  }
}

/** Σ_j factors[j] (x_i - x_j)² in the dimension whose coordinates start at `start`. */
function weightedSquares(
  factors: Float64Array, points: Float64Array, start: number, i: number, from: number, to: number,
): number {
  const coordinate = points[start + i];
  let sum = 0;
  for (let j = from; j < to; j++) {
    const difference = coordinate - points[start + j];
    sum += factors[j - from] * difference * difference;
  }
  return sum;
}
