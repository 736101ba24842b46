import { type RandomStream } from "./random.ts";
import { sobolDirections } from "./sobol-directions.ts";

/** A point sequence that fills the unit cube evenly; every call continues where the last one stopped. */
export interface SobolSequence {
  readonly d: number;
  /** The next points, strictly inside the unit cube. // [count, d] row-major */
  next(count: number): Float64Array;
}

/**
 * The Sobol sequence in d dimensions with the direction numbers of [Joe2008], scrambled by a random lower triangular
 * matrix over the bits and a random digital shift per dimension [Matousek1998]: every point by itself is uniform on the
 * odd multiples of 2⁻³³, and every net property of the sequence is kept.
 * Throws a RangeError unless d is in 1 .. 32, and when more than 2³² points are asked for.
 */
export function scrambledSobol(d: number, random: RandomStream): SobolSequence {
  const directions = sobolDirections(d); // [d, 32]
  const state = new Uint32Array(d);
  for (let k = 0; k < d; k++) {
    scramble(directions.subarray(bits * k, bits * (k + 1)), random);
    state[k] = random.integer(capacity);
  }
  let index = 0;

  function next(count: number): Float64Array {
    if (!(Number.isInteger(count) && count >= 0 && index + count <= capacity)) {
      throw new RangeError(`expected a count of points that leaves the sequence within 2^32, got ${count} after ${index}`);
    }
    const points = new Float64Array(count * d);
    for (let p = 0; p < points.length; p += d) {
      const changed = trailingOnes(index++);
      for (let k = 0; k < d; k++) {
        points[p + k] = (state[k] + 0.5) / capacity;
        state[k] ^= directions[bits * k + changed];
      }
    }
    return points;
  }

  return { d, next };
}

const bits = 32;
const capacity = 2 ** bits;

/** Multiplies every direction number by one random lower triangular bit matrix with unit diagonal, most significant bit first. */
function scramble(directions: Uint32Array, random: RandomStream): void {
  const rows = Uint32Array.from({ length: bits }, (_, bit) => 2 ** (31 - bit) + random.integer(2 ** bit) * 2 ** (bits - bit));
  for (let j = 0; j < bits; j++) {
    let product = 0;
    for (const row of rows) product = (product << 1) | parity(row & directions[j]);
    directions[j] = product;
  }
}

function parity(word: number): number {
  let x = word ^ (word >>> 16);
  x ^= x >>> 8;
  x ^= x >>> 4;
  return (0x6996 >>> (x & 15)) & 1;
}

/** Which direction number takes the Gray code of `index` to that of `index + 1`; any will do after the very last point. */
function trailingOnes(index: number): number {
  return Math.max(0, 31 - Math.clz32(~index & (index + 1)));
}
