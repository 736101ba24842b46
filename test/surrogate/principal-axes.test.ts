import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTypescriptEngine, kernelNames, randomStream } from "../../src/numeric/index.ts";
import { unitPoints, type UnitPoints } from "../../src/space/index.ts";
import { conditionSurrogate, createFeatures, fitSurrogate, plainFeatures, plausibleModels, type Dataset } from "../../src/surrogate/index.ts";
import { hyperparameterPosterior } from "../../src/surrogate/hyperparameter-posterior.ts";
import { logLengths, logLengthsOf, principalAxes } from "../../src/surrogate/principal-axes.ts";
import { drawPoints, identityScale, largestDifference, observe, scenarios, wave } from "./datasets.ts";

const engine = createTypescriptEngine();

const numbers = (min: number, max: number, length: number) => fc.array(fc.double({ min, max, noNaN: true }), { minLength: length, maxLength: length });

/** Any logarithm of lengthscales that a search may come across. */
const lengths = (p: number) =>
  fc.tuple(numbers(-3, 1, p), numbers(-1.4, 1.4, (p * (p - 1)) / 2))
    .map(([diagonal, above]) => logLengths(Float64Array.from(diagonal), Float64Array.from(above)));

/** Fits along the inputs and along axes of their own. */
function fitBoth(dataset: Dataset) {
  const [plain, askew] = [false, true].map((learnsAxes) =>
    fitSurrogate({
      dataset, kernel: "matern52", transform: "identity", thresholds: [0], engine, learnsAxes,
      random: randomStream(1, "fit", 0),
    }),
  );
  return { plain: plain!, askew: askew! };
}

