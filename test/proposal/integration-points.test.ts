import { describe, expect, test } from "vitest";
import { excursionProbability } from "../../src/level-set/index.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { cellSample } from "../../src/proposal/cell-sample.ts";
import { integrationPoints } from "../../src/proposal/index.ts";
import { createSpace, physicalPoints, selectPoints } from "../../src/space/index.ts";
import { fixedSurrogate, somePoints, valuesOf } from "./models.ts";

const parameters = [
  { name: "x", lower: 0, upper: 1, scale: "linear" },
  { name: "y", lower: 0, upper: 1, scale: "linear" },
] as const;
const observed = somePoints(2, 14, 1);
const surrogate = fixedSurrogate(observed, valuesOf(observed), { lengthscale: 0.6 });
const levelSets = [{ observable: "f", threshold: 0.4, side: "above", weight: 1 }] as const;
const request = { surrogates: new Map([["f", surrogate]]), levelSets, seed: 1, refit: 0 };

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

function stepAndSlope(x: number, y: number): number {
  return Math.exp(-3 * x) + (x * y > 0.3 ? 1 : 0);
}

/** The mean is within four standard errors of the truth. */
function expectUnbiased(estimates: readonly number[], truth: number): void {
  const mean = sum(estimates) / estimates.length;
  const standardError = Math.sqrt(sum(estimates.map((value) => (value - mean) ** 2))) / estimates.length;
  expect(Math.abs(mean - truth)).toBeLessThan(4 * standardError + 1e-12);
}

describe("a sample by cells", () => {
  const pool = somePoints(2, 1024, 3);
  const probabilities = Float64Array.from({ length: 1024 }, (_, i) => (i % 64 === 0 ? 1 : 0.02 + 0.3 * pool.data[2 * i]));
  const samples = Array.from({ length: 200 }, (_, seed) => cellSample(pool, probabilities, randomStream(seed, "cells", 0)));

  test("has weights that sum to 1 and about as many points as the probabilities say", () => {
    for (const { points, weights } of samples.slice(0, 20)) {
      expect(sum(weights)).toBeCloseTo(1, 12);
      expect(Math.abs(points.n - sum(probabilities))).toBeLessThan(2);
    }
  });

  test("always takes the points of probability 1, for themselves alone", () => {
    const { points, weights } = samples[0]!;
    for (let i = 0; i < 1024; i += 64) {
      const row = Array.from({ length: points.n }, (_, j) => j).find((j) => points.data[2 * j] === pool.data[2 * i])!;
      expect(weights[row]).toBe(1 / 1024);
    }
  });

  test("gives unbiased means, and better ones than as many independent points", () => {
    const poolValues = Array.from({ length: 1024 }, (_, i) => stepAndSlope(pool.data[2 * i], pool.data[2 * i + 1]));
    const truth = sum(poolValues) / 1024;
    const estimates = samples.map(({ points, weights }) =>
      sum(weights.map((weight, j) => weight * stepAndSlope(points.data[2 * j], points.data[2 * j + 1]))),
    );
    expectUnbiased(estimates, truth);
    const variance = sum(estimates.map((value) => (value - truth) ** 2)) / estimates.length;
    const independent = sum(poolValues.map((value) => (value - truth) ** 2)) / 1024 / sum(probabilities);
    expect(variance).toBeLessThan(independent / 2);
  });
});

describe("integration points", () => {
  const space = createSpace({ parameters, constraints: ["x + y <= 1.5"] });
  const { points, weights } = integrationPoints({ ...request, space });

  test("are admissible, weighted to 1 and the same for the same seed and refit", () => {
    expect(space.admissible(points).every((one) => one === 1)).toBe(true);
    expect(sum(weights)).toBeCloseTo(1, 12);
    expect(integrationPoints({ ...request, space })).toEqual({ points, weights });
    expect(integrationPoints({ ...request, space, refit: 1 }).points).not.toEqual(points);
  });

  test("crowd where the model is undecided and leave no part out", () => {
    const uncertainty = excursionProbability(surrogate.posterior(points), 0.4, "above").map((p) => p * (1 - p));
    const average = sum(uncertainty) / points.n;
    const overDomain = sum(uncertainty.map((value, j) => value * weights[j]));
    expect(average).toBeGreaterThan(1.5 * overDomain);
    // a fifth of the points is spread evenly: no point stands for more than five times its share, one pool point more or less
    expect(Math.max(...weights)).toBeLessThan(5 / points.n + 2 / 8192);
  });

  test("estimate volumes without bias, the expected misclassified volume to a few per cent", () => {
    const fine = somePoints(2, 2 ** 14, 9);
    const inside = space.admissible(fine);
    const misclassification = excursionProbability(surrogate.posterior(fine), 0.4, "above").map((p) => Math.min(p, 1 - p));
    const truth = sum(misclassification.map((value, j) => value * inside[j])) / sum(inside);
    const estimates = Array.from({ length: 12 }, (_, seed) => {
      const drawn = integrationPoints({ ...request, space, seed });
      const p = excursionProbability(surrogate.posterior(drawn.points), 0.4, "above");
      return sum(p.map((value, j) => Math.min(value, 1 - value) * drawn.weights[j]));
    });
    expectUnbiased(estimates, truth);
    for (const estimate of estimates) expect(Math.abs(estimate / truth - 1)).toBeLessThan(0.1);
  });

  test("leave out the listed points at which nothing is left to learn, unless that is all of them", () => {
    const listed = createSpace({ parameters, points: physicalPoints(2, Float64Array.of(0.1, 0.2, 0.5, 0.6, 0.9, 0.3)) });
    const open = integrationPoints({ ...request, space: listed, settled: new Set([1]) });
    expect([...open.points.data]).toEqual([...selectPoints(listed.allowed!, [0, 2]).data]);
    expect([...open.weights]).toEqual([0.5, 0.5]);
    expect(integrationPoints({ ...request, space: listed, settled: new Set([0, 1, 2]) }).points.n).toBe(3);
  });

  test("are spread evenly where nothing is undecided", () => {
    const far = [{ observable: "f", threshold: 1e6, side: "above", weight: 1 }] as const;
    const even = integrationPoints({ ...request, levelSets: far, space });
    expect(Math.max(...even.weights) / Math.min(...even.weights)).toBeLessThan(13);
    expect(even.points.n).toBeGreaterThan(700);
  });
});
