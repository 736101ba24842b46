import { type Block, part, transposed } from "./block.ts";

/*
 * The one tuned piece of dense algebra: C += alpha A B with both operands copied into panels that the inner loop
 * reads in order. Factorisations and solves are recursions that end here [Goto2008].
 */

const tile = 4; // the inner loop holds a 4 x 4 tile of C in local variables
const depth = 256; // of a panel, so that one of A stays in the second-level cache
const panelRows = 128;
const panelColumns = 512;

const packedA = new Float64Array(panelRows * depth);
const packedB = new Float64Array(panelColumns * depth);
const edge = new Float64Array(tile * tile);

/** C += alpha A B in place. // [m, n] += [m, k] x [k, n] */
export function addProduct(c: Block, alpha: number, a: Block, b: Block): void {
  if (c.columns < tile) return addThinProduct(c, alpha, a, b);
  if (c.rows < tile) return addThinProduct(transposed(c), alpha, transposed(b), transposed(a));
  if (c.columnStride !== 1) return addProduct(transposed(c), alpha, transposed(b), transposed(a));
  for (let j = 0; j < c.columns; j += panelColumns) {
    const columns = Math.min(panelColumns, c.columns - j);
    for (let k = 0; k < a.columns; k += depth) {
      const inner = Math.min(depth, a.columns - k);
      pack(packedB, 1, transposed(part(b, k, j, inner, columns)));
      for (let i = 0; i < c.rows; i += panelRows) {
        const rows = Math.min(panelRows, c.rows - i);
        pack(packedA, alpha, part(a, i, k, rows, inner));
        addPanels(part(c, i, j, rows, columns), inner);
      }
    }
  }
}

/** The lower triangle of C += alpha A B, for products known to be symmetric; some of the upper triangle is touched too. */
export function addProductLower(c: Block, alpha: number, a: Block, b: Block): void {
  const n = c.rows;
  if (n <= 48) return addProduct(c, alpha, a, b);
  const half = halfOf(n);
  const top = part(a, 0, 0, half, a.columns);
  const bottom = part(a, half, 0, n - half, a.columns);
  const left = part(b, 0, 0, b.rows, half);
  addProductLower(part(c, 0, 0, half, half), alpha, top, left);
  addProduct(part(c, half, 0, n - half, half), alpha, bottom, left);
  addProductLower(part(c, half, half, n - half, n - half), alpha, bottom, part(b, 0, half, b.rows, n - half));
}

/** Where the recursions split: half of n, rounded up to whole tiles. */
export function halfOf(n: number): number {
  return Math.ceil(n / (2 * tile)) * tile;
}

/** Copies alpha times the block as strips of four rows, column after column within a strip; the last strip is filled up with zeros. */
function pack(target: Float64Array, alpha: number, { data, offset, rows, columns, rowStride, columnStride }: Block): void {
  let t = 0;
  for (let i = 0; i < rows; i += tile) {
    let p = offset + i * rowStride;
    if (i + tile <= rows) {
      for (let k = 0; k < columns; k++, p += columnStride, t += tile) {
        target[t] = alpha * data[p];
        target[t + 1] = alpha * data[p + rowStride];
        target[t + 2] = alpha * data[p + 2 * rowStride];
        target[t + 3] = alpha * data[p + 3 * rowStride];
      }
      continue;
    }
    for (let k = 0; k < columns; k++, p += columnStride) {
      for (let r = 0; r < tile; r++) target[t++] = i + r < rows ? alpha * data[p + r * rowStride] : 0;
    }
  }
}

/** C += (packed A) (packed B), tile by tile. */
function addPanels({ data, offset, rows, columns, rowStride }: Block, inner: number): void {
  for (let j = 0; j < columns; j += tile) {
    for (let i = 0; i < rows; i += tile) {
      const target = offset + i * rowStride + j;
      if (i + tile <= rows && j + tile <= columns) {
        addTile(data, target, rowStride, i * inner, j * inner, inner);
        continue;
      }
      edge.fill(0);
      addTile(edge, 0, tile, i * inner, j * inner, inner);
      for (let r = 0; r < Math.min(tile, rows - i); r++) {
        for (let s = 0; s < Math.min(tile, columns - j); s++) data[target + r * rowStride + s] += edge[r * tile + s];
      }
    }
  }
}

