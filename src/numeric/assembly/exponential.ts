import { multiplyAdd, multiplySubtract } from "./simd";

/*
 * eˣ two at a time, about 1 unit in the last place: 2^k times a polynomial in the remainder |r| <= ln 2 / 2, the one of degree 11 that
 * begins 1 + r and has the least relative error there, 1e-17 [Remez1934]. Constants lie in a table: building a splat costs more than
 * loading it.
 */

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  1.4426950408889634, 1.4426950408889634, // 1/ln 2
  6755399441055744.0, 6755399441055744.0, // 1.5 · 2⁵²: adding it rounds to an integer, which is left in the lowest bits
  6.93147180369123816490e-1, 6.93147180369123816490e-1, // ln 2 in two parts
  1.90821492927058770002e-10, 1.90821492927058770002e-10,
  2.5110049895858716e-8, 2.5110049895858716e-8, // of r¹¹
  2.763265575933203e-7, 2.763265575933203e-7,
  2.7557242336680357e-6, 2.7557242336680357e-6,
  2.4801487326012337e-5, 2.4801487326012337e-5,
  1.9841269886591e-4, 1.9841269886591e-4,
  1.3888888947820891e-3, 1.3888888947820891e-3,
  8.333333333322207e-3, 8.333333333322207e-3,
  4.166666666652199e-2, 4.166666666652199e-2,
  0.16666666666666674, 0.16666666666666674,
  0.500000000000001, 0.500000000000001,
  1, 1,
  -708, -708, // between these 2^k is an ordinary number
  709, 709,
  -746, -746, // below this eˣ is 0
  710, 710, // above this it is infinite
  0.5, 0.5,
], 16);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(table + index * 16);
}

/** eˣ in both lanes, subnormal results, 0, Infinity and NaN included. */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const ordinary = v128.and(f64x2.gt(x, constant(15)), f64x2.lt(x, constant(16)));
  if (i64x2.bitmask(ordinary) !== 3) return extremeExponential(x);
  const shifted = multiplyAdd(x, constant(0), constant(1));
  const value = remainderPower(x, f64x2.sub(shifted, constant(1)));
  return i64x2.add(value, i64x2.shl(shifted, 52));
}

/** exp(x - k ln 2). */
// @ts-ignore: decorator
@inline
function remainderPower(x: v128, k: v128): v128 {
  const r = multiplySubtract(k, constant(3), multiplySubtract(k, constant(2), x));
  let p = multiplyAdd(constant(4), r, constant(5));
  p = multiplyAdd(p, r, constant(6));
  p = multiplyAdd(p, r, constant(7));
  p = multiplyAdd(p, r, constant(8));
  p = multiplyAdd(p, r, constant(9));
  p = multiplyAdd(p, r, constant(10));
  p = multiplyAdd(p, r, constant(11));
  p = multiplyAdd(p, r, constant(12));
  p = multiplyAdd(p, r, constant(13));
  p = multiplyAdd(p, r, constant(14));
  return multiplyAdd(p, r, constant(14));
}

/** eˣ where 2^k may overflow or underflow: multiplied in two steps, so that rounding happens once. */
function extremeExponential(x: v128): v128 {
  const bounded = f64x2.pmin(f64x2.pmax(x, constant(17)), constant(18)); // in this order a NaN stays
  const k = f64x2.nearest(f64x2.mul(bounded, constant(0)));
  const value = remainderPower(bounded, k);
  const half = f64x2.nearest(f64x2.mul(k, constant(19)));
  return f64x2.mul(f64x2.mul(value, powerOfTwo(half)), powerOfTwo(f64x2.sub(k, half)));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i64x2.add(i64x2.shl(f64x2.add(k, constant(1)), 52), constant(14));
}
