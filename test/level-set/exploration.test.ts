import { expect, test } from "vitest";
import { leastExplored, nearestDistances, undecidedPoints } from "../../src/level-set/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import { noPoints, point } from "../proposal/models.ts";

const corners = unitPoints(2, Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1));

test("distances are those to the nearest evaluation", () => {
  const evaluated = unitPoints(2, Float64Array.of(0, 0, 1, 0.5));
  expect([...nearestDistances(corners, evaluated)]).toEqual([0, 0.5, 1, 0.5]);
});

test("the least explored point is the furthest one, infinitely far before the first evaluation", () => {
  const { radius, index } = leastExplored(corners, point(0.25, 0.25));
  expect([radius, index]).toEqual([Math.sqrt(1.125), 3]);
  expect(leastExplored(corners, noPoints(2)).radius).toBe(Infinity);
});

test("points nearer to an evaluation without a value than to an observed one are undecided", () => {
  const observed = point(0, 0);
  const unusable = point(1, 0.8);
  expect([...undecidedPoints(corners, observed, unusable)]).toEqual([0, 1, 0, 1]);
  expect([...undecidedPoints(corners, observed, noPoints(2))]).toEqual([0, 0, 0, 0]);
});
