import { exponential } from "./exponential";
import { multiplyAdd } from "./simd";

/*
 * Functions that fall like 2⁻ʷ, as a covariance with distance: with w in units of halvings the remainder of the division by ln 2 is exact and
 * nothing is multiplied. 2⁻ʷ = 2^k 2⁻ᵍ, |g| <= 1/2, by the polynomial of `exponential` in -g ln 2. Four vectors are done together, so that
 * each constant is loaded once for all.
 */

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  6755399441055744.0, 6755399441055744.0, // 1.5 · 2⁵²: subtracting from it rounds to an integer, which is left in the lowest bits
  -4.455820089198348e-10, -4.455820089198348e-10, // of g¹¹
  7.0741984242221815e-09, 7.0741984242221815e-09,
  -1.0178057611498889e-07, -1.0178057611498889e-07,
  1.3215433518316413e-06, 1.3215433518316413e-06,
  -1.5252733838899927e-05, -1.5252733838899927e-05,
  0.00015403530458740395, 0.00015403530458740395,
  -0.001333355814641064, -0.001333355814641064,
  0.00961812910759508, 0.00961812910759508,
  -0.055504108664821604, -0.055504108664821604,
  0.2402265069591012, 0.2402265069591012,
  -0.6931471805599453, -0.6931471805599453,
  1, 1,
  1020, 1020, // up to here 2^k is an ordinary number
  -0.6931471805599453, -0.6931471805599453, // -ln 2
], 16);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(table + index * 16);
}

/** 2⁻ʷ in both lanes, w >= 0. */
// @ts-ignore: decorator
@inline
export function halved(w: v128): v128 {
  if (i64x2.bitmask(f64x2.gt(w, constant(13)))) return vanishing(w);
  const d = constant(0);
  const shifted = f64x2.sub(d, w);
  const g = f64x2.add(w, f64x2.sub(shifted, d));
  let p = multiplyAdd(constant(1), g, constant(2));
  p = multiplyAdd(p, g, constant(3));
  p = multiplyAdd(p, g, constant(4));
  p = multiplyAdd(p, g, constant(5));
  p = multiplyAdd(p, g, constant(6));
  p = multiplyAdd(p, g, constant(7));
  p = multiplyAdd(p, g, constant(8));
  p = multiplyAdd(p, g, constant(9));
  p = multiplyAdd(p, g, constant(10));
  p = multiplyAdd(p, g, constant(11));
  p = multiplyAdd(p, g, constant(12));
  return i64x2.add(p, i64x2.shl(shifted, 52));
}

/** The same where 2^k may underflow. */
function vanishing(w: v128): v128 {
  return exponential(f64x2.mul(constant(14), w));
}

/** Stores two vectors of factor · 2⁻ʷ in each of two places. */
// @ts-ignore: decorator
@inline
export function storeHalved(
  first: usize, factor0: v128, w0: v128, factor1: v128, w1: v128,
  second: usize, factor2: v128, w2: v128, factor3: v128, w3: v128,
): void {
  if (i64x2.bitmask(f64x2.gt(f64x2.pmax(f64x2.pmax(w0, w1), f64x2.pmax(w2, w3)), constant(13)))) {
    v128.store(first, f64x2.mul(factor0, halved(w0)));
    v128.store(first, f64x2.mul(factor1, halved(w1)), 16);
    v128.store(second, f64x2.mul(factor2, halved(w2)));
    v128.store(second, f64x2.mul(factor3, halved(w3)), 16);
    return;
  }
  let c = constant(0);
  const shifted0 = f64x2.sub(c, w0), shifted1 = f64x2.sub(c, w1), shifted2 = f64x2.sub(c, w2), shifted3 = f64x2.sub(c, w3);
  const g0 = f64x2.add(w0, f64x2.sub(shifted0, c)), g1 = f64x2.add(w1, f64x2.sub(shifted1, c));
  const g2 = f64x2.add(w2, f64x2.sub(shifted2, c)), g3 = f64x2.add(w3, f64x2.sub(shifted3, c));
  c = constant(1);
  const d = constant(2);
  let p0 = multiplyAdd(c, g0, d), p1 = multiplyAdd(c, g1, d), p2 = multiplyAdd(c, g2, d), p3 = multiplyAdd(c, g3, d);
  c = constant(3);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(4);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(5);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(6);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(7);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(8);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(9);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(10);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(11);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(12);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  v128.store(first, f64x2.mul(factor0, i64x2.add(p0, i64x2.shl(shifted0, 52))));
  v128.store(first, f64x2.mul(factor1, i64x2.add(p1, i64x2.shl(shifted1, 52))), 16);
  v128.store(second, f64x2.mul(factor2, i64x2.add(p2, i64x2.shl(shifted2, 52))));
  v128.store(second, f64x2.mul(factor3, i64x2.add(p3, i64x2.shl(shifted3, 52))), 16);
}
