import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTypescriptEngine, matrixFrom } from "../../src/numeric/index.ts";
import { conditionSurrogate, fitSurrogate, type Dataset, type SurrogateSettings } from "../../src/surrogate/index.ts";
import { hyperparameterPosterior } from "../../src/surrogate/hyperparameter-posterior.ts";
import { laplaceAround } from "../../src/surrogate/laplace.ts";
import { selectObservations } from "../../src/surrogate/select-observations.ts";
import { plainFeatures } from "../../src/surrogate/features.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { drawPoints, largestDifference, observe, scenarios, wave } from "./datasets.ts";

const engine = createTypescriptEngine();

/** The observations with every third from one source and every fifth from another, whose values have the shifts. */
function withSources(dataset: Dataset, standardDeviation: number, shifts: readonly [number, number] = [0, 0]): Dataset {
  const sources = Int32Array.from(dataset.values, (_, i) => (i % 3 === 1 ? 1 : i % 5 === 2 ? 2 : 0));
  return {
    ...dataset,
    values: dataset.values.map((value, i) => value + (sources[i] === 0 ? 0 : shifts[sources[i]! - 1]!)),
    offsets: { count: 2, sources, standardDeviations: new Float64Array(sources.length).fill(standardDeviation) },
  };
}

test("offsets are integrated out: observations of the same source have its variance in common, and what is predicted has not", () => {
  fc.assert(
    fc.property(scenarios, fc.double({ min: 0.1, max: 2.5, noNaN: true }), ({ settings, dataset, seed }, standardDeviation) => {
      const data = withSources(dataset, standardDeviation);
      const wanted = drawPoints(4, dataset.points.d, seed + 1);
      const { mean, variance } = conditionSurrogate(settings, data, engine).posterior(wanted);
      const expected = textbook(settings, data, wanted);
      expect(largestDifference(mean, expected.mean)).toBeLessThan(1e-6);
      expect(largestDifference(variance, expected.variance)).toBeLessThan(1e-6);
    }),
    { numRuns: 40 },
  );
});

test("a model that grows by observations of a source says what one says that had them from the start, and so do its forecasts", () => {
  const data = withSources(observe(drawPoints(14, 2, 1), wave), 1, [0.5, -2]);
  const settings = fitSurrogate({ dataset: data, kernel: "matern52", transform: "identity", thresholds: [0], engine, random: randomStream(1, "fit", 0) }).surrogate.settings;
  const rows = [...data.values.keys()];
  const start = conditionSurrogate(settings, selectObservations(data, rows.slice(0, 3)), engine);
  const rest = selectObservations(data, rows.slice(3));
  const wanted = drawPoints(9, 2, 2);
  const [grown, whole] = [start.withData(rest), conditionSurrogate(settings, data, engine)];
  expect(largestDifference(grown.posterior(wanted).mean, whole.posterior(wanted).mean)).toBeLessThan(1e-7);
  expect(largestDifference(grown.mean(wanted), whole.posterior(wanted).mean)).toBeLessThan(1e-7);
  expect(largestDifference(grown.posterior(wanted).variance, whole.posterior(wanted).variance)).toBeLessThan(1e-7);
  const jump = Math.abs(start.forecastResiduals(selectObservations(data, [4]))[0]!); // the first of its source
  const unaware = start.forecastResiduals({ ...selectObservations(data, [4]), offsets: { count: 2, sources: Int32Array.of(0), standardDeviations: Float64Array.of(0) } });
  expect(jump).toBeLessThan(Math.abs(unaware[0]!));
});

test("how far a source is off makes no difference once there are observations without an offset", () => {
  const dataset = observe(drawPoints(25, 2, 1), wave);
  const fitOf = (data: Dataset) => fitSurrogate({ dataset: data, kernel: "matern52", transform: "identity", thresholds: [0], engine, random: randomStream(1, "fit", 0) }).surrogate;
  const wanted = drawPoints(50, 2, 3);
  const predicted = (data: Dataset) => {
    const surrogate = fitOf(data);
    return surrogate.posterior(wanted).mean.map((value) => surrogate.unstandardise(value));
  };
  const straight = predicted(withSources(dataset, Infinity));
  const shifted = predicted(withSources(dataset, Infinity, [1.5, -1]));
  expect(largestDifference(shifted, straight)).toBeLessThan(0.05);
  const { offsets: _none, ...ignored } = withSources(dataset, Infinity, [1.5, -1]);
  expect(largestDifference(predicted(ignored), straight)).toBeGreaterThan(0.5);
});

