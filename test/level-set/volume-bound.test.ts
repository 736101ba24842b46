import { describe, expect, test } from "vitest";
import {
  averageMisclassification, estimateLevelSet, misclassifiedVolumeBound, misclassifiedVolumes, pathShare, upperQuantile, type ModelAverage,
} from "../../src/level-set/index.ts";
import { matrixFrom, randomStream, transpose } from "../../src/numeric/index.ts";
import { selectPoints } from "../../src/space/index.ts";
import type { Surrogate } from "../../src/surrogate/index.ts";
import { engine, fixedSurrogate, somePoints, valuesOf } from "../proposal/models.ts";

const threshold = 0.4;

/** One model that judges the set drawn from its own mean. */
function judge(surrogate: Surrogate, inflation = 1): ModelAverage {
  return { drawn: surrogate, models: [surrogate], threshold, inflation, scatters: false };
}

test("a path's misclassified volume is the weight of the points on the other side than the drawn set has them", () => {
  const judged = {
    paths: matrixFrom(2, 3, Float64Array.of(1, -1, 1, 0.4, 0.6, -0.1)),
    mean: Float64Array.of(0.5, 0.5, -0.5),
    threshold: 0,
    isAbove: Uint8Array.of(1, 1, 0),
    weights: Float64Array.of(0.2, 0.3, 0.5),
  };
  expect([...misclassifiedVolumes({ ...judged, inflation: 1 })]).toEqual([0.8, 0]);
  // twice as far from the mean, the second path's third point crosses: -0.5 + 2 · 0.4 > 0
  expect([...misclassifiedVolumes({ ...judged, inflation: 2 })]).toEqual([0.8, 0.5]);
  // a set drawn elsewhere is wrong even where the path stays at its mean
  expect([...misclassifiedVolumes({ ...judged, isAbove: Uint8Array.of(1, 1, 1), inflation: 1 })]).toEqual([0.3, 0.5]);
});

test("one model's opinion of its own set is min(p, 1 - p), several models' the mean of theirs", () => {
  const points = somePoints(2, 12, 3);
  const [drawn, other] = [fixedSurrogate(points, valuesOf(points)), fixedSurrogate(points, valuesOf(points), { kernel: "matern32" })];
  const domain = somePoints(2, 150, 4);
  const levelSet = { observable: "f", threshold, side: "above", weight: 1 } as const;
  const { misclassification } = estimateLevelSet(levelSet, drawn, { points: domain, weights: new Float64Array(150).fill(1 / 150) }, 1.5);
  const own = averageMisclassification(judge(drawn, 1.5), domain);
  own.forEach((p, j) => expect(p).toBeCloseTo(misclassification[j]!, 12));
  const others = averageMisclassification({ drawn, models: [other], threshold, inflation: 1.5, scatters: false }, domain);
  const both = averageMisclassification({ drawn, models: [drawn, other], threshold, inflation: 1.5, scatters: false }, domain);
  both.forEach((p, j) => expect(p).toBeCloseTo((own[j]! + others[j]!) / 2, 12));
});

test("a truth that scatters is less certain, and its bound no smaller", () => {
  const points = somePoints(2, 12, 3);
  const surrogate = fixedSurrogate(points, valuesOf(points), { noiseVariance: 0.05 });
  const domain = { points: somePoints(2, 150, 4), weights: new Float64Array(150).fill(1 / 150) };
  const [smooth, rough] = [false, true].map((scatters) => {
    const average = { ...judge(surrogate), scatters };
    const misclassification = averageMisclassification(average, domain.points);
    return { misclassification, bound: misclassifiedVolumeBound(average, domain, misclassification, randomStream(1, "bound", 0)) };
  });
  rough!.misclassification.forEach((p, j) => expect(p).toBeGreaterThanOrEqual(smooth!.misclassification[j]!));
  expect(rough!.bound).toBeGreaterThan(smooth!.bound);
});

describe("the upper quantile", () => {
  test("is the order statistic that a further value exceeds in 5 % of cases", () => {
    const values = Float64Array.from({ length: 199 }, (_, i) => 199 - i);
    expect(upperQuantile(values, 0.95)).toBe(190); // 200 · 0.95
  });

  test("refuses to say more than its values know", () => {
    expect(() => upperQuantile(new Float64Array(18), 0.95)).toThrow("expected at least 19 values for a 0.95 quantile, got 18");
    expect(upperQuantile(Float64Array.from({ length: 19 }, (_, i) => i), 0.95)).toBe(18);
  });
});

