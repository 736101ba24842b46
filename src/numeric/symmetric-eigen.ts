import { EigenvalueDecomposition, Matrix as Table } from "ml-matrix";
import { matrixFrom, type Matrix } from "./matrix.ts";

/** A = Σ_k values_k v_k v_kᵀ with orthonormal rows v_k, values ascending. */
export interface SymmetricEigen {
  readonly values: Float64Array; // [n]
  readonly vectors: Matrix; // [n, n], v_k in row k
}

/** Part of the largest element below which another is no different from nothing: the decomposition divides by it all the same. */
const negligible = 1e-30;

/** Eigenvalues and eigenvectors of a small symmetric matrix of finite numbers. // [n, n] */
export function symmetricEigen({ rows: n, data }: Matrix): SymmetricEigen {
  const size = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const shares = Array.from(data, (value) => (Math.abs(value / size) < negligible ? 0 : value / size));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Table.from1DArray(n, n, shares), { assumeSymmetric: true });
  return {
    values: Float64Array.from(realEigenvalues, (value) => size * value),
    vectors: matrixFrom(n, n, Float64Array.from(eigenvectorMatrix.transpose().to1DArray())),
  };
}
