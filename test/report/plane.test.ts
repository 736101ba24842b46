import { expect, test } from "vitest";
import { planeOf, type Polyline } from "../../src/report/geometry/plane.ts";
import { radius, sampleView, square } from "./sample-view.ts";

const whole = { x: 0, y: 1, at: new Float64Array(2) };

/** Twice the enclosed area of rings by the non-zero winding rule's signs. */
function area(rings: readonly Polyline[]): number {
  return rings.reduce((sum, ring) => sum + ring.slice(1).reduce((part, [x, y], i) => part + (ring[i]![0] * y - x * ring[i]![1]) / 2, 0), 0);
}

test("the rings of a band enclose the ring between its edges, however thin it is", () => {
  for (const standardDeviation of [0.1, 0.001]) {
    const view = sampleView({ parameters: square, observables: [{ ...radius(1, "below"), standardDeviation }] });
    const { band } = planeOf(view, whole, 121).levelSets[0]!;
    const expected = Math.PI * ((1 + standardDeviation) ** 2 - (1 - standardDeviation) ** 2);
    expect(Math.abs(area(band))).toBeGreaterThan(0.99 * expected);
    expect(Math.abs(area(band))).toBeLessThan(1.01 * expected);
  }
});

test("the forbidden region is outlined where the constraint changes, not where the grid is", () => {
  const view = sampleView({ parameters: square, constraints: ["x^2 + y^2 >= 0.5"], observables: [radius(1, "below")] });
  const { forbidden } = planeOf(view, whole, 41);
  expect(forbidden).toHaveLength(1);
  expect(forbidden[0]!.every(([x, y]) => Math.abs(x * x + y * y - 0.5) < 1e-5)).toBe(true);
});

test("a forbidden corner of the domain is outlined up to the corner", () => {
  const view = sampleView({ parameters: square, constraints: ["y <= x + 1"], observables: [radius(1, "below")] });
  const { forbidden } = planeOf(view, whole, 41);
  expect(forbidden).toHaveLength(1);
  expect(forbidden[0]).toContainEqual([-2, 2]);
  expect(Math.abs(area(forbidden))).toBeCloseTo(4.5, 4);
});
