import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contourDistance, directedDistance } from "../../src/level-set/index.ts";

type Point = readonly [number, number];

const line = (y: number, length = 100): Point[] => [[0, y], [length, y]];
const twice = (points: readonly Point[]): Point[] => points.map(([x, y]) => [2 * x, 2 * y]);

test("parallel lines are their gap apart", () => {
  expect(contourDistance([line(0)], [line(7)])).toBeCloseTo(7, 12);
});

test("a missing piece counts in one direction only", () => {
  expect(directedDistance([line(0, 50)], [line(0, 100)]).mean).toBeCloseTo(0, 12);
  expect(directedDistance([line(0, 100)], [line(0, 50)]).mean).toBeCloseTo(12.5, 4); // half on top, half 25 away in the mean
  expect(contourDistance([line(0, 100)], [line(0, 50)])).toBeCloseTo(6.25, 4);
});

test("the largest distance is found with its place, also where it is at an end", () => {
  const { largest, at } = directedDistance([[[0, 0], [100, 50]]], [line(0)]);
  expect(largest).toBeCloseTo(50, 12);
  expect(at).toEqual([100, 50]);
});

test("the split of a contour into pieces does not matter", () => {
  expect(contourDistance([[[0, 0], [40, 0]], [[40, 0], [100, 0]]], [line(3)])).toBeCloseTo(3, 12);
});

test("it is symmetric, zero on itself and scales with the plane", () => {
  const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
  const polyline = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 6 });
  const long = polyline.filter((points) => points.some(([x, y]) => Math.hypot(x - points[0]![0], y - points[0]![1]) > 1));
  fc.assert(
    fc.property(long, long, (a, b) => {
      const distance = contourDistance([a], [b]);
      expect(contourDistance([b], [a])).toBeCloseTo(distance, 9);
      expect(contourDistance([a], [a])).toBeCloseTo(0, 9);
      expect(contourDistance([twice(a)], [twice(b)])).toBeCloseTo(2 * distance, 6);
    }),
    { numRuns: 25 },
  );
});

test("an empty contour has no distance", () => {
  expect(() => contourDistance([], [line(0)])).toThrow(/expected two contours/);
});
