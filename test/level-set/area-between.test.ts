import * as fc from "fast-check";
import { expect, test } from "vitest";
import { areaBetween } from "../../src/level-set/index.ts";

type Ring = readonly (readonly [number, number])[];

const square = (x: number, y: number, side: number): Ring => [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];

test("shifted squares are apart by the strips at their sides", () => {
  expect(areaBetween([square(0, 0, 10)], [square(1, 0, 10)])).toBeCloseTo(20, 9);
  expect(areaBetween([square(0, 0, 10)], [square(20, 0, 10)])).toBeCloseTo(200, 9);
  expect(areaBetween([square(0, 0, 10)], [])).toBeCloseTo(100, 9);
  expect(areaBetween([], [])).toBe(0);
});

test("a hole is outside, whichever way its ring runs", () => {
  for (const hole of [square(2, 2, 4), square(2, 2, 4).toReversed()]) {
    expect(areaBetween([square(0, 0, 10), hole], [square(0, 0, 10)])).toBeCloseTo(16, 2);
  }
});

test("it is symmetric, nothing between equal regions, and grows with the square of the plane", () => {
  const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
  const triangle = fc.tuple(coordinate, coordinate, coordinate, coordinate, coordinate, coordinate).map(([a, b, c, d, e, f]): Ring => [[a, b], [c, d], [e, f], [a, b]]);
  fc.assert(
    fc.property(triangle, triangle, (a, b) => {
      const area = areaBetween([a], [b]);
      expect(areaBetween([b], [a])).toBeCloseTo(area, 6);
      expect(areaBetween([a], [a])).toBeCloseTo(0, 6);
      const twice = (ring: Ring): Ring => ring.map(([x, y]) => [2 * x, 2 * y]);
      expect(areaBetween([twice(a)], [twice(b)])).toBeCloseTo(4 * area, 4);
    }),
    { numRuns: 50 },
  );
});
