import { powerOfTwo } from "./powers-of-two";
import { multiplyAdd, multiplySubtract } from "./simd";

/*
 * eˣ two at a time, about 1 unit in the last place: 2^(k/32) times a polynomial in the remainder |r| <= ln 2 / 64, the one of degree 5 that
 * begins 1 + r and has the least relative error there, 7e-17 [Remez1934]. Constants lie in a table: building a splat costs more than
 * loading it.
 */

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  46.16624130844683, 46.16624130844683, // 32/ln 2
  6755399441055744.0, 6755399441055744.0, // 1.5 · 2⁵²: adding it rounds to an integer, which is left in the lowest bits
  0.02166084938653512, 0.02166084938653512, // ln 2 / 32 in two parts
  5.9631716539705866e-12, 5.9631716539705866e-12,
  0.008333298419109186, 0.008333298419109186, // of r⁵
  0.041666911036196796, 0.041666911036196796,
  0.1666666666753689, 0.1666666666753689,
  0.4999999999892511, 0.4999999999892511,
  1, 1,
  -708, -708, // between these 2^(k/32) is an ordinary number
  709, 709,
  -746, -746, // below this eˣ is 0
  710, 710, // above this it is infinite
  0.015625, 0.015625, // of k, half as many whole powers of 2
  32, 32,
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
  const ordinary = v128.and(f64x2.gt(x, constant(9)), f64x2.lt(x, constant(10)));
  if (i64x2.bitmask(ordinary) !== 3) return extremeExponential(x);
  const shifted = multiplyAdd(x, constant(0), constant(1));
  const power = powerOfTwo(shifted);
  return multiplyAdd(power, remainderExcess(x, f64x2.sub(shifted, constant(1))), power);
}

/** exp(x - k ln 2 / 32) - 1. */
// @ts-ignore: decorator
@inline
function remainderExcess(x: v128, k: v128): v128 {
  const r = multiplySubtract(k, constant(3), multiplySubtract(k, constant(2), x));
  let p = multiplyAdd(constant(4), r, constant(5));
  p = multiplyAdd(p, r, constant(6));
  p = multiplyAdd(p, r, constant(7));
  p = multiplyAdd(p, r, constant(8));
  return f64x2.mul(p, r);
}

/** eˣ where 2^(k/32) may overflow or underflow: multiplied in two steps, so that rounding happens once. */
function extremeExponential(x: v128): v128 {
  const bounded = f64x2.pmin(f64x2.pmax(x, constant(11)), constant(12)); // in this order a NaN stays
  const k = f64x2.nearest(f64x2.mul(bounded, constant(0)));
  const half = f64x2.mul(f64x2.nearest(f64x2.mul(k, constant(13))), constant(14));
  const power = powerOfTwo(f64x2.add(f64x2.sub(k, half), constant(1)));
  const value = multiplyAdd(power, remainderExcess(bounded, k), power);
  return f64x2.mul(value, powerOfTwo(f64x2.add(half, constant(1))));
}
