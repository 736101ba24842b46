import * as fc from "fast-check";
import { expect, test } from "vitest";
import { estimateLevelSet, excursionProbability, misclassificationProbability } from "../../src/level-set/index.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { fixedSurrogate, somePoints, valuesOf } from "../proposal/models.ts";

test("the excursion probability is that of a normal law on either side", () => {
  const posterior = { mean: Float64Array.of(1, 1, 1, 1), variance: Float64Array.of(4, 4, 0, 0) };
  expect([...excursionProbability(posterior, 0, "above")]).toEqual([0.6914624612740131, 0.6914624612740131, 1, 1]);
  const below = excursionProbability(posterior, 2, "below");
  expect(below[0]).toBeCloseTo(0.6914624612740131, 15);
  expect(below[2]).toBe(1);
  expect(excursionProbability(posterior, 2, "above")[2]).toBe(0);
});

test("f on the threshold for certain belongs to the excursion set of either side", () => {
  const known = { mean: Float64Array.of(0.5), variance: Float64Array.of(0) };
  expect(excursionProbability(known, 0.5, "above")[0]).toBe(1);
  expect(excursionProbability(known, 0.5, "below")[0]).toBe(1);
});

test("inflation moves every probability towards one half, and above and below are complements", () => {
  const number = fc.double({ min: -6, max: 6, noNaN: true });
  fc.assert(
    fc.property(number, number, fc.double({ min: 1, max: 10, noNaN: true }), (mean, threshold, inflation) => {
      const posterior = { mean: Float64Array.of(mean), variance: Float64Array.of(1) };
      const [narrow] = excursionProbability(posterior, threshold, "above");
      const [wide] = excursionProbability(posterior, threshold, "above", inflation);
      expect(Math.abs(wide! - 0.5)).toBeLessThanOrEqual(Math.abs(narrow! - 0.5) + 1e-15);
      expect(excursionProbability(posterior, threshold, "below")[0]).toBeCloseTo(1 - narrow!, 14);
    }),
  );
});

test("misclassification is the smaller of both probabilities", () => {
  expect([...misclassificationProbability(Float64Array.of(0, 0.2, 0.5, 0.75, 1))]).toEqual([0, 0.2, 0.5, 0.25, 0]);
});

test("the volumes are those of joint posterior paths, in the observable's own units", () => {
  const points = somePoints(2, 8, 1);
  const surrogate = fixedSurrogate(points, valuesOf(points));
  const domain = somePoints(2, 200, 2);
  const weights = Float64Array.from({ length: 200 }, (_, j) => (j + 1) / 20_100);
  const levelSet = { observable: "f", threshold: 0.4, side: "below", weight: 1 } as const;
  const estimate = estimateLevelSet(levelSet, surrogate, { points: domain, weights });
  const { mean } = surrogate.posterior(domain);
  const inside = weights.filter((_, j) => mean[j] < 0.4).reduce((sum, weight) => sum + weight, 0);
  expect(estimate.excursionVolume).toBeCloseTo(inside, 12);

  const paths = surrogate.samplePaths(domain, 2000, randomStream(1, "paths", 0));
  const wrong = Array.from({ length: 2000 }, (_, i) =>
    weights.reduce((sum, weight, j) => sum + (paths.data[i * 200 + j] < 0.4 === mean[j] < 0.4 ? 0 : weight), 0),
  );
  const average = wrong.reduce((sum, value) => sum + value, 0) / 2000;
  const standardError = Math.sqrt(wrong.reduce((sum, value) => sum + (value - average) ** 2, 0)) / 2000;
  expect(Math.abs(average - estimate.expectedMisclassifiedVolume)).toBeLessThan(4 * standardError);
});
