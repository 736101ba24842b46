import { type RandomStream } from "./random.ts";
import { sobolDirections } from "./sobol-directions.ts";

/** A point sequence that fills the unit cube evenly; every call continues where the last one stopped. */
export interface SobolSequence {
  readonly d: number;
  /** The next points, strictly inside the unit cube. // [count, d] row-major */
  next(count: number): Float64Array;
}

/**
 * The Sobol sequence in d dimensions [Joe2008], scrambled by a random lower triangular bit matrix and a random digital
 * shift per dimension [Matousek1998]: every point is uniform, every net property of the sequence is kept.
 * Throws a RangeError unless 1 <= d <= 32, and when more than 2³² points are asked for.
 */
export function scrambledSobol(d: number, random: RandomStream): SobolSequence {
  const directions = sobolDirections(d); // [d, 32]
  const state = new Uint32Array(d);
  for (let k = 0; k < d; k++) {
    scrambleColumns(directions.subarray(32 * k, 32 * k + 32), random);
    state[k] = random.integer(0x100000000);
  }
  let index = 0;

  function next(count: number): Float64Array {
    if (!(Number.isInteger(count) && count >= 0 && index + count <= 0x100000000)) {
      throw new RangeError(`expected a count of points within the sequence's 2^32, got ${count} after ${index}`);
    }
    const points = new Float64Array(count * d);
    for (let p = 0; p < points.length; p += d) {
      for (let k = 0; k < d; k++) points[p + k] = (state[k] + 0.5) * 2 ** -32;
      const changed = trailingOnes(index++);
      for (let k = 0; k < d; k++) state[k] ^= directions[32 * k + changed];
    }
    return points;
  }

  return { d, next };
}

/** Multiplies every direction number by one random lower triangular matrix with unit diagonal, over bits, most significant first. */
function scrambleColumns(directions: Uint32Array, random: RandomStream): void {
  const rows = new Uint32Array(32);
  for (let bit = 0; bit < 32; bit++) rows[bit] = (2 ** (31 - bit) + random.integer(2 ** bit) * 2 ** (32 - bit)) >>> 0;
  for (let j = 0; j < 32; j++) {
    let scrambled = 0;
    for (let bit = 0; bit < 32; bit++) scrambled = (scrambled << 1) | parity(rows[bit] & directions[j]);
    directions[j] = scrambled >>> 0;
  }
}

function parity(word: number): number {
  let x = word ^ (word >>> 16);
  x ^= x >>> 8;
  x ^= x >>> 4;
  return (0x6996 >>> (x & 15)) & 1;
}

function trailingOnes(index: number): number {
  return 31 - Math.clz32(~index & (index + 1)) & 31;
}
