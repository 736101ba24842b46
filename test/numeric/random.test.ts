import { assert as assertProperty, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { normalCdf, randomStream } from "../../src/numeric/index.ts";

const first = (seed: number, stream: string, iteration: number) => randomStream(seed, stream, iteration).uniform();
const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);

/** χ² of how often the values fall into equal cells, in standard deviations from what is expected. */
function unevenness(values: number[], cells: number): number {
  const expected = values.length / cells;
  const counts = new Float64Array(cells);
  for (const u of values) counts[Math.floor(u * cells)]++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (chiSquare - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

describe("a stream", () => {
  test("is the same every time, on every machine: journals rely on these numbers", () => {
    const random = randomStream(1, "design", 0);
    expect(draws(3, random.uniform)).toEqual([0.12006903537932467, 0.08826337857624933, 0.9594821127076291]);
    expect(draws(3, () => random.integer(1000))).toEqual([909, 876, 887]);
    expect(randomStream(-7, "α", 2 ** 40).uniform()).toBe(0.9963651508981574);
  });

  test("has uniforms strictly inside (0, 1), evenly spread in the first bits, the last, and pairs", () => {
    const random = randomStream(2, "uniform", 0);
    const values = draws(100_000, random.uniform);
    expect(values.every((u) => u > 0 && u < 1)).toBe(true);
    expect(Math.abs(unevenness(values, 100))).toBeLessThan(5);
    const lastBits = values.map((u) => (u * 2 ** 46) % 1);
    expect(Math.abs(unevenness(lastBits, 64))).toBeLessThan(5);
    const pairs = values.slice(1).map((u, i) => (Math.floor(u * 10) + values[i]) / 10);
    expect(Math.abs(unevenness(pairs, 100))).toBeLessThan(5);
  });

  test("has normals that follow the normal law, one uniform each", () => {
    const random = randomStream(3, "normal", 0);
    const twin = randomStream(3, "normal", 0);
    const values = draws(50_000, random.normal);
    expect(Math.abs(unevenness(values.map(normalCdf), 50))).toBeLessThan(5);
    draws(50_000, twin.uniform);
    expect(random.uniform()).toBe(twin.uniform());
  });

  test("has integers below their bound, all of them equally often", () => {
    const random = randomStream(4, "integer", 0);
    assertProperty(property(integer({ min: 1, max: 2 ** 31 - 1 }), (bound) => {
      const value = random.integer(bound);
      expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
    }));
    expect(Math.abs(unevenness(draws(10_000, () => (random.integer(7) + 0.5) / 7), 7))).toBeLessThan(5);
    for (const bound of [0, -1, 2.5, 2 ** 33, Number.NaN]) expect(() => random.integer(bound)).toThrow(RangeError);
  });
});

describe("streams of different names", () => {
  test("share nothing: first draws over seeds, streams and iterations are evenly spread and all different", () => {
    const families = [
      Array.from({ length: 20_000 }, (_, i) => first(i, "a", 0)),
      Array.from({ length: 20_000 }, (_, i) => first(0, "a", i)),
      Array.from({ length: 20_000 }, (_, i) => first(0, `stream ${i}`, 0)),
      Array.from({ length: 20_000 }, (_, i) => first(-i, "", i * 2 ** 33)),
    ];
    for (const values of families) expect(Math.abs(unevenness(values, 100))).toBeLessThan(5);
    const all = families.flat();
    expect(new Set(all).size).toBe(all.length - 1); // (0, "a", 0) is in two families
  });

  test("neighbours are uncorrelated", () => {
    for (const [seed, stream, iteration] of [[1, "a", 1], [2, "a", 0], [1, "b", 0], [1, "aa", 0]] as const) {
      const [left, right] = [randomStream(1, "a", 0), randomStream(seed, stream, iteration)];
      const products = draws(20_000, () => (left.uniform() - 0.5) * (right.uniform() - 0.5) * 12);
      const mean = products.reduce((sum, value) => sum + value / products.length, 0);
      expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(products.length));
    }
  });

  test("a seed or iteration that is not a safe integer is a RangeError", () => {
    for (const bad of [0.5, Number.NaN, Infinity, 2 ** 60]) {
      expect(() => randomStream(bad, "a", 0)).toThrow(/seed to be a safe integer/);
      expect(() => randomStream(0, "a", bad)).toThrow(/iteration to be a safe integer/);
    }
  });
});
