import { expect, test } from "vitest";
import { physicalPoints } from "../../src/space/index.ts";
import { slicesOf } from "../../src/report/geometry/slices.ts";
import { radius, sampleView } from "./sample-view.ts";

const cube = (d: number) => Array.from({ length: d }, (_, k) => ({ name: `x${k}`, lower: -1, upper: 1, scale: "linear" as const }));

test("slices cross at an admissible point of the contour", () => {
  const view = sampleView({ parameters: cube(4), constraints: ["x0 >= 0.2"], observables: [radius(0.9, "below")] });
  const { centre, planes, leftOut } = slicesOf(view);
  expect(view.admissible(physicalPoints(4, centre!))[0]).toBe(1);
  expect(Math.abs(Math.hypot(...centre!) - 0.9)).toBeLessThan(0.06);
  expect([planes.length, leftOut]).toEqual([6, []]);
});

test("of many parameters the six with the shortest lengthscales are paired and the others named", () => {
  const { planes, leftOut } = slicesOf(sampleView({ parameters: cube(8), observables: [radius(1.5, "below")] }));
  expect(planes).toHaveLength(15);
  expect(leftOut).toEqual(["x6", "x7"]);
});

test("before the first fit slices cross in the middle", () => {
  const { predict: _, ...unfitted } = sampleView({ parameters: cube(3), observables: [radius(1, "below")] }, { surrogates: {} });
  expect([...slicesOf(unfitted).centre!]).toEqual([0, 0, 0]);
});
