import { multiplyAdd } from "./simd";

/*
 * The one tuned piece of dense algebra: C += alpha A B with both operands copied into panels that the inner loop
 * reads in order. Factorisations and solves are recursions that end here [Goto2008].
 *
 * A block is an address, its rows and columns, and the distances in bytes from row to row and from column to column.
 */

const tile: i32 = 4; // the inner loop holds a 4 x 4 tile of C in registers
const depth: i32 = 256; // of a panel
const panelRows: i32 = 128; // 128 x 256 of A stay in the second-level cache
const panelColumns: i32 = 1024;

/** Bytes of scratch memory a thread needs for its panels, the last tile at the edge included. */
export const panelBytes: usize = (<usize>panelRows * depth + <usize>panelColumns * depth + tile * tile) * 8;

let packedA: usize = 0;
let packedB: usize = 0;
let edge: usize = 0;

export function placePanels(scratch: usize): void {
  packedA = scratch;
  packedB = packedA + <usize>panelRows * depth * 8;
  edge = packedB + <usize>panelColumns * depth * 8;
}

/** C += alpha A B with row-major C. // [m, n] += [m, k] x [k, n] */
export function addProduct(
  m: i32, n: i32, k: i32, alpha: f64,
  c: usize, cRow: usize,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
): void {
  for (let j = 0; j < n; j += panelColumns) {
    const columns = min(panelColumns, n - j);
    for (let p = 0; p < k; p += depth) {
      const inner = min(depth, k - p);
      pack(packedB, 1, b + p * bRow + j * bColumn, columns, inner, bColumn, bRow);
      for (let i = 0; i < m; i += panelRows) {
        const rows = min(panelRows, m - i);
        pack(packedA, alpha, a + i * aRow + p * aColumn, rows, inner, aRow, aColumn);
        addPanels(rows, columns, inner, c + i * cRow + j * 8, cRow);
      }
    }
  }
}

/**
 * The lower triangle of C += alpha A B, for products known to be symmetric; some of the upper triangle is touched too.
 * // [n, n] += [n, k] x [k, n]
 */
export function addProductLower(
  n: i32, k: i32, alpha: f64,
  c: usize, cRow: usize,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
): void {
  if (n <= 48) return addProduct(n, n, k, alpha, c, cRow, a, aRow, aColumn, b, bRow, bColumn);
  const half = halfOf(n);
  const rest = n - half;
  const lowerA = a + half * aRow;
  addProductLower(half, k, alpha, c, cRow, a, aRow, aColumn, b, bRow, bColumn);
  addProduct(rest, half, k, alpha, c + half * cRow, cRow, lowerA, aRow, aColumn, b, bRow, bColumn);
  addProductLower(rest, k, alpha, c + half * cRow + half * 8, cRow, lowerA, aRow, aColumn, b + half * bColumn, bRow, bColumn);
}

/** Where the recursions split: half of n, rounded up to whole tiles. */
// @ts-ignore: decorator
@inline
export function halfOf(n: i32): i32 {
  return ((n + 2 * tile - 1) / (2 * tile)) * tile;
}

/** Copies alpha times the block as strips of four rows, column after column within a strip; the last strip is filled up with zeros. */
function pack(target: usize, alpha: f64, source: usize, rows: i32, columns: i32, rowStride: usize, columnStride: usize): void {
  const factor = f64x2.splat(alpha);
  let t = target;
  let i = 0;
  for (; i + tile <= rows; i += tile) {
    const p = source + i * rowStride;
    if (rowStride === 8) t = packAlong(t, factor, p, columns, columnStride);
    else if (columnStride === 8) t = packAcross(t, factor, p, columns, rowStride);
    else t = packStrided(t, alpha, p, tile, columns, rowStride, columnStride);
  }
  if (i < rows) packStrided(t, alpha, source + i * rowStride, rows - i, columns, rowStride, columnStride);
}

/** Four rows that lie side by side in memory. */
function packAlong(target: usize, factor: v128, source: usize, columns: i32, columnStride: usize): usize {
  let p = source;
  const end = target + <usize>columns * 32;
  for (let t = target; t < end; t += 32, p += columnStride) {
    v128.store(t, f64x2.mul(factor, v128.load(p)));
    v128.store(t, f64x2.mul(factor, v128.load(p, 16)), 16);
  }
  return end;
}

