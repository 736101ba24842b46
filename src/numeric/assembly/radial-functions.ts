import { halved } from "./halving";
import { multiplyAdd } from "./simd";

/*
 * Covariance functions of the squared distance in lengthscales, two at a time. They are polynomials times 2⁻ʷ, w what their exponential
 * falls by in halvings.
 */

/** Covariance functions by number, in the order of the names in `KernelName`. */
export const matern32: i32 = 0;
export const matern52: i32 = 1;
export const rbf: i32 = 2;
export const roughMatern52: i32 = 3;
export const roughRbf: i32 = 4;

// @ts-ignore: decorator
@inline
const table: usize = memory.data<f64>([
  1, 1,
  0.6931471805599453, 0.6931471805599453, // ln 2
  0.16015100463940046, 0.16015100463940046, // (ln 2)²/3
  2.4988211106473437, 2.4988211106473437, // √3 / ln 2
  3.2259641822295606, 3.2259641822295606, // √5 / ln 2
  0.7213475204444817, 0.7213475204444817, // 1 / 2 ln 2
  3, 3,
  1.6666666666666667, 1.6666666666666667,
  1.1552453009332422, 1.1552453009332422, // 5/3 ln 2
  0.984375, 0.984375, // of sums, the smooth part
  0.015625, 0.015625, // the rough part
  6.247052776618358, 6.247052776618358, // √3 / ln 2 over its range
  0.09765625, 0.09765625, // the product of both
], 16);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(table + index * 16);
}

/** w of a squared distance: √3 r, √5 r or r²/2 over ln 2. */
// @ts-ignore: decorator
@inline
export function halvings(kernel: i32, squared: v128): v128 {
  if (kernel === matern32) return f64x2.mul(constant(3), f64x2.sqrt(squared));
  if (kernel === matern52) return f64x2.mul(constant(4), f64x2.sqrt(squared));
  return f64x2.mul(constant(5), squared);
}

/** k(w) / 2⁻ʷ. */
// @ts-ignore: decorator
@inline
export function polynomial(kernel: i32, w: v128): v128 {
  if (kernel === matern32) return multiplyAdd(constant(1), w, constant(0));
  if (kernel === matern52) return multiplyAdd(w, multiplyAdd(w, constant(2), constant(1)), constant(0));
  return constant(0);
}

/** -k'(r)/r / 2⁻ʷ: the derivative by the logarithm of a lengthscale is this times the squared difference of the coordinate. */
// @ts-ignore: decorator
@inline
export function slopePolynomial(kernel: i32, w: v128): v128 {
  if (kernel === matern32) return constant(6);
  if (kernel === matern52) return multiplyAdd(constant(8), w, constant(7));
  return constant(0);
}

/** The smooth part of a sum. */
// @ts-ignore: decorator
@inline
function smoothPart(kernel: i32): i32 {
  return kernel === roughRbf ? rbf : matern52;
}

/** w of both parts of a sum; where both fall with the distance itself, its root is taken once. */
// @ts-ignore: decorator
@inline
export function smoothHalvings(kernel: i32, squared: v128, distance: v128): v128 {
  return kernel === roughRbf ? halvings(rbf, squared) : f64x2.mul(constant(4), distance);
}

// @ts-ignore: decorator
@inline
export function roughHalvings(distance: v128): v128 {
  return f64x2.mul(constant(11), distance);
}

/** k of a squared distance where it is a sum. */
// @ts-ignore: decorator
@inline
export function sumOfParts(kernel: i32, squared: v128): v128 {
  const distance = f64x2.sqrt(squared);
  const u = smoothHalvings(kernel, squared, distance);
  const w = roughHalvings(distance);
  return multiplyAdd(smoothFactor(kernel, u), halved(u), f64x2.mul(roughFactor(w), halved(w)));
}

/** What 2⁻ʷ of the smooth part, and of the rough one, has for a factor in the sum. */
// @ts-ignore: decorator
@inline
export function smoothFactor(kernel: i32, u: v128): v128 {
  return f64x2.mul(constant(9), polynomial(smoothPart(kernel), u));
}

// @ts-ignore: decorator
@inline
export function roughFactor(w: v128): v128 {
  return f64x2.mul(constant(10), polynomial(matern32, w));
}

/** -k'(r)/r where k is a sum. */
// @ts-ignore: decorator
@inline
export function slopeOfParts(kernel: i32, squared: v128): v128 {
  const distance = f64x2.sqrt(squared);
  const u = smoothHalvings(kernel, squared, distance);
  const w = roughHalvings(distance);
  const smooth = f64x2.mul(slopePolynomial(smoothPart(kernel), u), halved(u));
  return multiplyAdd(constant(9), smooth, f64x2.mul(constant(12), f64x2.mul(slopePolynomial(matern32, w), halved(w))));
}
