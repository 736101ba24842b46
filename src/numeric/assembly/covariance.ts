import { addProductLower } from "./matrix-product";

/** What is done to covariances and whitened rows between the kernels and the factorisations. Rows have room for columns in pairs. */

/** mean += Vᵀb, variance -= the squared norms of V's columns, row by row and in two roundings each. // [rows, columns], [rows], [columns] each */
export function conditionOnRows(rows: i32, columns: i32, v: usize, vRow: usize, b: usize, mean: usize, variance: usize): void {
  for (let j = 0; j < columns; j += 2) {
    let p = v + j * 8;
    let m = v128.load(mean + j * 8);
    let s = v128.load(variance + j * 8);
    for (let i = 0; i < rows; i++, p += vRow) {
      const value = v128.load(p);
      m = f64x2.add(m, f64x2.mul(v128.load_splat<f64>(b + i * 8), value));
      s = f64x2.sub(s, f64x2.mul(value, value));
    }
    v128.store(mean + j * 8, m);
    v128.store(variance + j * 8, s);
  }
}

/** The lower triangle of C -= VᵀV; some of what lies above is touched too. // [n, n] -= [k, n] x [k, n] */
export function subtractGram(n: i32, k: i32, c: usize, cRow: usize, v: usize, vRow: usize): void {
  addProductLower(n, k, -1, c, cRow, v, 8, vRow, v, vRow, 8);
}

/** Below the diagonal of C <- kept scale_i scale_j c_ij, on it 1. // [n, n], [n] */
export function toCorrelations(n: i32, c: usize, cRow: usize, scale: usize, kept: f64): void {
  for (let i = 0; i < n; i++) {
    const row = c + i * cRow;
    const factor = kept * load<f64>(scale + i * 8);
    for (let j = 0; j < i; j++) store<f64>(row + j * 8, factor * load<f64>(scale + j * 8) * load<f64>(row + j * 8));
    store<f64>(row + i * 8, 1);
  }
}

/** Zeros above the diagonal. // [n, n] */
export function clearUpper(n: i32, l: usize, lRow: usize): void {
  for (let i = 0; i < n; i++) memory.fill(l + i * (lRow + 8) + 8, 0, <usize>(n - 1 - i) * 8);
}
