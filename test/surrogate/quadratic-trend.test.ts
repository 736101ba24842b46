import { describe, expect, test } from "vitest";
import { createTypescriptEngine, randomStream } from "../../src/numeric/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import { conditionSurrogate, createFeatures, featureMapOf, fitSurrogate, meanPriors, plainFeatures, type Features, type TermFunction } from "../../src/surrogate/index.ts";
import { drawPoints, identityScale, largestDifference, observe, wave } from "./datasets.ts";

const engine = createTypescriptEngine();
const sample = drawPoints(2000, 2, 5);
const first: TermFunction = ({ n, d, data }) => Float64Array.from({ length: n }, (_, i) => data[i * d]!);
const bowl = ([x, y]: Float64Array) => 3 * (x! - 0.2) ** 2 - x! * y! + 2 * y! ** 2 - 0.4;

describe("a quadratic trend", () => {
  test("adds coordinates, squares and products, orthonormal over the sample", () => {
    const features = createFeatures({ sample });
    expect(features).toMatchObject({ inputCount: 2, termCount: 0, trendCount: 5 });
    const { d, data } = features.trendMap(sample);
    expect(d).toBe(7);
    for (let j = 2; j < d; j++) {
      for (let k = j; k < d; k++) {
        let product = 0;
        for (let i = 0; i < sample.n; i++) product += data[i * d + j]! * data[i * d + k]! / sample.n;
        expect(product).toBeCloseTo(j === k ? 1 : 0, 6);
      }
    }
  });

  test("has no more terms than listed points can tell apart", () => {
    expect(createFeatures({ sample: unitPoints(2, Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1)) }).trendCount).toBe(3);
    expect(createFeatures({ sample: unitPoints(2, Float64Array.of(0.3, 0.4)) }).trendCount).toBe(0);
  });

  test("does without products beyond three dimensions", () => {
    expect([1, 2, 3, 4, 6].map((d) => createFeatures({ sample: drawPoints(500, d, 1) }).trendCount)).toEqual([2, 5, 9, 8, 12]);
  });

  test("carries what is smooth all over the domain to where nothing was observed", () => {
    const points = unitPoints(2, drawPoints(12, 2, 4).data.map((coordinate) => 0.6 * coordinate));
    const far = unitPoints(2, Float64Array.of(0.95, 0.9, 1, 0.3));
    const errorWith = (features: Features) => {
      const { surrogate } = fitSurrogate({
        dataset: observe(points, bowl), kernel: "matern32", transform: "identity", thresholds: [0], engine, features, random: randomStream(1, "fit", 0),
      });
      return Math.max(...surrogate.posterior(far).mean.map((value, i) => Math.abs(surrogate.unstandardise(value) - bowl(far.data.subarray(2 * i, 2 * i + 2)))));
    };
    expect(errorWith(createFeatures({ sample }))).toBeLessThan(0.2 * errorWith(plainFeatures(2)));
  });

  test("is part of the only prior where nothing is told, of the one without the proxy where only that is, and of none otherwise", () => {
    const trends = (request: object) => meanPriors(createFeatures({ sample, ...request })).map(({ termVariances, trendVariances }) => [termVariances, trendVariances?.length]);
    const proxy: TermFunction = (points) => first(points).map(Math.sin);
    expect(trends({})).toEqual([[undefined, 5]]);
    expect(trends({ proxy })).toEqual([[[9], undefined], [[0], 5]]);
    expect(trends({ terms: [first], proxy })).toEqual([[[9, 9], undefined], [[9, 0], undefined]]);
    expect(trends({ terms: [first] })).toEqual([[[9], undefined]]);
    for (const told of [{ inputs: [first] }, { learnsAxes: true }]) expect(trends(told)).toEqual([[undefined, undefined]]);
  });

  test("is left out of models whose settings know of none, as journals of before have them", () => {
    const features = createFeatures({ sample });
    const settings = { kernel: "matern52", lengthscales: [0.4, 0.5], amplitude: 2, noiseVariance: 1e-4, mean: { constant: 0, variance: 1 }, outputScale: identityScale } as const;
    const dataset = observe(drawPoints(8, 2, 1), wave);
    const wanted = drawPoints(5, 2, 2);
    const { mean, variance } = conditionSurrogate(settings, dataset, engine, featureMapOf(features, settings.mean)).posterior(wanted);
    const plain = conditionSurrogate(settings, dataset, engine).posterior(wanted);
    expect(largestDifference(mean, plain.mean)).toBe(0);
    expect(largestDifference(variance, plain.variance)).toBe(0);
  });
});
