import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTypescriptEngine, matrixFrom, randomStream, transpose, type Matrix } from "../../src/numeric/index.ts";
import { unitPoints, type UnitPoints } from "../../src/space/index.ts";
import {
  conditionSurrogate, createFeatures, fitSurrogate, plainFeatures, type Features, type SurrogateSettings, type TermFunction,
} from "../../src/surrogate/index.ts";
import { priorCovariance, processPrior } from "../../src/surrogate/prior.ts";
import { marginalLikelihood } from "../../src/surrogate/marginal-likelihood.ts";
import { standardiseDataset } from "../../src/surrogate/standardised-data.ts";
import { drawPoints, identityScale, largestDifference, observe, wave } from "./datasets.ts";

const engine = createTypescriptEngine();

const term = (f: (x: Float64Array) => number): TermFunction => ({ n, d, data }) =>
  Float64Array.from({ length: n }, (_, i) => f(data.subarray(i * d, (i + 1) * d)));

const sample = drawPoints(2000, 2, 5);
const slope = term(([x, y]) => Math.log(0.1 + x! + 2 * y!));
const curve = term(([x]) => 1 / (0.2 + x!));

function settingsFor({ inputCount, termCount }: Features, change: Partial<SurrogateSettings> = {}): SurrogateSettings {
  return {
    kernel: "matern52",
    lengthscales: Array.from({ length: inputCount }, (_, k) => 0.3 + 0.1 * k),
    amplitude: 0.7,
    noiseVariance: 1e-4,
    mean: { constant: 0, variance: 1e4, ...(termCount > 0 && { termVariances: Array.from({ length: termCount }, () => 1e4) }) },
    outputScale: identityScale,
    ...change,
  };
}