/** Four rows whose columns lie side by side in memory, transposed two columns at a time. */
function packAcross(target: usize, factor: v128, source: usize, columns: i32, rowStride: usize): usize {
  let p0 = source;
  let p1 = p0 + rowStride;
  let p2 = p1 + rowStride;
  let p3 = p2 + rowStride;
  let t = target;
  const end = target + <usize>columns * 32;
  for (; t + 64 <= end; t += 64, p0 += 16, p1 += 16, p2 += 16, p3 += 16) {
    const r0 = f64x2.mul(factor, v128.load(p0));
    const r1 = f64x2.mul(factor, v128.load(p1));
    const r2 = f64x2.mul(factor, v128.load(p2));
    const r3 = f64x2.mul(factor, v128.load(p3));
    v128.store(t, v128.shuffle<f64>(r0, r1, 0, 2));
    v128.store(t, v128.shuffle<f64>(r2, r3, 0, 2), 16);
    v128.store(t, v128.shuffle<f64>(r0, r1, 1, 3), 32);
    v128.store(t, v128.shuffle<f64>(r2, r3, 1, 3), 48);
  }
  if (t < end) packStrided(t, f64x2.extract_lane(factor, 0), p0, tile, 1, rowStride, 8);
  return end;
}

function packStrided(target: usize, alpha: f64, source: usize, rows: i32, columns: i32, rowStride: usize, columnStride: usize): usize {
  let t = target;
  for (let k = 0; k < columns; k++) {
    const p = source + k * columnStride;
    for (let r = 0; r < tile; r++, t += 8) store<f64>(t, r < rows ? alpha * load<f64>(p + r * rowStride) : 0);
  }
  return t;
}

/** C += (packed A) (packed B), tile by tile. */
function addPanels(rows: i32, columns: i32, inner: i32, c: usize, cRow: usize): void {
  const strip = <usize>inner * tile * 8;
  for (let j = 0, b = packedB; j < columns; j += tile, b += strip) {
    for (let i = 0, a = packedA; i < rows; i += tile, a += strip) {
      const target = c + i * cRow + j * 8;
      if (i + tile <= rows && j + tile <= columns) {
        addTile(a, b, inner, target, cRow);
        continue;
      }
      memory.fill(edge, 0, tile * tile * 8);
      addTile(a, b, inner, edge, tile * 8);
      for (let r = 0; r < min(tile, rows - i); r++) {
        for (let s = 0; s < min(tile, columns - j); s++) {
          const p = target + r * cRow + s * 8;
          store<f64>(p, load<f64>(p) + load<f64>(edge + (r * tile + s) * 8));
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addTo(target: usize, left: v128, right: v128): void {
  v128.store(target, f64x2.add(v128.load(target), left));
  v128.store(target, f64x2.add(v128.load(target, 16), right), 16);
}

function addTile(a: usize, b: usize, inner: i32, c: usize, cRow: usize): void {
  let c00 = f64x2.splat(0), c01 = c00;
  let c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00;
  const end = a + <usize>inner * tile * 8;
  let p = a;
  let q = b;
  for (; p < end; p += 32, q += 32) {
    const left = v128.load(q);
    const right = v128.load(q, 16);
    const a0 = v128.load_splat<f64>(p);
    c00 = multiplyAdd(a0, left, c00);
    c01 = multiplyAdd(a0, right, c01);
    const a1 = v128.load_splat<f64>(p, 8);
    c10 = multiplyAdd(a1, left, c10);
    c11 = multiplyAdd(a1, right, c11);
    const a2 = v128.load_splat<f64>(p, 16);
    c20 = multiplyAdd(a2, left, c20);
    c21 = multiplyAdd(a2, right, c21);
    const a3 = v128.load_splat<f64>(p, 24);
    c30 = multiplyAdd(a3, left, c30);
    c31 = multiplyAdd(a3, right, c31);
  }
  addTo(c, c00, c01);
  addTo(c + cRow, c10, c11);
  addTo(c + 2 * cRow, c20, c21);
  addTo(c + 3 * cRow, c30, c31);
}
