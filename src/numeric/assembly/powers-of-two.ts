/*
 * What all exponentials have in common: 2^(k/32) from a table, so that the polynomial in the remainder needs five terms. Numbers are
 * rounded to whole k by adding a constant so large that k is left in the lowest bits of the sum.
 */

/** The bits of 2^(j/32) less those that j itself leaves in the exponent once k is shifted there. */
// @ts-ignore: decorator
@inline
const table: usize = memory.data<u64>([
  0x3ff0000000000000, 0x3fefd9b0d3158574, 0x3fefb5586cf9890f, 0x3fef9301d0125b51,
  0x3fef72b83c7d517b, 0x3fef54873168b9aa, 0x3fef387a6e756238, 0x3fef1e9df51fdee1,
  0x3fef06fe0a31b715, 0x3feef1a7373aa9cb, 0x3feedea64c123422, 0x3feece086061892d,
  0x3feebfdad5362a27, 0x3feeb42b569d4f82, 0x3feeab07dd485429, 0x3feea47eb03a5585,
  0x3feea09e667f3bcd, 0x3fee9f75e8ec5f74, 0x3feea11473eb0187, 0x3feea589994cce13,
  0x3feeace5422aa0db, 0x3feeb737b0cdc5e5, 0x3feec49182a3f090, 0x3feed503b23e255d,
  0x3feee89f995ad3ad, 0x3feeff76f2fb5e47, 0x3fef199bdd85529c, 0x3fef3720dcef9069,
  0x3fef5818dcfba487, 0x3fef7c97337b9b5f, 0x3fefa4afa2a490da, 0x3fefd0765b6e4540,
], 16);

/** 2^(k/32) in both lanes, k the integers in their lowest bits; k/32 from -1022 to 1023. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(k: v128): v128 {
  const left = table + ((<usize>i64x2.extract_lane(k, 0) & 31) << 3);
  const right = table + ((<usize>i64x2.extract_lane(k, 1) & 31) << 3);
  return i64x2.add(v128.load_lane<u64>(right, v128.load64_zero(left), 1), i64x2.shl(k, 47));
}