describe("terms of the mean", () => {
  test("are orthonormal over the sample, whatever their units", () => {
    const { map, termCount } = createFeatures({ sample, terms: [slope, term((x) => 1000 + 1e-3 * x[0]!), curve] });
    expect(termCount).toBe(3);
    const { d, data } = map(sample);
    const column = (k: number) => Float64Array.from({ length: sample.n }, (_, i) => data[i * d + 2 + k]!);
    const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0) / sample.n;
    for (const j of [0, 1, 2]) {
      expect(product(column(j), new Float64Array(sample.n).fill(1))).toBeCloseTo(0, 6);
      for (const k of [0, 1, 2]) expect(product(column(j), column(k))).toBeCloseTo(j === k ? 1 : 0, 6);
    }
  });

  test("that are constant or a combination of others are left out", () => {
    const combination = term((x) => 3 - 2 * Math.log(0.1 + x[0]! + 2 * x[1]!) + 1 / (0.2 + x[0]!));
    expect(createFeatures({ sample, terms: [term(() => 7), slope, curve, combination] }).termCount).toBe(2);
    expect(createFeatures({ sample, terms: [term(() => 7)] }).map(sample)).toBe(sample);
    expect(createFeatures({ sample, terms: [term((x) => 7 + 1e-13 * x[0]!)] }).map(sample)).toBe(sample);
  });

  test("without a number somewhere in the sample are refused, and elsewhere stay within a tenth more than their range", () => {
    expect(() => createFeatures({ sample, terms: [term(([x]) => Math.log(x! - 0.5))] })).toThrow(/finite number .* got NaN/);
    const { map } = createFeatures({ sample, terms: [term(([x]) => Math.log(x!))] });
    const beyond = map(unitPoints(2, Float64Array.of(0, 0.5, -1, 0.5, 1, 0.5)));
    const values = [0, 1, 2].map((i) => beyond.data[i * beyond.d + 2]!);
    const smallest = Math.min(...Array.from({ length: sample.n }, (_, i) => map(sample).data[i * 3 + 2]!));
    expect(values[0]).toBeLessThan(smallest);
    expect(values[0]).toBeGreaterThan(1.2 * smallest);
    expect(values[1]).toBeCloseTo(0, 8); // no number: the mean
    expect(Number.isFinite(values[2])).toBe(true);
  });

  test("with a wide prior give universal kriging: generalised least squares and its variance", () => {
    const terms = [slope, curve];
    const features = createFeatures({ sample, terms });
    const points = drawPoints(12, 2, 1);
    const wanted = drawPoints(6, 2, 2);
    const dataset = observe(points, wave);
    const settings = settingsFor(features, { mean: { constant: 0, variance: 1e6, termVariances: [1e6, 1e6] } });
    const { mean, variance } = conditionSurrogate(settings, dataset, engine, features.map).posterior(wanted);
    const expected = generalisedLeastSquares(settings, points, dataset.values, wanted, terms);
    expect(largestDifference(mean, expected.mean)).toBeLessThan(1e-4);
    expect(largestDifference(variance, expected.variance)).toBeLessThan(1e-4);
  });

  test("the gradient of the evidence equals finite differences", () => {
    const features = createFeatures({ sample, terms: [slope, curve] });
    const data = standardiseDataset(identityScale, observe(drawPoints(10, 2, 3), wave), features.map);
    const settings = settingsFor(features);
    const at = (change: Partial<SurrogateSettings>) => marginalLikelihood(engine, { ...settings, ...change }, data).value;
    const { gradient } = marginalLikelihood(engine, settings, data);
    const moved = [-1e-4, 1e-4].map(Math.exp);
    const slopes = [
      moved.map((factor) => at({ amplitude: settings.amplitude * factor })),
      moved.map((factor) => at({ lengthscales: [settings.lengthscales[0]! * factor, settings.lengthscales[1]!] })),
      moved.map((factor) => at({ lengthscales: [settings.lengthscales[0]!, settings.lengthscales[1]! * factor] })),
      moved.map((factor) => at({ noiseVariance: settings.noiseVariance * factor })),
    ].map(([below, above]) => (above! - below!) / 2e-4);
    expect(largestDifference(gradient, slopes)).toBeLessThan(1e-4);
  });

  test("a fit finds what only the terms explain, far from every observation", () => {
    const truth = (x: Float64Array) => 3 * Math.log(0.1 + x[0]! + 2 * x[1]!) - 1;
    const points = unitPoints(2, drawPoints(10, 2, 4).data.map((coordinate) => 0.4 * coordinate));
    const far = unitPoints(2, Float64Array.of(0.9, 0.9, 1, 0.3));
    const errorWith = (features: Features) => {
      const { surrogate } = fitSurrogate({
        dataset: observe(points, truth), kernel: "matern52", transform: "identity", thresholds: [0], engine, features,
        random: randomStream(1, "fit", 0),
      });
      return Math.max(...surrogate.posterior(far).mean.map((value, i) =>
        Math.abs(surrogate.unstandardise(value) - truth(far.data.subarray(2 * i, 2 * i + 2)))));
    };
    expect(errorWith(createFeatures({ sample, terms: [slope] }))).toBeLessThan(0.05);
    expect(errorWith(plainFeatures(2))).toBeGreaterThan(0.5);
  });

  test("an affine change of the values changes nothing", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: -50, max: 50, noNaN: true }), (factor, shift) => {
        const features = createFeatures({ sample, terms: [slope] });
        const points = drawPoints(9, 2, 6);
        const probabilities = [wave, (x: Float64Array) => factor * wave(x) + shift].map((f) => {
          const { surrogate } = fitSurrogate({
            dataset: observe(points, f), kernel: "matern52", transform: "identity", thresholds: [0], engine, features,
            random: randomStream(1, "fit", 0),
          });
          return surrogate.posterior(sample).variance;
        });
        expect(largestDifference(probabilities[0]!, probabilities[1]!)).toBeLessThan(1e-4);
      }),
      { numRuns: 5 },
    );
  });
});

