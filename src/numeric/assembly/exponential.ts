import { multiplyAdd, multiplySubtract } from "./simd";

/*
 * eˣ two at a time, about 1 unit in the last place: 2^k times a polynomial of degree 13 in the remainder |r| <= ln 2 / 2.
 * Constants lie in a table: building a splat costs more than loading it.
 */

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  1.4426950408889634, 1.4426950408889634, // 1/ln 2
  6755399441055744.0, 6755399441055744.0, // 1.5 · 2⁵²: adding it rounds to an integer, in the lowest bits
  6.93147180369123816490e-1, 6.93147180369123816490e-1, // ln 2 in two parts
  1.90821492927058770002e-10, 1.90821492927058770002e-10,
  1.6059043836821613e-10, 1.6059043836821613e-10, // 1/13!
  2.08767569878681e-9, 2.08767569878681e-9,
  2.505210838544172e-8, 2.505210838544172e-8,
  2.7557319223985893e-7, 2.7557319223985893e-7,
  2.7557319223985893e-6, 2.7557319223985893e-6,
  2.48015873015873e-5, 2.48015873015873e-5,
  1.984126984126984e-4, 1.984126984126984e-4,
  1.388888888888889e-3, 1.388888888888889e-3,
  8.333333333333333e-3, 8.333333333333333e-3,
  4.1666666666666664e-2, 4.1666666666666664e-2,
  0.16666666666666666, 0.16666666666666666,
  0.5, 0.5,
  1, 1,
  -708, -708, // between these 2^k is an ordinary number
  709, 709,
  -746, -746, // below this eˣ is 0
  710, 710, // above this it is infinite
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
  if (!v128.all_true<i64>(v128.and(f64x2.gt(x, constant(17)), f64x2.lt(x, constant(18))))) return extremeExponential(x);
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
  p = multiplyAdd(p, r, constant(15));
  p = multiplyAdd(p, r, constant(16));
  return multiplyAdd(p, r, constant(16));
}

/** The same where 2^k may overflow or underflow: multiplied in two steps, so that rounding happens once. */
function extremeExponential(x: v128): v128 {
  const bounded = f64x2.pmin(f64x2.pmax(x, constant(19)), constant(20)); // in this order a NaN stays
  const k = f64x2.nearest(f64x2.mul(bounded, constant(0)));
  const value = remainderPower(bounded, k);
  const half = f64x2.nearest(f64x2.mul(k, constant(15)));
  return f64x2.mul(f64x2.mul(value, powerOfTwo(half)), powerOfTwo(f64x2.sub(k, half)));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i64x2.add(i64x2.shl(f64x2.add(k, constant(1)), 52), constant(16));
}
