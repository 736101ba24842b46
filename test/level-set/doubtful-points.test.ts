import { expect, test } from "vitest";
import { doubtfulPoints } from "../../src/level-set/doubtful-points.ts";
import { averageMisclassification, type ModelAverage } from "../../src/level-set/index.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { fixedSurrogate, somePoints, valuesOf } from "../proposal/models.ts";

const observed = somePoints(2, 20, 3);
const [drawn, rough] = [fixedSurrogate(observed, valuesOf(observed)), fixedSurrogate(observed, valuesOf(observed), { kernel: "matern32" })];
const average: ModelAverage = { drawn, models: [drawn, rough, drawn, rough], threshold: 0.4, inflation: 1, scatters: false };
const count = 4096;
const domain = { points: somePoints(2, count, 4), weights: new Float64Array(count).fill(1 / count) };
const all = averageMisclassification(average, domain.points).reduce((sum, p) => sum + p / count, 0);

/** The expected misclassified volume as the chosen points have it, one value for each of many choices. */
function estimates(ownOpinion: Float64Array): number[] {
  return Array.from({ length: 40 }, (_, i) => {
    const { points, weights } = doubtfulPoints(average, domain, ownOpinion, randomStream(1, "doubtful points", i));
    expect(points.n).toBeLessThanOrEqual(513);
    return averageMisclassification(average, points).reduce((sum, p, j) => sum + weights[j]! * p, 0);
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test("an eighth of the points tells the expected misclassified volume to a few per cent, and without bias", () => {
  const volumes = estimates(averageMisclassification({ ...average, models: [drawn] }, domain.points));
  expect(Math.abs(mean(volumes) / all - 1)).toBeLessThan(0.02);
  for (const volume of volumes) expect(Math.abs(volume / all - 1)).toBeLessThan(0.15);
});

test("what the surrogate in force is certain of is asked of the others all the same", () => {
  expect(Math.abs(mean(estimates(new Float64Array(count))) / all - 1)).toBeLessThan(0.1);
});
