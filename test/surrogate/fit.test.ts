import { describe, expect, test } from "vitest";
import { createTypescriptEngine, normalCdf, randomStream } from "../../src/numeric/index.ts";
import { conditionSurrogate, fitSurrogate, transformValue, type Dataset, type Fit, type FitRequest, type Surrogate } from "../../src/surrogate/index.ts";
import { hyperprior } from "../../src/surrogate/hyperprior.ts";
import { drawPoints, largestDifference, observe, wave } from "./datasets.ts";

const engine = createTypescriptEngine();

function fit(dataset: Dataset, changes: Partial<FitRequest> = {}): Fit {
  const random = randomStream(1, "fit", dataset.values.length);
  return fitSurrogate({ dataset, kernel: "matern52", transform: "identity", thresholds: [1], engine, random, ...changes });
}

/** CLs that underflow on one side of the plane and round to 1 on the other. */
function steepCls(x: Float64Array): number {
  return normalCdf(20 * (x[0] + x[1] * x[1] - 0.9));
}

describe("hyperparameters", () => {
  test("the same request gives the same surrogate, and its settings rebuild it without a search", () => {
    const dataset = observe(drawPoints(15, 2, 1), wave);
    const { surrogate } = fit(dataset);
    expect(fit(dataset).surrogate.settings).toEqual(surrogate.settings);
    const again = conditionSurrogate(JSON.parse(JSON.stringify(surrogate.settings)), dataset, engine);
    const points = drawPoints(20, 2, 2);
    expect(again.posterior(points)).toEqual(surrogate.posterior(points));
    expect(again.logMarginalLikelihood).toBe(surrogate.logMarginalLikelihood);
  });

  test("a smooth function is learned from 30 points, with a negligible nugget", () => {
    const { surrogate, converged } = fit(observe(drawPoints(30, 2, 1), wave));
    expect(converged).toBe(true);
    expect(surrogate.noiseVariance).toBeLessThan(1e-5);
    const unseen = observe(drawPoints(100, 2, 2), wave);
    const { mean } = surrogate.posterior(unseen.points);
    const errors = unseen.values.map((value, i) => value - surrogate.unstandardise(mean[i]));
    expect(Math.hypot(...errors) / 10).toBeLessThan(0.02);
  });

  test("a dimension without influence gets a longer lengthscale", () => {
    const { lengthscales } = fit(observe(drawPoints(40, 2, 3), (x) => Math.sin(8 * x[0]))).surrogate.settings;
    expect(lengthscales[1]).toBeGreaterThan(2 * lengthscales[0]);
  });

  test("unknown noise of a tenth of the spread is found", () => {
    const random = randomStream(7, "noise", 0);
    const { surrogate } = fit(observe(drawPoints(60, 2, 4), (x) => wave(x) + 0.1 * random.normal()));
    const standardDeviation = Math.sqrt(surrogate.noiseVariance) * surrogate.outputScale.spread;
    expect(standardDeviation).toBeGreaterThan(0.06);
    expect(standardDeviation).toBeLessThan(0.15);
  });

  test("noise that is known is not found again", () => {
    const random = randomStream(8, "noise", 0);
    const noisy = observe(drawPoints(60, 2, 4), (x) => wave(x) + 0.1 * random.normal());
    const { surrogate } = fit({ ...noisy, standardErrors: noisy.values.map(() => 0.1) });
    expect(surrogate.hyperparameters.noiseVariance).toBeLessThan(1e-4);
    expect(surrogate.noiseVariance).toBeGreaterThan(surrogate.hyperparameters.noiseVariance);
  });

  test("a warm start never makes the result worse", () => {
    const dataset = observe(drawPoints(25, 3, 5), wave);
    const cold = fit(dataset);
    const warm = fit(dataset, { warmStart: cold.surrogate.settings });
    expect(warm.logPosterior).toBeGreaterThanOrEqual(cold.logPosterior - 1e-5);
  });

  test("an affine change of the observable's units changes nothing in standardised units", () => {
    const dataset = observe(drawPoints(20, 2, 6), wave);
    const changed = { ...dataset, values: dataset.values.map((value) => 500 + 30 * value) };
    const [a, b] = [fit(dataset).surrogate, fit(changed, { thresholds: [530] }).surrogate];
    const points = drawPoints(20, 2, 7);
    expect(largestDifference(a.posterior(points).mean, b.posterior(points).mean)).toBeLessThan(1e-5);
    expect(b.standardise(530)).toBeCloseTo(a.standardise(1), 10);
  });
});

