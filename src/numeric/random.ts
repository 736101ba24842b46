import { normalQuantile } from "./normal-law.ts";

/** Numbers drawn from (seed, stream, iteration) alone, so arrival order and resumes do not change them. */
export interface RandomStream {
  /** Uniform on (0, 1), never exactly 0 or 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** The next so many of them. // [count] */
  normals(count: number): Float64Array;
  /** Uniform on 0 .. bound - 1. */
  integer(bound: number): number;
}

/**
 * The random stream named by (seed, stream, iteration): xoshiro128** [Blackman2021] started from a 128-bit hash of the name.
 * A uniform takes two words of the generator and lies on the odd multiples of 2⁻⁵³; a normal is the quantile of one
 * uniform, so every draw consumes the same amount. Uniforms and integers are the same on every platform; normals beyond
 * 1.4 in size may differ in the last bit between JavaScript engines whose `Math.log` does.
 * Throws a RangeError unless seed and iteration are safe integers.
 */
export function randomStream(seed: number, stream: string, iteration: number): RandomStream {
  let [a, b, c, d] = hashOf(wordsOf(seed, stream, iteration));

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
    normals(count) {
      const drawn = new Float64Array(count);
      for (let i = 0; i < count; i++) drawn[i] = normalQuantile(uniform());
      return drawn;
    },
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

/** The name as 32-bit words; no two names give the same ones. */
function wordsOf(seed: number, stream: string, iteration: number): number[] {
  const words: number[] = [];
  for (const [name, value] of [["seed", seed], ["iteration", iteration]] as const) {
    if (!Number.isSafeInteger(value)) throw new RangeError(`expected ${name} to be a safe integer, got ${value}`);
    words.push(value | 0, Math.floor(value / 0x100000000) | 0);
  }
  for (let i = 0; i < stream.length; i++) words.push(stream.charCodeAt(i));
  return words;
}

/** Four words, practically never all zero, in which every bit of every given word matters. */
function hashOf(words: readonly number[]): [number, number, number, number] {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667]; // golden ratio, π, e, √2
  for (const word of [...words, words.length, 0, 0, 0]) {
    a = mixed(a ^ word) + d;
    b = mixed(b + a) ^ word;
    c = mixed(c ^ b) + a;
    d = mixed(d + c) ^ b;
  }
  return [a | 0, b | 0, c | 0, d | 0];
}

/** A bijection of 32-bit words in which every bit depends on every bit. */
function mixed(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
