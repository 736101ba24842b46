import { describe, expect, test } from "vitest";
import { forecastInflation, prequentialCalibration, rejectionLogEValue, rootMeanSquare } from "../../src/level-set/index.ts";
import { randomStream } from "../../src/numeric/index.ts";

function normals(count: number, seed: number, spread = 1): number[] {
  const random = randomStream(seed, "residuals", 0);
  return Array.from({ length: count }, () => spread * random.normal());
}

/** Density of N(0, κ²) at z over that of N(0, 1). */
function ratio(z: number, kappa: number): number {
  return Math.exp((z * z * (1 - kappa ** -2)) / 2) / kappa;
}

function eValue(...z: number[]): number {
  return [1.5, 2, 3, 5].reduce((sum, kappa) => sum + z.reduce((product, one) => product * ratio(one, kappa), 1), 0) / 4;
}

describe("prequential calibration", () => {
  test("rejects an honest model in at most 5 % of scans, however long they are watched", () => {
    const limit = rejectionLogEValue(0, 1);
    const rejected = Array.from({ length: 600 }, (_, run) => prequentialCalibration(normals(150, run)).logEValue >= limit);
    const share = rejected.filter(Boolean).length / 600;
    expect(share).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 600));
  });

  test("rejects forecasts twice too narrow within 30 evaluations nearly always", () => {
    const limit = rejectionLogEValue(0, 1);
    const rejected = Array.from({ length: 200 }, (_, run) => prequentialCalibration(normals(30, run, 2)).logEValue >= limit);
    expect(rejected.filter(Boolean).length).toBeGreaterThan(180);
  });

  test("is the mean of four likelihood ratios, at its largest so far", () => {
    expect(prequentialCalibration([3]).logEValue).toBeCloseTo(Math.log(eValue(3)), 12);
    expect(prequentialCalibration([3, -2]).logEValue).toBeCloseTo(Math.log(eValue(3, -2)), 12);
    expect(prequentialCalibration([3, -2, 0.1, 0]).logEValue).toBeCloseTo(Math.log(eValue(3, -2)), 12);
  });

  test("an e-value that a float64 could not hold stays finite as a logarithm", () => {
    expect(prequentialCalibration([60, 60]).logEValue).toBeCloseTo(3600 * (1 - 1 / 25) - Math.log(4 * 25), 6);
  });

  test("the inflation is the root mean square of the residuals, and 1 without any", () => {
    expect(prequentialCalibration([3, -4]).inflation).toBeCloseTo(Math.sqrt(12.5), 14);
    expect(prequentialCalibration([])).toEqual({ inflation: 1, logEValue: 0 });
    expect(rootMeanSquare(Float64Array.of(1, -1, 2, 2))).toBeCloseTo(Math.sqrt(2.5), 14);
  });

  test("the limit is an e-value of 20 at first; the limits of all later models share another 5 %", () => {
    expect(Math.exp(rejectionLogEValue(0, 1))).toBeCloseTo(20, 10);
    const levels = Array.from({ length: 20_000 }, (_, k) => Math.exp(-rejectionLogEValue(k + 1, 1)));
    expect(levels.reduce((sum, level) => sum + level, 0)).toBeCloseTo(0.05, 5);
    expect(Math.exp(rejectionLogEValue(0, 3))).toBeCloseTo(60, 10);
  });
});

describe("the inflation", () => {
  test("is 1 before the first forecast, and tends to the root mean square of those near the contour", () => {
    expect(forecastInflation([], [])).toBe(1);
    expect(forecastInflation([3, -1], [1, 0.5])).toBeCloseTo(Math.sqrt((20 + 9 + 0.5) / 21.5), 14);
    const [many, ones] = [normals(20_000, 1, 1.7), new Float64Array(20_000).fill(1)];
    expect(Math.abs(forecastInflation(many, ones) / 1.7 - 1)).toBeLessThan(0.03);
  });

  test("knows nothing of what was decided beforehand, and narrows where forecasts are too careful", () => {
    expect(forecastInflation([9, 0.5, -9], [0, 1, 0])).toBeCloseTo(Math.sqrt(20.25 / 21), 14);
    expect(forecastInflation(normals(40, 2, 0.5), new Float64Array(40).fill(1))).toBeLessThan(0.8);
  });
});
