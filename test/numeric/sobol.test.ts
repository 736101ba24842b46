import { expect, test } from "vitest";
import { randomStream, scrambledSobol } from "../../src/numeric/index.ts";
import { sobolDirections } from "../../src/numeric/sobol-directions.ts";

const sobol = (d: number, seed: number) => scrambledSobol(d, randomStream(seed, "sobol", 0));

const rms = (values: number[]) => Math.sqrt(values.reduce((sum, value) => sum + (value - 1) ** 2, 0) / values.length);

/** How often each of the numbers below `cells` comes up. */
function counts(cells: number, values: Iterable<number>): number[] {
  const result = Array.from({ length: cells }, () => 0);
  for (const value of values) result[value]++;
  return result;
}

const factor = (u: number, k: number) => 1 + 0.8 * (Math.sin(2 * u + k) - (Math.cos(k) - Math.cos(2 + k)) / 2);

/** The mean over the points of a product of one smooth factor per dimension, each with integral 1. */
function productIntegral(points: Float64Array, d: number): number {
  let sum = 0;
  for (let p = 0; p < points.length; p += d) {
    let product = 1;
    for (let k = 0; k < d; k++) product *= factor(points[p + k], k);
    sum += product;
  }
  return (sum * d) / points.length;
}

test("the first points before scrambling are those of Sobol's sequence", () => {
  const directions = sobolDirections(3);
  const leading = (k: number) => Array.from(directions.subarray(32 * k, 32 * k + 4), (v) => v / 2 ** 28);
  expect(leading(0)).toEqual([8, 4, 2, 1]);
  expect(leading(1)).toEqual([8, 12, 10, 15]);
  expect(leading(2)).toEqual([8, 12, 6, 9]);
});

test("every direction number has its own leading bit, in all 32 dimensions", () => {
  const directions = sobolDirections(32);
  directions.forEach((v, p) => {
    const j = p % 32;
    expect((v >>> (31 - j)) & 1).toBe(1);
    expect(j < 31 ? (v << (j + 1)) >>> 0 : 0).toBe(0);
  });
});

test("each block of 2^m points has one point in every interval of length 2^-m, in each of 32 dimensions", () => {
  const d = 32;
  const sequence = sobol(d, 1);
  for (const size of [64, 64, 128, 256]) {
    const points = sequence.next(size);
    for (let k = 0; k < d; k++) {
      const cells = Array.from({ length: size }, (_, i) => Math.floor(points[i * d + k] * size));
      expect(new Set(cells).size).toBe(size);
    }
  }
});

test("each block of 2^m points has one point in every box of volume 2^-m, in the first two dimensions", () => {
  for (const seed of [1, 2, 3]) {
    const sequence = sobol(2, seed);
    for (const m of [3, 3, 4, 5, 6, 7, 8]) {
      const points = sequence.next(2 ** m);
      for (let a = 0; a <= m; a++) {
        const cell = (i: number) => Math.floor(points[2 * i] * 2 ** a) * 2 ** (m - a) + Math.floor(points[2 * i + 1] * 2 ** (m - a));
        const cells = Array.from({ length: 2 ** m }, (_, i) => cell(i));
        expect(new Set(cells).size).toBe(2 ** m);
      }
    }
  }
});

test("points come in the same order however many are asked for at a time, and strictly inside the cube", () => {
  const [whole, pieces] = [sobol(5, 9), sobol(5, 9)];
  const points = whole.next(1000);
  const joined = [0, 1, 2, 300, 697].flatMap((count) => Array.from(pieces.next(count)));
  expect(joined).toEqual(Array.from(points));
  expect(points.every((u) => u > 0 && u < 1)).toBe(true);
  expect(whole.d).toBe(5);
});

test("a smooth integral is far better than by chance, and right on average over the seeds", () => {
  const [d, n, repeats] = [6, 1024, 64];
  const integrals = Array.from({ length: repeats }, (_, seed) => productIntegral(sobol(d, seed).next(n), d));
  const random = randomStream(1, "plain Monte Carlo", 0);
  const byChance = Array.from({ length: repeats }, () => productIntegral(Float64Array.from({ length: n * d }, () => random.uniform()), d));
  const mean = integrals.reduce((sum, value) => sum + value / repeats, 0);
  expect(rms(integrals)).toBeLessThan(rms(byChance) / 20);
  expect(Math.abs(mean - 1)).toBeLessThan((4 * rms(integrals)) / Math.sqrt(repeats));
});

test("over the seeds, every single point is uniform", () => {
  const cells = Array.from({ length: 4000 }, (_, seed) => Math.floor(sobol(3, seed).next(6)[5 * 3 + 2] * 20));
  const chiSquare = counts(20, cells).reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
  expect(chiSquare).toBeLessThan(19 + 5 * Math.sqrt(38));
});

test("dimensions and counts out of range are RangeErrors", () => {
  for (const d of [0, 33, 1.5]) expect(() => sobol(d, 1)).toThrow(/expected 1 to 32 dimensions/);
  for (const count of [-1, 0.5, 2 ** 33]) expect(() => sobol(1, 1).next(count)).toThrow(RangeError);
});
