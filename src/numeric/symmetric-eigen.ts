import { zeros, type Matrix } from "./matrix.ts";

/** A = Σ_k values_k v_k v_kᵀ with orthonormal rows v_k. */
export interface SymmetricEigen {
  readonly values: Float64Array; // [n]
  readonly vectors: Matrix; // [n, n], v_k in row k
}

const mostSweeps = 50;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations of at most 45 degrees [Golub2013, section 8.5]:
 * of a matrix that is nearly diagonal, v_k is nearly the k-th axis. O(n³) a sweep, some six of them.
 */
export function symmetricEigen({ rows: n, data }: Matrix): SymmetricEigen {
  const a = data.slice();
  const vectors = zeros(n, n);
  for (let k = 0; k < n; k++) vectors.data[k * n + k] = 1;
  const size = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  for (let sweep = 0; largestOffDiagonal(a, n) > Number.EPSILON * size; sweep++) {
    if (sweep === mostSweeps) throw new RangeError("expected a symmetric matrix of finite numbers, got one whose eigenvalues do not converge");
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p * n + q] !== 0) rotate(a, vectors.data, n, p, q);
      }
    }
  }
  return { values: Float64Array.from({ length: n }, (_, k) => a[k * n + k]), vectors };
}

/** Turns axes p and q so that their element vanishes. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const cotangent = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]); // of twice the angle
  const tangent = (cotangent >= 0 ? 1 : -1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  const turn = (values: Float64Array, i: number, j: number): void => {
    const [x, y] = [values[i], values[j]];
    values[i] = cosine * x - sine * y;
    values[j] = sine * x + cosine * y;
  };
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k);
  a[p * n + q] = a[q * n + p] = 0;
  for (let k = 0; k < n; k++) turn(vectors, p * n + k, q * n + k);
}

function largestOffDiagonal(a: Float64Array, n: number): number {
  let largest = 0;
  for (let p = 0; p < n; p++) for (let q = 0; q < p; q++) largest = Math.max(largest, Math.abs(a[p * n + q]));
  return largest;
}