describe("axes and lengthscales", () => {
  test("determine the matrix that they come from", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }).chain(lengths), (matrix) => {
        expect(largestDifference(logLengthsOf(principalAxes(matrix)).data, matrix.data)).toBeLessThan(1e-12);
      }),
    );
  });

  test("a model along axes is the plain one in coordinates along them", () => {
    fc.assert(
      fc.property(scenarios, fc.integer({ min: 0, max: 1e6 }), ({ settings, dataset }, seed) => {
        const p = dataset.points.d;
        const random = randomStream(seed, "axes", p);
        const above = new Float64Array((p * (p - 1)) / 2).map(() => random.normal());
        const { axes } = principalAxes(logLengths(new Float64Array(p).map(() => random.normal()), above));
        const turned = ({ n, data }: UnitPoints): UnitPoints =>
          unitPoints(p, Float64Array.from({ length: n * p }, (_, i) => axes[i % p]!.reduce((sum, part, k) => sum + part * data[i - (i % p) + k]!, 0)));
        const wanted = drawPoints(5, p, seed + 1);
        const along = conditionSurrogate({ ...settings, axes }, dataset, engine);
        const plain = conditionSurrogate(settings, { ...dataset, points: turned(dataset.points) }, engine);
        expect(largestDifference(along.posterior(wanted).mean, plain.posterior(turned(wanted)).mean)).toBeLessThan(1e-6);
        expect(largestDifference(along.scaledInputs(wanted).data, plain.scaledInputs(turned(wanted)).data)).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });

  test("the gradient of the posterior density equals finite differences, terms of the mean and known errors included", () => {
    const sample = drawPoints(500, 3, 5);
    const features = createFeatures({ sample, terms: [({ n, data }) => Float64Array.from({ length: n }, (_, i) => Math.log(0.1 + data[3 * i]! + data[3 * i + 1]!))] });
    const dataset = { ...observe(drawPoints(18, 3, 1), wave), standardErrors: new Float64Array(18).map((_, i) => 0.05 * (i % 3)) };
    fc.assert(
      fc.property(fc.constantFrom(...kernelNames), lengths(3), (kernel, matrix) => {
        const mean = { constant: 0, variance: 1, termVariances: [9] };
        const { negativeLogDensity, logarithmsOf } = hyperparameterPosterior({
          dataset, kernel, mean, outputScale: identityScale, features, learnsAxes: true, engine,
        });
        const theta = logarithmsOf({ kernel, ...principalAxes(matrix), amplitude: 1.3, noiseVariance: 1e-3, mean, outputScale: identityScale });
        const { gradient } = negativeLogDensity(theta);
        const step = 1e-5;
        for (const [k, slope] of gradient.entries()) {
          const [below, above] = [-step, step].map((shift) => negativeLogDensity(theta.with(k, theta[k]! + shift)).value);
          expect(Math.abs((above! - below!) / (2 * step) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("the prior knows of no direction: turned lengthscales are as likely as straight ones", () => {
    const density = (matrix: ReturnType<typeof logLengths>) => {
      const settings = { kernel: "rbf", amplitude: 1, noiseVariance: 1e-6, mean: { constant: 0, variance: 1 }, outputScale: identityScale } as const;
      const { prior, logarithmsOf } = hyperparameterPosterior({
        ...settings, dataset: observe(drawPoints(3, 2, 1), wave), features: plainFeatures(2), learnsAxes: true, engine,
      });
      return prior.logDensity(logarithmsOf({ ...settings, ...principalAxes(matrix) })).value;
    };
    const straight = density(logLengths(Float64Array.of(-2, -0.5), Float64Array.of(0)));
    const askew = density(logLengths(Float64Array.of(-1.25, -1.25), Float64Array.of(0.75)));
    expect(askew).toBeCloseTo(straight, 10);
  });
});

describe("the evidence", () => {
  test("recognises a function that is stretched along a direction of its own, and finds it", () => {
    const turned = (x: Float64Array) => Math.sin(8 * (0.8 * x[0]! + 0.6 * x[1]!)) + 0.5 * Math.sin(2 * (0.8 * x[1]! - 0.6 * x[0]!));
    const { plain, askew } = fitBoth(observe(drawPoints(24, 2, 1), turned));
    expect(askew.logEvidence).toBeGreaterThan(plain.logEvidence + 10);
    const { axes, lengthscales } = askew.surrogate.settings;
    const shortest = axes![lengthscales[0]! < lengthscales[1]! ? 0 : 1]!;
    expect(shortest[1]! / shortest[0]!).toBeCloseTo(0.75, 1);
  });

  test.each([
    ["along one input", (x: Float64Array) => Math.sin(6 * x[0]!) + 0.2 * x[1]!],
    ["along both", wave],
  ])("leaves a function %s to the plain model", (_, f) => {
    const { plain, askew } = fitBoth(observe(drawPoints(24, 2, 1), f));
    expect(plain.logEvidence).toBeGreaterThan(askew.logEvidence);
  });

  test("does not depend on the order of the parameters", () => {
    const turned = (x: Float64Array) => Math.sin(5 * (x[0]! - 0.7 * x[1]!)) + 0.3 * x[2]!;
    const dataset = observe(drawPoints(20, 3, 2), turned);
    const reordered = { ...dataset, points: unitPoints(3, dataset.points.data.map((_, i, data) => data[i - (i % 3) + ((i % 3) + 1) % 3]!)) };
    expect(fitBoth(reordered).askew.logEvidence).toBeCloseTo(fitBoth(dataset).askew.logEvidence, 2);
  });

  test("of a function that says nothing yet is the same for both", () => {
    const { plain, askew } = fitBoth(observe(drawPoints(2, 3, 1), () => 1));
    expect(Math.abs(plain.logEvidence - askew.logEvidence)).toBeLessThan(0.5);
  });
});

test("plausible models differ in their axes, and straight ones are among them while the data allow it", () => {
  const dataset = observe(drawPoints(9, 2, 3), (x) => Math.sin(6 * (x[0]! - 0.8 * x[1]!)));
  const { plain, askew } = fitBoth(dataset);
  const models = plausibleModels({
    fits: [plain, askew].map(({ surrogate }) => surrogate.settings), dataset, features: plainFeatures(2), count: 40, engine,
    random: randomStream(1, "plausible", 0),
  });
  const straight = models.filter(({ axes }) => axes === undefined).length / models.length;
  const share = 1 / (1 + Math.exp(askew.logEvidence - plain.logEvidence));
  expect(Math.abs(straight - share)).toBeLessThan(0.2); // Laplace against importance weights of 16 draws
  const directions = new Set(models.flatMap(({ axes }) => (axes === undefined ? [] : [axes[0]![0]!.toFixed(6)])));
  expect(directions.size).toBeGreaterThan(3);
});
