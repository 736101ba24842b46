import { normalQuantile } from "./normal-law.ts";

/** Numbers drawn from (seed, stream, iteration) alone, so arrival order and resumes do not change them. */
export interface RandomStream {
  /** Uniform on (0, 1), never exactly 0 or 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform on 0 .. bound - 1. */
  integer(bound: number): number;
}

/**
 * The random stream named by (seed, stream, iteration): xoshiro128** [Blackman2021] from a hash of the three.
 * A uniform takes two words of the generator and lies on the odd multiples of 2⁻⁵³; a normal is the quantile of one
 * uniform, so every draw consumes the same amount. Uniforms and integers are the same on every platform; normals may
 * differ in the last bit where the platform's logarithm does.
 * Throws a RangeError unless seed and iteration are safe integers.
 */
export function randomStream(seed: number, stream: string, iteration: number): RandomStream {
  const state = hashedState(seed, stream, iteration);
  let [a, b, c, d] = state;

  function word(): number {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return scrambled >>> 0;
  }

  function uniform(): number {
    const high = word() >>> 6;
    return (high * 0x4000000 + (word() >>> 6) + 0.5) * 2 ** -52;
  }

  return {
    uniform,
    normal: () => normalQuantile(uniform()),
    integer(bound) {
      if (!(Number.isInteger(bound) && bound >= 1 && bound <= 0x100000000)) {
        throw new RangeError(`expected bound to be an integer in 1 .. 2^32, got ${bound}`);
      }
      return Math.floor(uniform() * bound);
    },
  };
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Four words, not all zero, in which every bit of the three names matters. */
function hashedState(seed: number, stream: string, iteration: number): [number, number, number, number] {
  let hash = 0x9e3779b9;
  const absorb = (value: number): void => {
    hash = mixed(Math.imul(hash ^ value, 0x85ebca6b) + 0x6d2b79f5);
  };
  for (const [name, value] of [["seed", seed], ["iteration", iteration]] as const) {
    if (!Number.isSafeInteger(value)) throw new RangeError(`expected ${name} to be a safe integer, got ${value}`);
    absorb(value | 0);
    absorb(Math.floor(value / 0x100000000) | 0);
  }
  for (let i = 0; i < stream.length; i++) absorb(stream.charCodeAt(i));
  const next = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    return mixed(hash);
  };
  return [next(), next(), next(), next() | 1];
}

/** A bijection of 32-bit words with full avalanche. */
function mixed(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
