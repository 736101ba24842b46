import { expect, test } from "vitest";
import { contourMeasure } from "../../src/level-set/index.ts";
import type { UnitPoints } from "../../src/space/index.ts";
import { fixedSurrogate, somePoints, valuesOf } from "../proposal/models.ts";

const points = somePoints(2, 80, 3);
const radius = 0.35;
const disc = fixedSurrogate(points, valuesOf(points, ([x, y]) => Math.hypot(x! - 0.5, y! - 0.5) ** 2), { kernel: "rbf", lengthscale: 0.6, noiseVariance: 1e-8 });
const domain = { points: somePoints(2, 4096, 4), weights: new Float64Array(4096).fill(1 / 4096) };

/** The same lengths everywhere. */
function lengths(...each: readonly number[]) {
  return ({ n, d }: UnitPoints): Float64Array => Float64Array.from({ length: n * d }, (_, i) => each[i % d]!);
}

test("of a circle it is the circumference over the length: a ring of width δ is a distance of δ", () => {
  const measure = contourMeasure(disc, radius ** 2, domain, lengths(0.01, 0.01));
  const ring = 2 * Math.PI * radius * 0.004;
  expect(Math.abs(ring / measure / 0.4 - 1)).toBeLessThan(0.1);
});

test("a long length along one axis leaves the other axis to measure by", () => {
  // half the contour's projections count: ∮ |n_y| ds = 4 r
  const measure = contourMeasure(disc, radius ** 2, domain, lengths(1e-9, 0.01));
  expect(Math.abs((4 * radius * 0.01) / measure - 1)).toBeLessThan(0.1);
});
