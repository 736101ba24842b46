import { expect, test } from "vitest";
import { informativeData } from "../../src/surrogate/index.ts";
import { drawPoints, observe } from "./datasets.ts";

/** Positive within a circle of radius 0.3. */
const circle = (x: Float64Array): number => 0.3 - Math.hypot(x[0]! - 0.5, x[1]! - 0.5);
const all = observe(drawPoints(1200, 2, 1), circle);
const chosen = informativeData(all, "identity", [0], 200);

const rowsOf = ({ points: { n, d, data } }: typeof all) => Array.from({ length: n }, (_, i) => data.subarray(i * d, (i + 1) * d).join(" "));

test("as many data as asked are chosen, each once and in their order", () => {
  expect([chosen.points.n, chosen.values.length, chosen.standardErrors.length]).toEqual([200, 200, 200]);
  const order = rowsOf(chosen).map((row) => rowsOf(all).indexOf(row));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(order).size).toBe(200);
  expect(informativeData(all, "identity", [0], 200)).toEqual(chosen);
  expect(informativeData(all, "identity", [0], 1200)).toBe(all);
});

test("they crowd along the contour", () => {
  const near = (values: Float64Array) => values.filter((value) => Math.abs(value) < 0.03).length / values.length;
  expect(near(chosen.values)).toBeGreaterThan(2.5 * near(all.values));
});

test("no part of the domain is left out", () => {
  const { n, data } = chosen.points;
  for (let i = 0; i < 1200; i++) {
    const distances = Array.from({ length: n }, (_, j) => Math.hypot(data[2 * j]! - all.points.data[2 * i]!, data[2 * j + 1]! - all.points.data[2 * i + 1]!));
    expect(Math.min(...distances)).toBeLessThan(0.2);
  }
});
