import { type Block, part, transposed } from "./block.ts";
import { addProduct, halfOf } from "./matrix-product.ts";

/*
 * Triangular solves and products, in place: halve the triangle, leave the square to the matrix product.
 * Triangles of at most `base` rows are solved on a copy of `strip` columns that stays in the first-level cache;
 * a few right-hand sides are solved one by one, where packing would not pay.
 */

const base = 16;
const strip = 128;
const fewColumns = 4;
const work = new Float64Array(base * strip);

/** B <- L⁻¹ B. // [n, n], [n, m] */
export function solveLowerInPlace(l: Block, b: Block): void {
  const n = l.rows;
  if (b.columns < fewColumns) {
    for (let j = 0; j < b.columns; j++) forwardSubstitute(l, part(b, 0, j, n, 1));
    return;
  }
  if (n <= base) return solveStrips(l, b, true);
  const half = halfOf(n);
  const first = part(b, 0, 0, half, b.columns);
  const second = part(b, half, 0, n - half, b.columns);
  solveLowerInPlace(part(l, 0, 0, half, half), first);
  addProduct(second, -1, part(l, half, 0, n - half, half), first);
  solveLowerInPlace(part(l, half, half, n - half, n - half), second);
}

/** B <- L⁻ᵀ B. // [n, n], [n, m] */
export function solveLowerTransposedInPlace(l: Block, b: Block): void {
  const n = l.rows;
  if (b.columns < fewColumns) {
    for (let j = 0; j < b.columns; j++) backSubstitute(l, part(b, 0, j, n, 1));
    return;
  }
  if (n <= base) return solveStrips(transposed(l), b, false);
  const half = halfOf(n);
  const first = part(b, 0, 0, half, b.columns);
  const second = part(b, half, 0, n - half, b.columns);
  solveLowerTransposedInPlace(part(l, half, half, n - half, n - half), second);
  addProduct(first, -1, transposed(part(l, half, 0, n - half, half)), second);
  solveLowerTransposedInPlace(part(l, 0, 0, half, half), first);
}

/** L <- L⁻¹; what lies above the diagonal is neither read nor written. // [n, n] */
export function invertLowerInPlace(l: Block): void {
  const n = l.rows;
  if (n <= base) {
    for (let j = n - 1; j >= 0; j--) invertColumn(l, j);
    return;
  }
  const half = halfOf(n);
  const first = part(l, 0, 0, half, half);
  const square = part(l, half, 0, n - half, half);
  const second = part(l, half, half, n - half, n - half);
  solveLowerInPlace(second, square);
  solveLowerTransposedInPlace(first, transposed(square));
  negate(square);
  invertLowerInPlace(first);
  invertLowerInPlace(second);
}

/** B <- Lᵀ B for row-major B. // [n, n], [n, m] */
export function multiplyLowerTransposedInPlace(l: Block, b: Block): void {
  const n = l.rows;
  if (n <= base) {
    for (let i = 0; i < n; i++) combineRows(l, b, i);
    return;
  }
  const half = halfOf(n);
  const first = part(b, 0, 0, half, b.columns);
  const second = part(b, half, 0, n - half, b.columns);
  multiplyLowerTransposedInPlace(part(l, 0, 0, half, half), first);
  addProduct(first, 1, transposed(part(l, half, 0, n - half, half)), second);
  multiplyLowerTransposedInPlace(part(l, half, half, n - half, n - half), second);
}

/** Solves with a small triangle, lower when rows are eliminated ascending and upper when descending. */
function solveStrips(triangle: Block, b: Block, ascending: boolean): void {
  const n = triangle.rows;
  for (let j = 0; j < b.columns; j += strip) {
    const columns = Math.min(strip, b.columns - j);
    const block = part(b, 0, j, n, columns);
    copyStrip(block, true);
    for (let step = 0; step < n; step++) {
      if (ascending) eliminateRow(triangle, step, 0, step, columns);
      else eliminateRow(triangle, n - 1 - step, n - step, n, columns);
    }
    copyStrip(block, false);
  }
}

