import { halved } from "./halving";
import {
  halvings, matern32, matern52, polynomial, rbf, roughMatern52, roughRbf, slopeOfParts, slopePolynomial, sumOfParts,
} from "./radial-functions";
import { multiplyAdd, multiplySubtract } from "./simd";

/**
 * sums[0] += Σ_ij W_ij k_ij, sums[1 + k] += Σ_ij W_ij ∂k_ij/∂ln(lengthscale_k) for W = K⁻¹ - ααᵀ; the trace of W. Of K⁻¹ the lower triangle
 * is read. `factors` has room for a row. // [d, n], [n, n], [n], [n], [1 + d]
 */
export function addWeightedKernel(
  kernel: i32, d: i32, n: i32, x: usize, xDimension: usize,
  inverse: usize, inverseRow: usize, alpha: usize, factors: usize, sums: usize,
): f64 {
  let trace: f64 = 0;
  for (let i = 0; i < n; i++) {
    const own = load<f64>(alpha + i * 8);
    const diagonal = load<f64>(inverse + i * (inverseRow + 8)) - own * own;
    const columns = (i + 1) & ~1; // up to i - 1 or i, whose difference is 0
    const row = inverse + i * inverseRow;
    let below: f64;
    if (kernel === matern32) below = weightedRow(matern32, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else if (kernel === matern52) below = weightedRow(matern52, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else if (kernel === rbf) below = weightedRow(rbf, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else if (kernel === roughMatern52) below = weightedRow(roughMatern52, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    else below = weightedRow(roughRbf, d, columns, x + i * 8, xDimension, x, row, alpha, own, factors);
    store<f64>(sums, load<f64>(sums) + 2 * below + (i & 1 ? -diagonal : diagonal));
    for (let k = 0; k < d; k++) addWeightedSquares(columns, x + k * xDimension, i, factors, sums + 8 + k * 8);
    trace += diagonal;
  }
  return trace;
}

/** factors_j = 2 W_j · -k'(r_j)/r_j; Σ W_j k(r_j). */
// @ts-ignore: decorator
@inline
function weightedRow(
  kernel: i32, d: i32, columns: i32, x: usize, xDimension: usize, z: usize, inverse: usize, alpha: usize, own: f64, factors: usize,
): f64 {
  const mine = f64x2.splat(own);
  let sum = f64x2.splat(0);
  for (let j = 0; j < columns; j += 2) {
    let p = x;
    let q = z + j * 8;
    let squared = f64x2.splat(0);
    for (let k = 0; k < d; k++, p += xDimension, q += xDimension) {
      const difference = f64x2.sub(v128.load_splat<f64>(p), v128.load(q));
      squared = multiplyAdd(difference, difference, squared);
    }
    const w = multiplySubtract(mine, v128.load(alpha + j * 8), v128.load(inverse + j * 8));
    if (kernel >= roughMatern52) {
      sum = multiplyAdd(w, sumOfParts(kernel, squared), sum);
      v128.store(factors + j * 8, f64x2.mul(f64x2.add(w, w), slopeOfParts(kernel, squared)));
      continue;
    }
    const u = halvings(kernel, squared);
    const weighted = f64x2.mul(w, halved(u));
    sum = multiplyAdd(weighted, polynomial(kernel, u), sum);
    v128.store(factors + j * 8, f64x2.mul(f64x2.add(weighted, weighted), slopePolynomial(kernel, u)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function addWeightedSquares(columns: i32, coordinates: usize, i: i32, factors: usize, sum: usize): void {
  const coordinate = v128.load_splat<f64>(coordinates + i * 8);
  let pairs = f64x2.splat(0);
  for (let j = 0; j < columns; j += 2) {
    const difference = f64x2.sub(coordinate, v128.load(coordinates + j * 8));
    pairs = multiplyAdd(v128.load(factors + j * 8), f64x2.mul(difference, difference), pairs);
  }
  store<f64>(sum, load<f64>(sum) + f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1));
}
