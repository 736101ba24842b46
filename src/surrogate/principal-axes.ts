import { symmetricEigen, zeros, type KernelName, type LinearAlgebra, type Matrix } from "../numeric/index.ts";
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

/** Points in the coordinates of the axes. // [n, p] -> [n, p] */
export function alongAxes({ rows, columns: p, data }: Matrix, axes: PrincipalAxes["axes"]): Matrix {
  const result = zeros(rows, p);
  for (let i = 0; i < rows * p; i += p) {
    for (const [k, axis] of axes.entries()) {
      let sum = 0;
      for (let l = 0; l < p; l++) sum += axis[l]! * data[i + l];
      result.data[i + k] = sum;
    }
  }
  return result;
}

/**
 * G with Σ_ij W_ij dk(x_i, x_j) = tr(G dH), from the derivative of the matrix exponential in the basis of the axes [Higham2008, theorem 3.11]:
 * G_kl = M_kl sinh(δ)/δ, δ = ln(lengthscale_k / lengthscale_l), M the moments of `kernelMoments`. // points along the axes: [n, p]
 */
export function logLengthsGradient(
  engine: LinearAlgebra, kernel: KernelName, points: Matrix, { axes, lengthscales }: PrincipalAxes, weights: Matrix,
): Matrix {
  const p = axes.length;
  const moments = kernelMoments(engine, kernel, points, lengthscales, weights).data;
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

/** Of a coordinate that is to be summed over and not to be seen by any distance: its square is lost in the rounding of 1. */
const unseen = 2 ** -30;

/**
 * M_kl = Σ_ij W_ij (-k'(r_ij) / r_ij) u_ijk u_ijl, where u_ij is the difference of two points in lengthscales. The engine sums the
 * squares of every coordinate, so that sums of two coordinates, too small to change a distance, give the products. // [n, p] -> [p, p]
 */
function kernelMoments(
  engine: LinearAlgebra, kernel: KernelName, { rows, columns: p, data }: Matrix, lengthscales: readonly number[], weights: Matrix,
): Matrix {
  const pairs = Array.from({ length: p }, (_, k) => Array.from({ length: p - k - 1 }, (__, l) => [k, k + 1 + l] as const)).flat();
  const width = p + pairs.length;
  const points = zeros(rows, width);
  for (let i = 0; i < rows; i++) {
    const scaled = Array.from(lengthscales, (lengthscale, k) => data[i * p + k] / lengthscale);
    points.data.set(scaled, i * width);
    for (const [next, [k, l]] of pairs.entries()) points.data[i * width + p + next] = unseen * (scaled[k]! + scaled[l]!);
  }
  const sums = engine.kernelGradient(kernel, points, new Float64Array(width).fill(1), weights);
  const moments = zeros(p, p);
  for (let k = 0; k < p; k++) moments.data[k * p + k] = sums[k];
  for (const [next, [k, l]] of pairs.entries()) {
    moments.data[k * p + l] = moments.data[l * p + k] = (sums[p + next] / unseen ** 2 - sums[k] - sums[l]) / 2;
  }
  return moments;
}
