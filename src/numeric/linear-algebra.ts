import type { CovarianceAlgebra } from "./covariance-algebra.ts";
import type { Matrix } from "./matrix.ts";

/**
 * Covariance functions the engines build, as functions of the scaled distance r = |(x - z) / lengthscale|. A sum is a smooth function with
 * a little of a rough one of shorter range on top: 63/64 of the first and 1/64 of the second at r / 0.4.
 */
export const kernelNames = ["matern32", "matern52", "rbf", "matern52+matern32", "rbf+matern32"] as const;
export type KernelName = (typeof kernelNames)[number];

/** Of the sums: the part of the rough function, a power of 2 so that parts add up to 1 exactly, and its range over that of the smooth one. */
export const roughPart = { share: 1 / 64, range: 0.4 } as const;

/** A factorisation K + jitter·I = L Lᵀ; `jitter` is 0 unless K alone was not positive definite to working precision. */
export interface Cholesky {
  readonly factor: Matrix; // [n, n] lower triangle L, zeros above
  readonly jitter: number;
}

/**
 * The port all dense linear algebra goes through; matrices are row-major and inputs are never modified.
 * Every implementation passes the laws in `src/testing/linear-algebra-laws.ts`.
 */
export interface LinearAlgebra extends DenseAlgebra, CovarianceAlgebra {
  readonly name: string;
}

/** Operations on matrices. */
export interface DenseAlgebra {
  /** A B. // [m, k] x [k, n] -> [m, n] */
  multiply(a: Matrix, b: Matrix): Matrix;

  /** Aᵀ B. // [k, m] x [k, n] -> [m, n] */
  multiplyTransposedLeft(a: Matrix, b: Matrix): Matrix;

  /** C - Aᵀ B, the posterior covariance update K(C,U) - VcᵀV. // [m, n] - [k, m] x [k, n] -> [m, n] */
  subtractTransposedProduct(c: Matrix, a: Matrix, b: Matrix): Matrix;

  /**
   * Cholesky factor of a symmetric matrix; only the lower triangle is read. // [n, n]
   * When a pivot fails, jitter of 1e-12, 1e-11, .. 1e-6 times the mean diagonal is tried and recorded in the result.
   * Throws a NotPositiveDefiniteError that names the pivot when the largest jitter does not help, or on NaN.
   */
  cholesky(a: Matrix): Cholesky;

  /** L⁻¹ B by forward substitution. // [n, n] x [n, m] -> [n, m] */
  solveLower(factor: Matrix, b: Matrix): Matrix;

  /** L⁻ᵀ B by back substitution. // [n, n] x [n, m] -> [n, m] */
  solveLowerTransposed(factor: Matrix, b: Matrix): Matrix;

  /** (L Lᵀ)⁻¹, both triangles filled. // [n, n] -> [n, n] */
  inverseFromCholesky(factor: Matrix): Matrix;

  /**
   * Unit-variance kernel matrix k(x_i, z_j) with one lengthscale per dimension. // [n, d] x [m, d] -> [n, m]
   * With `x === z` the result is exactly symmetric with ones on the diagonal.
   */
  kernelMatrix(kernel: KernelName, x: Matrix, z: Matrix, lengthscales: Float64Array): Matrix;
}

/** Raised when a matrix that should be a covariance is not positive definite even with jitter. */
export class NotPositiveDefiniteError extends Error {
  override readonly name = "NotPositiveDefiniteError";
  readonly pivot: number;
  readonly size: number;

  constructor(pivot: number, size: number) {
    super(`expected a positive definite ${size} x ${size} matrix, got a failing pivot at row ${pivot} even with jitter`);
    this.pivot = pivot;
    this.size = size;
  }
}