function addTile(c: Float64Array, offset: number, rowStride: number, a: number, b: number, inner: number): void {
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0;
  let c10 = 0, c11 = 0, c12 = 0, c13 = 0;
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0;
  let c30 = 0, c31 = 0, c32 = 0, c33 = 0;
  for (let end = a + tile * inner, p = a, q = b; p < end; p += tile, q += tile) {
    const b0 = packedB[q], b1 = packedB[q + 1], b2 = packedB[q + 2], b3 = packedB[q + 3];
    const a0 = packedA[p];
    c00 += a0 * b0; c01 += a0 * b1; c02 += a0 * b2; c03 += a0 * b3;
    const a1 = packedA[p + 1];
    c10 += a1 * b0; c11 += a1 * b1; c12 += a1 * b2; c13 += a1 * b3;
    const a2 = packedA[p + 2];
    c20 += a2 * b0; c21 += a2 * b1; c22 += a2 * b2; c23 += a2 * b3;
    const a3 = packedA[p + 3];
    c30 += a3 * b0; c31 += a3 * b1; c32 += a3 * b2; c33 += a3 * b3;
  }
  const row1 = offset + rowStride, row2 = row1 + rowStride, row3 = row2 + rowStride;
  c[offset] += c00; c[offset + 1] += c01; c[offset + 2] += c02; c[offset + 3] += c03;
  c[row1] += c10; c[row1 + 1] += c11; c[row1 + 2] += c12; c[row1 + 3] += c13;
  c[row2] += c20; c[row2 + 1] += c21; c[row2 + 2] += c22; c[row2 + 3] += c23;
  c[row3] += c30; c[row3 + 1] += c31; c[row3 + 2] += c32; c[row3 + 3] += c33;
}

/** C += alpha A B for a B of few columns, read straight from A in the order it is stored. */
function addThinProduct(c: Block, alpha: number, a: Block, b: Block): void {
  for (let j = 0; j < c.columns; j++) {
    const vector = new Float64Array(b.rows);
    for (let k = 0; k < b.rows; k++) vector[k] = alpha * b.data[b.offset + k * b.rowStride + j * b.columnStride];
    const column = part(c, 0, j, c.rows, 1);
    if (a.columnStride === 1) addDots(column, a, vector);
    else addColumns(column, a, vector);
  }
}

function addDots(c: Block, a: Block, vector: Float64Array): void {
  const data = a.data;
  for (let i = 0; i < a.rows; i++) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    let p = a.offset + i * a.rowStride;
    let k = 0;
    for (; k + 3 < vector.length; k += 4, p += 4) {
      s0 += data[p] * vector[k];
      s1 += data[p + 1] * vector[k + 1];
      s2 += data[p + 2] * vector[k + 2];
      s3 += data[p + 3] * vector[k + 3];
    }
    for (; k < vector.length; k++, p++) s0 += data[p] * vector[k];
    c.data[c.offset + i * c.rowStride] += s0 + s1 + (s2 + s3);
  }
}

function addColumns(c: Block, a: Block, vector: Float64Array): void {
  const { data, rowStride, columnStride } = a;
  const sum = new Float64Array(a.rows);
  let k = 0;
  for (; k + 3 < vector.length; k += 4) { // four at a time, so that a sum is loaded and stored once for four products
    const v0 = vector[k], v1 = vector[k + 1], v2 = vector[k + 2], v3 = vector[k + 3];
    let p0 = a.offset + k * columnStride;
    let p1 = p0 + columnStride, p2 = p1 + columnStride, p3 = p2 + columnStride;
    for (let i = 0; i < sum.length; i++, p0 += rowStride, p1 += rowStride, p2 += rowStride, p3 += rowStride) {
      sum[i] += v0 * data[p0] + v1 * data[p1] + (v2 * data[p2] + v3 * data[p3]);
    }
  }
  for (; k < vector.length; k++) {
    const v = vector[k];
    let p = a.offset + k * columnStride;
    for (let i = 0; i < sum.length; i++, p += rowStride) sum[i] += v * data[p];
  }
  for (let i = 0; i < sum.length; i++) c.data[c.offset + i * c.rowStride] += sum[i];
}