describe("small and odd datasets", () => {
  test.each([1, 2, 5, 20])("one observation in %i dimensions leaves the prior nearly as it was", (d) => {
    const { surrogate } = fit(observe(drawPoints(1, d, 1), wave));
    const { centre, scale } = hyperprior(d);
    for (const [k, lengthscale] of surrogate.settings.lengthscales.entries()) {
      expect(Math.abs(Math.log(lengthscale) - centre[k + 1])).toBeLessThan(scale[k + 1]);
    }
    expect(surrogate.posterior(drawPoints(5, d, 2)).variance.every((variance) => variance > 0)).toBe(true);
  });

  test("constant values: the spread is 1 and the mean is the constant", () => {
    const { surrogate } = fit(observe(drawPoints(8, 2, 1), () => 3.5));
    expect(surrogate.outputScale).toMatchObject({ centre: 3.5, spread: 1 });
    expect(surrogate.unstandardise(surrogate.posterior(drawPoints(1, 2, 9)).mean[0])).toBeCloseTo(3.5, 10);
  });

  test("repeated points that disagree become noise, repeated points that agree do not", () => {
    const points = drawPoints(12, 1, 3);
    points.data.copyWithin(6, 0, 6);
    const agreeing = observe(points, wave);
    const disagreeing = { ...agreeing, values: agreeing.values.map((value, i) => value + (i < 6 ? 0.2 : -0.2)) };
    expect(fit(agreeing).surrogate.noiseVariance).toBeLessThan(1e-4);
    const { surrogate } = fit(disagreeing);
    expect(Math.sqrt(surrogate.noiseVariance) * surrogate.outputScale.spread).toBeGreaterThan(0.1);
  });

  test("CLs that underflow or round to 1 outside a narrow band: compression halves the misclassified area at least", () => {
    const unseen = observe(drawPoints(400, 2, 3), steepCls);
    const misclassified = (surrogate: Surrogate, threshold: number): number =>
      surrogate.posterior(unseen.points).mean.filter((value, i) => value > surrogate.standardise(threshold) !== unseen.values[i] > 0.05).length;
    let compressed = 0;
    let uncompressed = 0;
    for (let seed = 0; seed < 6; seed++) {
      const dataset = observe(drawPoints(25, 2, seed), steepCls);
      compressed += misclassified(fit(dataset, { transform: "probit", thresholds: [0.05] }).surrogate, 0.05);
      const probits = { ...dataset, values: dataset.values.map((value) => transformValue("probit", value)) };
      const threshold = transformValue("probit", 0.05);
      uncompressed += misclassified(fit(probits, { thresholds: [threshold] }).surrogate, threshold);
    }
    expect(compressed).toBeLessThan(uncompressed / 2);
    expect(compressed / (6 * 400)).toBeLessThan(0.03);
  });

  test("values the transform cannot take are refused", () => {
    const dataset = observe(drawPoints(3, 1, 1), () => 1.5);
    expect(() => fit(dataset, { transform: "probit", thresholds: [0.05] })).toThrow("expected a number from 0 to 1 for the probit transform, got 1.5");
    expect(() => fit({ ...dataset, values: dataset.values.fill(Number.NaN) })).toThrow("got NaN");
  });
});
