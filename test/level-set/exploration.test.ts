import { describe, expect, test } from "vitest";
import { averageMisclassification, nearestDistances, overlookedPlace, pointsInQuestion, undecidedPoints, unexploredVolume } from "../../src/level-set/index.ts";
import { matrixFrom, type Matrix } from "../../src/numeric/index.ts";
import { joinPoints, unitPoints, type UnitPoints } from "../../src/space/index.ts";
import { engine, fixedSurrogate, noPoints, point, somePoints, valuesOf } from "../proposal/models.ts";

const asMatrix = ({ n, d, data }: UnitPoints): Matrix => matrixFrom(n, d, data);

const corners = unitPoints(2, Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1));

test("distances are those to the nearest evaluation", () => {
  const evaluated = unitPoints(2, Float64Array.of(0, 0, 1, 0.5));
  expect([...nearestDistances(corners, evaluated)]).toEqual([0, 0.5, 1, 0.5]);
});

describe("the unexplored volume", () => {
  const observed = unitPoints(2, Float64Array.of(0.1, 0.1, 0.3, 0.2, 0.2, 0.4));
  const surrogate = fixedSurrogate(observed, valuesOf(observed), { lengthscale: 0.2 }); // 0.2 and 0.26
  const points = somePoints(2, 2048, 7);
  const domain = { points, weights: new Float64Array(2048).fill(1 / 2048) };

  test("is that of the points correlated with no evaluation", () => {
    const { volume } = unexploredVolume(surrogate, domain, observed, 0.5);
    const { settings } = surrogate;
    const correlations = engine.kernelMatrix("matern52", asMatrix(points), asMatrix(observed), Float64Array.from(settings.lengthscales));
    const open = Array.from({ length: 2048 }, (_, j) => j).filter((j) => [0, 1, 2].every((i) => correlations.data[3 * j + i]! < 0.5));
    expect(volume).toBeCloseTo(open.length / 2048, 12);
    expect(unexploredVolume(surrogate, domain, observed, 0.7).volume).toBeGreaterThan(volume);
  });

  test("shrinks by the next point to look at more than by its furthest one", () => {
    const { volume, next } = unexploredVolume(surrogate, domain, observed, 0.5);
    const after = (added: UnitPoints): number => unexploredVolume(surrogate, domain, joinPoints(observed, added), 0.5).volume;
    expect(after(unitPoints(2, Float64Array.from(next!)))).toBeLessThan(after(point(1, 1)));
    expect(after(point(1, 1))).toBeLessThan(volume);
  });

  test("is none, and there is nowhere to go, once everything is evaluated", () => {
    expect(unexploredVolume(surrogate, domain, points, 0.5)).toEqual({ volume: 0, next: undefined });
  });
});

test("the points in question are those within three standard deviations of a threshold", () => {
  const observed = somePoints(2, 9, 3);
  const surrogate = fixedSurrogate(observed, valuesOf(observed), { lengthscale: 0.2 });
  const points = somePoints(2, 512, 7);
  const domain = { points, weights: Float64Array.from({ length: 512 }, (_, j) => (j + 1) / 131328) };
  const rowsOf = (thresholds: readonly number[], inflation: number): number[] =>
    [...pointsInQuestion(surrogate, domain, thresholds, inflation).weights].map((weight) => Math.round(weight * 131328) - 1);
  const { mean, variance } = surrogate.posterior(points);
  const rows = Array.from(mean.keys());
  const within = (threshold: number, reach: number) => (j: number): boolean => Math.abs(mean[j]! - surrogate.standardise(threshold)) <= reach * Math.sqrt(variance[j]!);
  const [low, high] = [within(-0.5, 4.5), within(1, 4.5)];
  expect(rowsOf([1], 1)).toEqual(rows.filter(within(1, 3)));
  expect(rowsOf([-0.5, 1], 1.5)).toEqual(rows.filter((j) => low(j) || high(j)));
  expect(rowsOf([1], 1).length).toBeGreaterThan(0);
  expect(rowsOf([-0.5, 1], 1.5).length).toBeLessThan(512);
});

describe("an overlooked place", () => {
  /** Hills about (0.25, 0.7), where evaluations lie all over it, and, lower than the threshold, about (0.75, 0.3), where they lie around its foot. */
  const hills = (x: ArrayLike<number>): number => hill(x[0]! - 0.25, x[1]! - 0.7) + 0.6 * hill(x[0]! - 0.75, x[1]! - 0.3);
  const hill = (dx: number, dy: number): number => Math.exp(-(dx ** 2 + dy ** 2) / (2 * 0.12 ** 2));
  const around = (x: number, y: number, radius: number): number[] =>
    [0, 1, 2, 3, 4].flatMap((k) => [x + radius * Math.cos((2 * Math.PI * k) / 5), y + radius * Math.sin((2 * Math.PI * k) / 5)]);
  const grid = Array.from({ length: 49 }, (_, i) => [(i % 7) / 6, Math.floor(i / 7) / 6] as const).filter(([x, y]) => Math.hypot(x - 0.75, y - 0.3) > 0.15);
  const foot = unitPoints(2, Float64Array.from([...grid.flat(), 0.25, 0.7, ...around(0.25, 0.7, 0.1), ...around(0.75, 0.3, 0.15)]));
  const find = (observed: UnitPoints, tolerance = 0.01) => {
    const surrogate = fixedSurrogate(observed, valuesOf(observed, hills), { lengthscale: 0.2 });
    const points = somePoints(2, 2048, 7);
    const misclassification = averageMisclassification({ drawn: surrogate, models: [surrogate], threshold: 0.8, inflation: 1, scatters: false }, points);
    return overlookedPlace({ surrogate, threshold: 0.8, points, misclassification, domain: { points, weights: new Float64Array(2048).fill(1 / 2048) }, tolerance, observed });
  };

  test("is the top of a hill that has been seen from its foot", () => {
    const { point: [x, y], probability } = find(foot)!;
    expect(Math.hypot(x! - 0.75, y! - 0.3)).toBeLessThan(0.08);
    expect(probability).toBeGreaterThan(0.003);
  });

  test("is none where there is no room for a quarter of the tolerance", () => {
    expect(find(foot, 0.05)).toBeDefined(); // half of 0.2 and half of 0.26 are the axes of an ellipse of 4 %
    expect(find(foot, 0.25)).toBeUndefined();
  });

  test("is none once somebody has been there", () => {
    expect(find(joinPoints(foot, point(0.75, 0.3)))).toBeUndefined();
  });
});

test("points nearer to an evaluation without a value than to an observed one are undecided", () => {
  const observed = point(0, 0);
  const unusable = point(1, 0.8);
  expect([...undecidedPoints(corners, observed, unusable)]).toEqual([0, 1, 0, 1]);
  expect([...undecidedPoints(corners, observed, noPoints(2))]).toEqual([0, 0, 0, 0]);
});
