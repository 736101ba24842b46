import { zeros, type Matrix } from "./matrix.ts";

/** A ≈ F Fᵀ; the difference is positive semi-definite to rounding. */
export interface PivotedCholesky {
  readonly factor: Matrix; // [m, rank] F
  readonly remaining: Float64Array; // [m], the diagonal of A - F Fᵀ, 0 or more
}

/**
 * A factor F with F Fᵀ ≈ A of a positive semi-definite matrix, column by column along the largest remaining diagonal element, until none
 * is larger than `tolerance` times the largest of A [Harbrecht2012]. Unlike a Cholesky factor it exists when A is singular to rounding,
 * as covariances of nearby points are. O(m rank²). // [m, m] -> [m, rank]
 */
export function pivotedCholesky(a: Matrix, tolerance: number): PivotedCholesky {
  const m = a.rows;
  const remaining = Float64Array.from({ length: m }, (_, i) => a.data[i * m + i]!);
  const smallest = tolerance * remaining.reduce((largest, value) => Math.max(largest, value), 0);
  const columns: Float64Array[] = [];
  while (columns.length < m) {
    const pivot = remaining.reduce((best, value, i) => (value > remaining[best]! ? i : best), 0);
    if (!(remaining[pivot]! > smallest)) break;
    const root = Math.sqrt(remaining[pivot]!);
    const column = a.data.slice(pivot * m, (pivot + 1) * m);
    subtractColumns(column, columns, pivot);
    for (let i = 0; i < m; i++) {
      column[i]! /= root;
      remaining[i]! -= column[i]! ** 2;
    }
    remaining[pivot] = 0; // exactly: rounding must not make it a pivot again
    columns.push(column);
  }
  const factor = zeros(m, columns.length);
  columns.forEach((column, k) => column.forEach((value, i) => (factor.data[i * columns.length + k] = value)));
  return { factor, remaining: remaining.map((value) => Math.max(value, 0)) }; // rounding takes some below
}

/** column -= Σ before[pivot] · before, four columns at a time: the sum is read and written a quarter as often. */
function subtractColumns(column: Float64Array, columns: readonly Float64Array[], pivot: number): void {
  let k = 0;
  for (; k + 3 < columns.length; k += 4) {
    const a = columns[k]!, b = columns[k + 1]!, c = columns[k + 2]!, d = columns[k + 3]!;
    const wa = a[pivot]!, wb = b[pivot]!, wc = c[pivot]!, wd = d[pivot]!;
    for (let i = 0; i < column.length; i++) column[i]! -= wa * a[i]! + wb * b[i]! + (wc * c[i]! + wd * d[i]!);
  }
  for (; k < columns.length; k++) {
    const a = columns[k]!;
    const weight = a[pivot]!;
    for (let i = 0; i < column.length; i++) column[i]! -= weight * a[i]!;
  }
}
