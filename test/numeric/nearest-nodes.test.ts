import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matrixFrom, type Matrix } from "../../src/numeric/index.ts";
import { nearestNodes } from "../../src/numeric/nearest-nodes.ts";

/** Looks at all of them. */
function everyNode({ rows, columns: d, data }: Matrix, count: number, x: Float64Array) {
  const all = Array.from({ length: rows }, (_, index) => {
    let square = 0;
    for (let axis = 0; axis < d; axis++) square += (data[index * d + axis]! - x[axis]!) ** 2;
    return { index, square };
  }).sort((a, b) => a.square - b.square || a.index - b.index);
  return all.slice(0, count);
}

/** Coordinates of which many are the same, as those of a grid are, or any. */
const coordinates = fc.oneof(fc.integer({ min: 0, max: 4 }).map((value) => value / 4), fc.double({ min: -0.5, max: 1.5, noNaN: true }));

test("the nearest nodes are those that looking at all of them finds, the same numbers in the same order", () => {
  const cases = fc.integer({ min: 1, max: 4 }).chain((d) =>
    fc.tuple(
      fc.integer({ min: 1, max: 90 }).chain((k) => fc.array(coordinates, { minLength: k * d, maxLength: k * d })),
      fc.array(fc.array(coordinates, { minLength: d, maxLength: d }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 29 }),
    ).map(([data, points, wanted]) => ({ nodes: matrixFrom(data.length / d, d, Float64Array.from(data)), points, count: Math.min(wanted, data.length / d) })),
  );
  fc.assert(
    fc.property(cases, ({ nodes, points, count }) => {
      const nearestTo = nearestNodes(nodes, count);
      for (const point of points) {
        const x = Float64Array.from(point);
        const expected = everyNode(nodes, count, x);
        const { indices, squares } = nearestTo(x, 0);
        expect([...indices]).toEqual(expected.map(({ index }) => index));
        expect([...squares]).toEqual(expected.map(({ square }) => square));
      }
    }),
    { numRuns: 300 },
  );
});

test("of nodes that are all the same those of the smallest indices are the nearest", () => {
  const { indices } = nearestNodes(matrixFrom(100, 2, new Float64Array(200)), 5)(Float64Array.of(0, 0, 3, 4), 2);
  expect([...indices]).toEqual([0, 1, 2, 3, 4]);
});
