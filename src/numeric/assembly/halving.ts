import { exponential } from "./exponential";
import { powerOfTwo } from "./powers-of-two";
import { multiplyAdd } from "./simd";

/*
 * Functions that fall like 2⁻ʷ, as a covariance with distance: with w in units of halvings the remainder of the division by ln 2 is exact and
 * nothing is multiplied. 2⁻ʷ = 2^(k/32) 2⁻ᵍ, |g| <= 1/64, by the polynomial of degree 5 of least relative error there, 7e-17 [Remez1934]. Four
 * vectors are done together, so that each constant is loaded once for all.
 */

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  211106232532992.0, 211106232532992.0, // 1.5 · 2⁴⁷: subtracting from it rounds to whole 32nds, which are left in the lowest bits
  -0.0013333502282727907, -0.0013333502282727907, // of g⁵
  0.009618185516693056, 0.009618185516693056,
  -0.05550410866771963, -0.05550410866771963,
  0.24022650695393638, 0.24022650695393638,
  -0.6931471805599451, -0.6931471805599451,
  1020, 1020, // up to here 2^(k/32) is an ordinary number
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
  if (i64x2.bitmask(f64x2.gt(w, constant(6)))) return vanishing(w);
  const d = constant(0);
  const shifted = f64x2.sub(d, w);
  const g = f64x2.add(w, f64x2.sub(shifted, d));
  let p = multiplyAdd(constant(1), g, constant(2));
  p = multiplyAdd(p, g, constant(3));
  p = multiplyAdd(p, g, constant(4));
  p = multiplyAdd(p, g, constant(5));
  return scaled(shifted, f64x2.mul(p, g));
}

/** 2^(k/32) (1 + excess). */
// @ts-ignore: decorator
@inline
function scaled(k: v128, excess: v128): v128 {
  const power = powerOfTwo(k);
  return multiplyAdd(power, excess, power);
}

/** The same where 2^(k/32) may underflow. */
function vanishing(w: v128): v128 {
  return exponential(f64x2.mul(constant(7), w));
}

/**
 * Stores two vectors of factor · 2⁻ʷ in each of two places; of `sums` the sum of the two in each. Whether it is one is known when this is
 * compiled.
 */
// @ts-ignore: decorator
@inline
export function storeHalved(
  sums: bool,
  first: usize, factor0: v128, w0: v128, factor1: v128, w1: v128,
  second: usize, factor2: v128, w2: v128, factor3: v128, w3: v128,
): void {
  if (i64x2.bitmask(f64x2.gt(f64x2.pmax(f64x2.pmax(w0, w1), f64x2.pmax(w2, w3)), constant(6)))) {
    storeProducts(sums, first, factor0, halved(w0), factor1, halved(w1));
    storeProducts(sums, second, factor2, halved(w2), factor3, halved(w3));
    return;
  }
  let c = constant(0);
  const k0 = f64x2.sub(c, w0), k1 = f64x2.sub(c, w1), k2 = f64x2.sub(c, w2), k3 = f64x2.sub(c, w3);
  const g0 = f64x2.add(w0, f64x2.sub(k0, c)), g1 = f64x2.add(w1, f64x2.sub(k1, c));
  const g2 = f64x2.add(w2, f64x2.sub(k2, c)), g3 = f64x2.add(w3, f64x2.sub(k3, c));
  c = constant(1);
  const d = constant(2);
  let p0 = multiplyAdd(c, g0, d), p1 = multiplyAdd(c, g1, d), p2 = multiplyAdd(c, g2, d), p3 = multiplyAdd(c, g3, d);
  c = constant(3);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(4);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  c = constant(5);
  p0 = multiplyAdd(p0, g0, c), p1 = multiplyAdd(p1, g1, c), p2 = multiplyAdd(p2, g2, c), p3 = multiplyAdd(p3, g3, c);
  storeProducts(sums, first, factor0, scaled(k0, f64x2.mul(p0, g0)), factor1, scaled(k1, f64x2.mul(p1, g1)));
  storeProducts(sums, second, factor2, scaled(k2, f64x2.mul(p2, g2)), factor3, scaled(k3, f64x2.mul(p3, g3)));
}

// @ts-ignore: decorator
@inline
function storeProducts(sum: bool, target: usize, a: v128, b: v128, c: v128, d: v128): void {
  if (sum) return v128.store(target, multiplyAdd(a, b, f64x2.mul(c, d)));
  v128.store(target, f64x2.mul(a, b));
  v128.store(target, f64x2.mul(c, d), 16);
}
