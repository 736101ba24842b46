import fc from "fast-check";
import { expect, test } from "vitest";
import { proportionalSample } from "../../src/level-set/proportional-sample.ts";
import { randomStream } from "../../src/numeric/index.ts";

const sizes = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1, noNaN: true })), { minLength: 1, maxLength: 60 });

test("every important row stands for at least itself, and none is taken twice", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 80 }), fc.nat(), (importance, count, seed) => {
      const order = Array.from(importance.keys());
      const { rows, counts } = proportionalSample(order, Float64Array.from(importance), count, randomStream(seed, "sample", 0));
      expect(new Set(rows).size).toBe(rows.length);
      for (const row of rows) expect(importance[row]).toBeGreaterThan(0);
      for (const times of counts) expect(times).toBeGreaterThanOrEqual(1 - 1e-12);
      const important = importance.filter((value) => value > 0).length;
      expect(Math.abs(rows.length - Math.min(count, important))).toBeLessThanOrEqual(1);
    }),
  );
});

test("with as many places as rows each is taken, and counts once", () => {
  const { rows, counts } = proportionalSample([2, 0, 1], Float64Array.of(0.1, 0, 5), 2, randomStream(1, "sample", 0));
  expect([rows, [...counts]]).toEqual([[2, 0], [1, 1]]);
});

test("a sum over the sample estimates the sum over all rows, without error for what the importance is proportional to", () => {
  const importance = Float64Array.from({ length: 500 }, (_, j) => 1 + Math.sin(j) ** 2);
  const other = importance.map((_, j) => Math.cos(j / 100) + 2);
  const order = Array.from(importance.keys());
  const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
  const estimates = Array.from({ length: 200 }, (_, seed) => {
    const { rows, counts } = proportionalSample(order, importance, 50, randomStream(seed, "sample", 0));
    return [sum(rows.map((j, i) => counts[i] * importance[j])), sum(rows.map((j, i) => counts[i] * other[j]))] as const;
  });
  for (const [same] of estimates) expect(Math.abs(same / sum(importance) - 1)).toBeLessThan(1 / 50 + 1e-9);
  const mean = sum(estimates.map(([, value]) => value)) / estimates.length;
  const variance = sum(estimates.map(([, value]) => (value - mean) ** 2)) / (estimates.length - 1);
  expect(Math.abs(mean - sum(other))).toBeLessThan(4 * Math.sqrt(variance / estimates.length));
});

test("importances of all orders of magnitude come to an end", () => {
  const wide = fc.array(fc.integer({ min: -320, max: 0 }), { minLength: 2, maxLength: 60 });
  fc.assert(fc.property(wide, fc.integer({ min: 1, max: 40 }), (exponents, count) => {
    const { rows } = proportionalSample([...exponents.keys()], Float64Array.from(exponents, (exponent) => 10 ** exponent), count, randomStream(1, "sample", 0));
    expect(rows.length).toBeLessThanOrEqual(Math.max(count + 1, exponents.length));
  }));
});
