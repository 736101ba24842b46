import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { designPoints, uniformPoints } from "../../src/proposal/index.ts";
import { createSpace, physicalPoints, selectPoints, type Space, type UnitPoints } from "../../src/space/index.ts";

const parameters = [
  { name: "x", lower: 0, upper: 10, scale: "linear" },
  { name: "y", lower: 1, upper: 100, scale: "log" },
] as const;
const open = createSpace({ parameters });
const triangle = createSpace({ parameters, constraints: ["x <= 4"] });

function listed(...points: readonly (readonly [number, number])[]): Space {
  return createSpace({ parameters, points: physicalPoints(2, Float64Array.from(points.flat())) });
}

function rowsOf({ n, d, data }: UnitPoints): string[] {
  return Array.from({ length: n }, (_, i) => data.subarray(i * d, (i + 1) * d).join(" "));
}

const seeds = fc.integer({ min: 0, max: 1e6 });

describe("the design", () => {
  test("has as many points as asked, all of them admissible", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 20 }), fc.constantFrom(open, triangle), (seed, count, space) => {
        const design = designPoints(space, count, seed);
        expect(design.n).toBe(count);
        expect([...space.admissible(design)]).toEqual(Array.from({ length: count }, () => 1));
      }),
      { numRuns: 30 },
    );
  });

  test("begins with the points of every smaller one, whatever the space", () => {
    const list = listed(...Array.from({ length: 30 }, (_, i) => [i % 10, 1 + (i * 37) % 99] as const));
    for (const space of [open, triangle, list]) {
      const rows = rowsOf(designPoints(space, 12, 3));
      for (const count of [1, 5, 11]) expect(rowsOf(designPoints(space, count, 3))).toEqual(rows.slice(0, count));
    }
  });

  test("differs from seed to seed", () => {
    expect(rowsOf(designPoints(open, 4, 1))).not.toEqual(rowsOf(designPoints(open, 4, 2)));
  });

  test("of a list: distinct listed points, and fewer than asked when the list runs out", () => {
    const list = listed([0, 1], [10, 100], [5, 10], [0, 100]);
    const design = designPoints(list, 10, 1);
    expect(design.n).toBe(4);
    expect(new Set(rowsOf(design)).size).toBe(4);
    expect(rowsOf(list.allowed!)).toEqual(expect.arrayContaining(rowsOf(design)));
  });

  test("of a list: spread out, not from one crowd", () => {
    const crowd = Array.from({ length: 200 }, (_, i) => [i / 1000, 1 + i / 1000] as const);
    const list = listed(...crowd, [10, 1], [0, 100], [10, 100], [5, 10]);
    for (const seed of [1, 2, 3, 4, 5]) {
      const design = designPoints(list, 5, seed);
      const outside = Array.from({ length: 5 }, (_, i) => i).filter((i) => Math.hypot(...selectPoints(design, [i]).data) > 0.3);
      expect(outside).toHaveLength(4);
    }
  });

  test("fills a domain of a thousandth of the cube", () => {
    const sliver = createSpace({ parameters, constraints: ["x <= 0.01"] });
    expect([...sliver.admissible(designPoints(sliver, 10, 1))]).toEqual(Array.from({ length: 10 }, () => 1));
  });

  test("says so when the constraints forbid everything", () => {
    const nothing = createSpace({ parameters, constraints: ["x <= -1"] });
    expect(() => designPoints(nothing, 3, 1)).toThrow(/expected 3 admissible points, got 0 of 1048576 drawn: the constraints forbid everything/);
  });
});

describe("points that stand for the domain", () => {
  test("are admissible and have weights that sum to 1", () => {
    for (const space of [open, triangle, listed([1, 2], [3, 4], [5, 6])]) {
      const { points, weights } = uniformPoints(space, 1);
      expect(weights.length).toBe(points.n);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(space.admissible(points).every((one) => one === 1)).toBe(true);
    }
  });

  test("are all listed points where there is a list, a sample of a long one", () => {
    expect(rowsOf(uniformPoints(listed([1, 2], [3, 4]), 1).points)).toEqual(rowsOf(listed([1, 2], [3, 4]).allowed!));
    const long = createSpace({
      parameters,
      points: physicalPoints(2, Float64Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? i / 2000 : 1 + (i % 97)))),
    });
    const { points, weights } = uniformPoints(long, 1);
    expect(points.n).toBeGreaterThan(4000);
    expect(points.n).toBeLessThan(4200);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });
});
