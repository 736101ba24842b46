/** Primitive polynomials and initial direction numbers of [Joe2008] (new-joe-kuo-6): degree, coefficients, m_1 .. m_degree. */
const table: readonly (readonly number[])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
  [6, 19, 1, 1, 1, 15, 7, 5],
  [6, 22, 1, 3, 1, 15, 13, 25],
  [6, 25, 1, 1, 5, 5, 19, 61],
  [7, 1, 1, 3, 7, 11, 23, 15, 103],
  [7, 4, 1, 3, 7, 13, 13, 15, 69],
  [7, 7, 1, 1, 3, 13, 7, 35, 63],
  [7, 8, 1, 3, 5, 9, 1, 25, 53],
  [7, 14, 1, 3, 1, 13, 9, 35, 107],
  [7, 19, 1, 3, 1, 5, 27, 61, 31],
  [7, 21, 1, 1, 5, 11, 19, 41, 61],
  [7, 28, 1, 3, 5, 3, 3, 13, 69],
  [7, 31, 1, 1, 7, 13, 1, 19, 1],
  [7, 32, 1, 3, 7, 5, 13, 19, 59],
  [7, 37, 1, 1, 3, 9, 25, 29, 41],
  [7, 41, 1, 3, 5, 13, 23, 1, 55],
  [7, 42, 1, 3, 7, 3, 13, 59, 17],
];

/** Direction numbers as 32-bit fractions, column j of dimension k at 32 k + j. Throws a RangeError unless 1 <= d <= 32. // [d, 32] */
export function sobolDirections(d: number): Uint32Array {
  if (!(Number.isInteger(d) && d >= 1 && d <= table.length + 1)) {
    throw new RangeError(`expected 1 to ${table.length + 1} dimensions, got ${d}`);
  }
  const directions = new Uint32Array(32 * d);
  for (let j = 0; j < 32; j++) directions[j] = 2 ** (31 - j);
  for (let k = 1; k < d; k++) {
    const [degree, coefficients, ...initial] = table[k - 1];
    const v = directions.subarray(32 * k, 32 * k + 32);
    for (let j = 0; j < 32; j++) {
      if (j < degree) {
        v[j] = initial[j] << (31 - j);
        continue;
      }
      v[j] = v[j - degree] ^ (v[j - degree] >>> degree);
      for (let i = 1; i < degree; i++) if ((coefficients >>> (degree - 1 - i)) & 1) v[j] ^= v[j - i];
    }
  }
  return directions;
}
