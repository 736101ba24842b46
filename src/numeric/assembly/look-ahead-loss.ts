import { exponential } from "./exponential";
import { owensT } from "./owens-t";
import { multiplyAdd } from "./simd";

/*
 * Expected losses L(a, r) after a step, by number in the order of `compiledLosses`; the formulas stand with the acquisition functions.
 * Arrays have an even number of values.
 */
const expectedEntropy: i32 = 0;
const bernoulliVariance: i32 = 1;

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  1.088793045151801, 1.088793045151801, // C² = π ln 2 / 2
  -0.08879304515180109, -0.08879304515180109, // 1 - C²
  0.7232661336440129, 0.7232661336440129, // C ln 2
  1, 1,
  -0.5, -0.5,
  0.999999999999, 0.999999999999, // the largest share of the variance that a step can take away
], 16);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(table + index * 16);
}

// @ts-ignore: decorator
@inline
function lossOf(loss: i32, a: v128, r: v128): v128 {
  if (loss === expectedEntropy) {
    const narrowing = f64x2.div(constant(3), multiplyAdd(constant(1), r, constant(0)));
    const width = f64x2.sqrt(f64x2.mul(f64x2.sub(constant(3), r), narrowing));
    const exponent = f64x2.mul(f64x2.mul(f64x2.mul(constant(4), a), a), narrowing);
    return f64x2.mul(f64x2.mul(constant(2), width), exponential(exponent));
  }
  const other = loss === bernoulliVariance ? f64x2.add(constant(3), r) : r;
  const slope = f64x2.sqrt(f64x2.div(f64x2.sub(constant(3), r), other));
  const first = owensT(f64x2.extract_lane(a, 0), f64x2.extract_lane(slope, 0));
  const second = owensT(f64x2.extract_lane(a, 1), f64x2.extract_lane(slope, 1));
  return f64x2.replace_lane(f64x2.splat(2 * first), 1, 2 * second);
}

/** target_j = L(a_j, r_j). // [k] each */
export function losses(loss: i32, count: i32, a: usize, r: usize, target: usize): void {
  for (let p: usize = 0, end = <usize>count * 8; p < end; p += 16) {
    v128.store(target + p, lossOf(loss, v128.load(a + p), v128.load(r + p)));
  }
}

/**
 * sums_i = Σ_j w_j { before_j - L(a_j, p_j + c_ij² q_i v_j) }, c_ij the covariance of a candidate with the integration point that row j names,
 * q_i the candidate's precision. // rows, a, precision v, share p, weights w, before: [k]; covariances: [c, m]; q, sums: [c]
 */
export function reductions(
  loss: i32, count: i32, rows: usize, a: usize, precision: usize, share: usize, weights: usize, before: usize,
  candidates: i32, covariances: usize, covariancesRow: usize, precisions: usize, sums: usize,
): void {
  for (let i = 0; i < candidates; i++) {
    const c = covariances + i * covariancesRow;
    const q = load<f64>(precisions + i * 8);
    store<f64>(sums + i * 8, loss === expectedEntropy
      ? sumOf(expectedEntropy, count, rows, a, precision, share, weights, before, c, q)
      : sumOf(loss, count, rows, a, precision, share, weights, before, c, q));
  }
}

// @ts-ignore: decorator
@inline
function sumOf(
  loss: i32, count: i32, rows: usize, a: usize, precision: usize, share: usize, weights: usize, before: usize,
  covariances: usize, candidatePrecision: f64,
): f64 {
  const q = f64x2.splat(candidatePrecision);
  let sum = f64x2.splat(0);
  for (let p: usize = 0, end = <usize>count * 8; p < end; p += 16) {
    const row = rows + (p >> 1);
    const first = v128.load_splat<f64>(covariances + (<usize>load<i32>(row) << 3));
    const c = f64x2.replace_lane(first, 1, load<f64>(covariances + (<usize>load<i32>(row, 4) << 3)));
    const gained = f64x2.mul(f64x2.mul(f64x2.mul(c, c), q), v128.load(precision + p));
    const r = f64x2.pmin(constant(5), f64x2.add(v128.load(share + p), gained));
    const change = f64x2.sub(v128.load(before + p), lossOf(loss, v128.load(a + p), r));
    sum = multiplyAdd(v128.load(weights + p), change, sum);
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