function copyStrip({ data, offset, rows, columns, rowStride, columnStride }: Block, intoWork: boolean): void {
  for (let i = 0; i < rows; i++) {
    let p = offset + i * rowStride;
    for (let w = i * strip, end = w + columns; w < end; w++, p += columnStride) {
      if (intoWork) work[w] = data[p];
      else data[p] = work[w];
    }
  }
}

/** Row i of the strip: minus the solved rows from .. to - 1 times their coefficients, over the diagonal. */
function eliminateRow(triangle: Block, i: number, from: number, to: number, columns: number): void {
  const { data, rowStride, columnStride } = triangle;
  const row = triangle.offset + i * rowStride;
  const target = i * strip;
  let k = from;
  for (; k + 3 < to; k += 4) {
    const p = row + k * columnStride;
    const t0 = data[p], t1 = data[p + columnStride], t2 = data[p + 2 * columnStride], t3 = data[p + 3 * columnStride];
    for (let q = k * strip, w = target, end = target + columns; w < end; q++, w++) {
      work[w] -= t0 * work[q] + t1 * work[q + strip] + (t2 * work[q + 2 * strip] + t3 * work[q + 3 * strip]);
    }
  }
  for (; k < to; k++) {
    const t = data[row + k * columnStride];
    for (let q = k * strip, w = target, end = target + columns; w < end; q++, w++) work[w] -= t * work[q];
  }
  const pivot = data[row + i * columnStride];
  for (let w = target, end = target + columns; w < end; w++) work[w] /= pivot;
}

/** One right-hand side by inner products with the rows of L. */
function forwardSubstitute(l: Block, b: Block): void {
  const n = l.rows;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    let p = l.offset + i * l.rowStride;
    let k = 0;
    for (; k + 3 < i; k += 4, p += 4) {
      s0 += l.data[p] * x[k];
      s1 += l.data[p + 1] * x[k + 1];
      s2 += l.data[p + 2] * x[k + 2];
      s3 += l.data[p + 3] * x[k + 3];
    }
    for (; k < i; k++, p++) s0 += l.data[p] * x[k];
    const q = b.offset + i * b.rowStride;
    x[i] = b.data[q] = (b.data[q] - (s0 + s1 + (s2 + s3))) / l.data[p];
  }
}

/** One right-hand side by multiples of the rows of L. */
function backSubstitute(l: Block, b: Block): void {
  const n = l.rows;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) x[i] = b.data[b.offset + i * b.rowStride];
  for (let i = n - 1; i >= 0; i--) {
    const row = l.offset + i * l.rowStride;
    const value = x[i] / l.data[row + i];
    b.data[b.offset + i * b.rowStride] = value;
    for (let k = 0; k < i; k++) x[k] -= value * l.data[row + k];
  }
}

/** Column j of a small inverse, when the columns right of it are inverted already. */
function invertColumn({ data, offset, rowStride, rows }: Block, j: number): void {
  const pivot = 1 / data[offset + j * rowStride + j];
  for (let i = rows - 1; i > j; i--) {
    let sum = 0;
    for (let k = j + 1; k <= i; k++) sum += data[offset + i * rowStride + k] * data[offset + k * rowStride + j];
    data[offset + i * rowStride + j] = -sum * pivot;
  }
  data[offset + j * rowStride + j] = pivot;
}

function negate({ data, offset, rows, columns, rowStride }: Block): void {
  for (let i = 0; i < rows; i++) {
    for (let p = offset + i * rowStride, end = p + columns; p < end; p++) data[p] = -data[p];
  }
}

/** Row i of Lᵀ B, when the rows above it are finished. */
function combineRows(l: Block, b: Block, i: number): void {
  const target = b.offset + i * b.rowStride;
  for (let k = i; k < l.rows; k++) {
    const factor = l.data[l.offset + k * l.rowStride + i];
    const source = b.offset + k * b.rowStride;
    for (let j = 0; j < b.columns; j++) {
      b.data[target + j] = (k === i ? 0 : b.data[target + j]) + factor * b.data[source + j];
    }
  }
}