test("the bound covers the misclassified volume of its share of the functions the model believes in", () => {
  const points = somePoints(2, 12, 3);
  const surrogate = fixedSurrogate(points, valuesOf(points));
  const domain = { points: somePoints(2, 150, 4), weights: new Float64Array(150).fill(1 / 150) };
  const { misclassification, expectedMisclassifiedVolume } =
    estimateLevelSet({ observable: "f", threshold, side: "above", weight: 1 }, surrogate, domain);
  const bound = misclassifiedVolumeBound(judge(surrogate), domain, misclassification, randomStream(1, "bound", 0));
  expect(bound).toBeGreaterThan(expectedMisclassifiedVolume);
  const truths = surrogate.samplePaths(domain.points, 1000, randomStream(2, "truth", 0));
  const { mean } = surrogate.posterior(domain.points);
  const isAbove = Uint8Array.from(mean, (value) => Number(value > threshold));
  const volumes = misclassifiedVolumes({ paths: truths, mean, threshold, isAbove, weights: domain.weights, inflation: 1 });
  const covered = volumes.filter((volume) => volume <= bound).length / 1000;
  // 384 paths place the quantile to within 4 · 0.017, 1000 functions measure it to within 4 · 0.010
  expect(Math.abs(covered - pathShare)).toBeLessThan(0.08);
  expect(misclassifiedVolumeBound(judge(surrogate, 2), domain, misclassification, randomStream(1, "bound", 0))).toBeGreaterThan(bound);
});

test.each(["matern32", "matern52", "rbf"] as const)("between close observations it is as wide as exact draws of a %s process", (kernel) => {
  const points = somePoints(2, 60, 3);
  const surrogate = fixedSurrogate(points, valuesOf(points), { kernel, lengthscale: 0.4, noiseVariance: 1e-4 });
  const domain = { points: somePoints(2, 2000, 4), weights: new Float64Array(2000).fill(1 / 2000) };
  const { misclassification } = estimateLevelSet({ observable: "f", threshold, side: "above", weight: 1 }, surrogate, domain);
  const bounds = [1, 2, 3, 4].map((seed) =>
    misclassifiedVolumeBound(judge(surrogate), domain, misclassification, randomStream(seed, "bound", 0)),
  );

  const undecided = Array.from(misclassification.keys()).filter((j) => misclassification[j] > 1e-5);
  const at = selectPoints(domain.points, undecided);
  const { mean } = surrogate.posterior(at);
  const { factor } = engine.cholesky(surrogate.covariance(at, at));
  const random = randomStream(9, "exact", 0);
  const normals = matrixFrom(at.n, 1000, Float64Array.from({ length: at.n * 1000 }, () => random.normal()));
  const paths = transpose(engine.multiply(factor, normals));
  paths.data.forEach((deviation, i) => (paths.data[i] = mean[i % at.n] + deviation));
  const isAbove = Uint8Array.from(mean, (value) => Number(value > threshold));
  const weights = new Float64Array(at.n).fill(1 / 2000);
  const exact = upperQuantile(misclassifiedVolumes({ paths, mean, threshold, isAbove, weights, inflation: 1 }), pathShare);
  for (const bound of bounds) expect(Math.abs(bound / exact - 1)).toBeLessThan(0.2);
});

test("what the bound sees of the models' volume is what they expect, whatever few points it looks at", () => {
  const points = somePoints(2, 40, 3);
  const models = [fixedSurrogate(points, valuesOf(points)), fixedSurrogate(points, valuesOf(points), { kernel: "matern32", lengthscale: 0.3 })];
  const domain = { points: somePoints(2, 4096, 4), weights: new Float64Array(4096).fill(1 / 4096) };
  const average = { ...judge(models[0]!), models };
  const misclassification = averageMisclassification(average, domain.points);
  const bounds = [1, 2, 3, 4, 5, 6].map((seed) => misclassifiedVolumeBound(average, domain, misclassification, randomStream(seed, "bound", 0)));
  const mean = bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length;
  for (const bound of bounds) expect(Math.abs(bound / mean - 1)).toBeLessThan(0.25);
});

test("nothing undecided leaves nothing to bound", () => {
  const points = somePoints(2, 5, 3);
  const surrogate = fixedSurrogate(points, valuesOf(points));
  const domain = { points, weights: new Float64Array(5).fill(0.2) };
  expect(misclassifiedVolumeBound(judge(surrogate), domain, new Float64Array(5), randomStream(1, "bound", 0))).toBe(0);
});