test("how far values of a source scatter beside their offset is learned, and takes nothing from the others", () => {
  const random = randomStream(5, "scatter", 0);
  const exact = withSources(observe(drawPoints(60, 2, 1), wave), Infinity, [1.5, -1]);
  const fitOf = (data: Dataset) => fitSurrogate({ dataset: data, kernel: "matern52", transform: "identity", thresholds: [0], engine, random: randomStream(1, "fit", 0) }).surrogate;
  const scattered = fitOf({ ...exact, values: exact.values.map((value, i) => value + (exact.offsets!.sources[i]! > 0 ? 0.2 * random.normal() : 0)) });
  const scatter = Math.sqrt(scattered.settings.scatterVariance!) * scattered.outputScale.spread;
  expect(scatter).toBeGreaterThan(0.12);
  expect(scatter).toBeLessThan(0.3);
  expect(scattered.noiseVariance).toBeLessThan(1e-4);
  expect(Math.sqrt(fitOf(exact).settings.scatterVariance!)).toBeLessThan(0.03);
  const own = observe(drawPoints(8, 2, 9), wave);
  expect(fitOf(own).settings).not.toHaveProperty("scatterVariance");
});

test("how far each source is off is learned, and how well that is known", () => {
  const data = withSources(observe(drawPoints(25, 2, 1), wave), Infinity, [1.5, -1]);
  const { surrogate } = fitSurrogate({ dataset: data, kernel: "matern52", transform: "identity", thresholds: [0], engine, random: randomStream(1, "fit", 0) });
  const [first, second] = surrogate.offsets();
  for (const [offset, shift] of [[first!, 1.5], [second!, -1]] as const) {
    expect(Math.abs(offset.mean - shift)).toBeLessThan(3 * offset.standardDeviation);
    expect(offset.standardDeviation).toBeLessThan(0.1);
  }
  const alone = conditionSurrogate(surrogate.settings, selectObservations(data, [1]), engine).offsets();
  expect(alone[0]!.standardDeviation).toBeGreaterThan(0.3);
  expect(alone[1]).toBeUndefined();
});

test("the gradient of the posterior density equals finite differences", () => {
  const dataset = withSources(observe(drawPoints(15, 2, 4), wave), 0.7, [1, 0]);
  const mean = { constant: 0, variance: 1 };
  const { negativeLogDensity, prior } = hyperparameterPosterior({
    dataset, kernel: "matern52", mean, outputScale: { transform: "identity", centre: 0, spread: 1 }, features: plainFeatures(2), learnsAxes: true, engine,
  });
  const theta = prior.centre.map((value, k) => value + 0.3 * (k - 2) * prior.scale[k]!);
  const { gradient } = negativeLogDensity(theta);
  for (const [k, slope] of gradient.entries()) {
    const [below, above] = [-1e-5, 1e-5].map((shift) => negativeLogDensity(theta.with(k, theta[k]! + shift)).value);
    expect(Math.abs((above! - below!) / 2e-5 - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
  }
});

/** Σ = K + sd² [same source] + noise, by a dense inverse. */
function textbook(settings: SurrogateSettings, { points, values, offsets }: Dataset, wanted: Dataset["points"]) {
  const { kernel, lengthscales, amplitude, noiseVariance, mean: { constant, variance } } = settings;
  const n = points.n;
  const matrix = (set: Dataset["points"]) => matrixFrom(set.n, set.d, set.data);
  const scale = Float64Array.from(lengthscales);
  const prior = (a: Dataset["points"], b: Dataset["points"]) => engine.kernelMatrix(kernel, matrix(a), matrix(b), scale).data.map((value) => amplitude * value + variance);
  const { sources, standardDeviations } = offsets!;
  const covariance = prior(points, points).map((value, index) => {
    const [i, j] = [Math.floor(index / n), index % n];
    const shared = sources[i] !== 0 && sources[i] === sources[j] ? standardDeviations[i]! * standardDeviations[j]! : 0;
    return value + shared + (i === j ? noiseVariance : 0);
  });
  const inverse = engine.inverseFromCholesky(engine.cholesky(matrixFrom(n, n, covariance)).factor);
  const cross = matrixFrom(n, wanted.n, prior(points, wanted));
  const weights = engine.multiply(inverse, cross);
  const deviations = matrixFrom(n, 1, values.map((value) => value - constant));
  return {
    mean: engine.multiplyTransposedLeft(weights, deviations).data.map((value) => value + constant),
    variance: Float64Array.from({ length: wanted.n }, (_, j) =>
      values.reduce((left, __, i) => left - weights.data[i * wanted.n + j]! * cross.data[i * wanted.n + j]!, amplitude + variance)),
  };
}

test("what is known around the settings of a fit is that of its data, offsets included", () => {
  const plain = observe(drawPoints(14, 2, 1), wave);
  const data = withSources(plain, 1);
  const features = plainFeatures(2);
  const { settings } = fitSurrogate({ dataset: data, kernel: "matern52", transform: "identity", thresholds: [0], engine, random: randomStream(1, "fit", 0) });
  const around = (dataset: Dataset) => laplaceAround(settings, dataset, hyperparameterPosterior({ ...settings, dataset, features, engine }), engine);
  expect(around(withSources(plain, 1))).toBe(around(data));
  expect(around(withSources(plain, 0.2)).logEvidence).not.toBe(around(data).logEvidence);
});
