import { symmetricEigen, zeros, type Matrix } from "../numeric/index.ts";
import { unitPoints, type UnitPoints } from "../space/index.ts";
import type { SurrogateSettings } from "./types.ts";

/**
 * Distances of a kernel whose axes are learned. They are those of Δxᵀ exp(-2H) Δx with a symmetric H, the logarithm of the
 * lengthscales: of a diagonal one the entries are the logarithms of the lengthscales of the inputs, and of any other one the
 * eigenvectors are the axes and the eigenvalues the logarithms of the lengthscales along them. So the entries have no bounds and no
 * order, and a normal law for them is a prior that knows of no direction [Leonard1992].
 */
export type LogLengths = Matrix; // [p, p]

/** What of the settings belongs to the axes. */
export type PrincipalAxes = Required<Pick<SurrogateSettings, "axes" | "lengthscales">>;

/** H from its diagonal and from what is above it, row by row. // [p], [p (p - 1) / 2] -> [p, p] */
export function logLengths(diagonal: Float64Array, above: Float64Array): LogLengths {
  const p = diagonal.length;
  const matrix = zeros(p, p);
  for (let k = 0, next = 0; k < p; k++) {
    matrix.data[k * p + k] = diagonal[k];
    for (let l = k + 1; l < p; l++) matrix.data[k * p + l] = matrix.data[l * p + k] = above[next++];
  }
  return matrix;
}

/** The elements above the diagonal, row by row. // [p, p] -> [p (p - 1) / 2] */
export function aboveDiagonal({ rows: p, data }: Matrix): number[] {
  return Array.from({ length: p }, (_, k) => [...data.subarray(k * p + k + 1, (k + 1) * p)]).flat();
}

/** Axes and lengthscales of H. */
export function principalAxes(lengths: LogLengths): PrincipalAxes {
  const { values, vectors } = symmetricEigen(lengths);
  const p = values.length;
  return {
    lengthscales: Array.from(values, Math.exp),
    axes: Array.from({ length: p }, (_, k) => [...vectors.data.subarray(k * p, (k + 1) * p)]),
  };
}

/** H of axes and lengthscales, Σ_k ln(lengthscale_k) a_k a_kᵀ. */
export function logLengthsOf({ axes, lengthscales }: PrincipalAxes): LogLengths {
  const p = axes.length;
  const sum = zeros(p, p);
  for (const [k, axis] of axes.entries()) {
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) sum.data[i * p + j] += Math.log(lengthscales[k]!) * axis[i]! * axis[j]!;
    }
  }
  return sum;
}

/** Points in the coordinates of the axes, terms as they are. // [n, p + b] -> [n, p + b] */
export function alongAxes({ n, d, data }: UnitPoints, axes: PrincipalAxes["axes"]): UnitPoints {
  const result = data.slice();
  for (let i = 0; i < n * d; i += d) {
    for (const [k, axis] of axes.entries()) {
      let sum = 0;
      for (let l = 0; l < axis.length; l++) sum += axis[l]! * data[i + l];
      result[i + k] = sum;
    }
  }
  return unitPoints(d, result);
}

/** Of a coordinate that is to be differentiated by and not to be seen by any distance: its square is lost in the rounding of 1. */
const unseen = 2 ** -30;

/**
 * Points in lengthscales, beside them the sums of every two coordinates, too small to change a distance: what a covariance changes by their
 * lengthscales tells of the products of two coordinates. // [n, p + b] -> [n, p + p (p - 1) / 2 + b]
 */
export function withPairSums({ rows, columns, data }: Matrix, lengthscales: readonly number[]): Matrix {
  const p = lengthscales.length;
  const pairs = pairsOf(p);
  const result = zeros(rows, columns + pairs.length);
  for (let i = 0; i < rows; i++) {
    const scaled = lengthscales.map((lengthscale, k) => data[i * columns + k] / lengthscale);
    const sums = pairs.map(([k, l]) => unseen * (scaled[k]! + scaled[l]!));
    result.data.set([...scaled, ...sums, ...data.subarray(i * columns + p, (i + 1) * columns)], i * result.columns);
  }
  return result;
}

/**
 * The gradient G by H, df = tr(G dH), from the one by the logarithms of the lengthscales of `withPairSums`, by the derivative of the matrix
 * exponential in the basis of the axes [Higham2008, theorem 3.11]: G_kl = M_kl sinh(δ)/δ, δ = ln(lengthscale_k / lengthscale_l), M_kl the
 * part of the products of two coordinates. // [p + p (p - 1) / 2] -> [p, p]
 */
export function logLengthsGradient(slopes: Float64Array, { axes, lengthscales }: PrincipalAxes): Matrix {
  const p = axes.length;
  const moments = zeros(p, p).data;
  for (let k = 0; k < p; k++) moments[k * p + k] = slopes[k];
  for (const [next, [k, l]] of pairsOf(p).entries()) {
    moments[k * p + l] = moments[l * p + k] = (slopes[p + next] / unseen ** 2 - slopes[k] - slopes[l]) / 2;
  }
  const gradient = zeros(p, p);
  for (let k = 0; k < p; k++) {
    for (let l = 0; l < p; l++) {
      const delta = Math.log(lengthscales[k]! / lengthscales[l]!);
      const value = moments[k * p + l] * (delta === 0 ? 1 : Math.sinh(delta) / delta);
      for (let i = 0; i < p; i++) {
        for (let j = 0; j < p; j++) gradient.data[i * p + j] += axes[k]![i]! * value * axes[l]![j]!;
      }
    }
  }
  return gradient;
}

function pairsOf(p: number): (readonly [number, number])[] {
  return Array.from({ length: p }, (_, k) => Array.from({ length: p - k - 1 }, (__, l) => [k, k + 1 + l] as const)).flat();
}