describe("inputs", () => {
  const inputs = [term(([x, y]) => 200 * (x! - y!)), term(([, y]) => 50 + y!)];

  test("are scaled to the unit interval over the sample, and distances are in their lengthscales", () => {
    const features = createFeatures({ sample, inputs });
    const surrogate = conditionSurrogate(settingsFor(features), observe(drawPoints(5, 2, 1), wave), engine, features.map);
    const scaled = surrogate.scaledInputs(unitPoints(2, Float64Array.of(0.25, 0.25, 0.75, 0.25, 0.75, 0.75)));
    expect(scaled.d).toBe(2);
    expect(scaled.data[2]! - scaled.data[0]!).toBeCloseTo(0.5 / 2 / 0.3, 1);
    expect(scaled.data[4]).toBeCloseTo(scaled.data[0]!, 10);
    expect(scaled.data[5]! - scaled.data[1]!).toBeCloseTo(0.5 / 0.4, 1);
  });

  test("make a function of one of them known along all of its lines", () => {
    const features = createFeatures({ sample, inputs: [inputs[0]!] });
    const ridge = (x: Float64Array) => Math.sin(4 * (x[0]! - x[1]!));
    const settings = settingsFor(features, { lengthscales: [0.3] });
    const surrogate = conditionSurrogate(settings, observe(unitPoints(2, Float64Array.of(0.3, 0.2, 0.9, 0.2)), ridge), engine, features.map);
    const { mean, variance } = surrogate.posterior(unitPoints(2, Float64Array.of(0.8, 0.7)));
    expect(mean[0]).toBeCloseTo(Math.sin(0.4), 3);
    expect(variance[0]).toBeLessThan(2e-4);
  });
});

/** The textbook's formulas: coefficients by generalised least squares, the kernel for what they leave. */
function generalisedLeastSquares(
  settings: SurrogateSettings, points: UnitPoints, values: Float64Array, wanted: UnitPoints, terms: readonly TermFunction[],
): { mean: Float64Array; variance: Float64Array } {
  const design = (at: UnitPoints): Matrix =>
    transpose(matrixFrom(terms.length + 1, at.n, Float64Array.of(...new Float64Array(at.n).fill(1), ...terms.flatMap((one) => [...one(at)]))));
  const prior = processPrior({ ...settings, mean: { constant: 0, variance: 0 } });
  const covariance = priorCovariance(engine, prior, points, points);
  for (let i = 0; i < points.n; i++) covariance.data[i * points.n + i] += settings.noiseVariance;
  const inverse = engine.inverseFromCholesky(engine.cholesky(covariance).factor);
  const h = design(points);
  const information = engine.multiply(transpose(h), engine.multiply(inverse, h));
  const precision = engine.inverseFromCholesky(engine.cholesky(information).factor);
  const y = matrixFrom(points.n, 1, values);
  const coefficients = engine.multiply(precision, engine.multiply(transpose(h), engine.multiply(inverse, y)));
  const cross = priorCovariance(engine, prior, points, wanted);
  const fitted = engine.multiply(h, coefficients);
  const residual = matrixFrom(points.n, 1, values.map((value, i) => value - fitted.data[i]!));
  const trend = engine.multiply(design(wanted), coefficients);
  const correction = engine.multiply(transpose(cross), engine.multiply(inverse, residual));
  const left = engine.multiply(transpose(h), engine.multiply(inverse, cross)); // [b, m]
  const gap = matrixFrom(wanted.n, h.columns, design(wanted).data.map((value, i) => value - left.data[(i % h.columns) * wanted.n + Math.floor(i / h.columns)]!));
  const explained = engine.multiply(inverse, cross);
  const spread = engine.multiply(gap, precision);
  const variance = Float64Array.from({ length: wanted.n }, (_, j) => {
    let result = settings.amplitude;
    for (let i = 0; i < points.n; i++) result -= cross.data[i * wanted.n + j]! * explained.data[i * wanted.n + j]!;
    for (let k = 0; k < h.columns; k++) result += spread.data[j * h.columns + k]! * gap.data[j * h.columns + k]!;
    return result;
  });
  return { mean: trend.data.map((value, i) => value + correction.data[i]!), variance };
}
