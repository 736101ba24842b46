import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createTypescriptEngine, type KernelName } from "../../src/numeric/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import { marginalLikelihood } from "../../src/surrogate/marginal-likelihood.ts";
import { conditionSurrogate, type Dataset, type SurrogateSettings } from "../../src/surrogate/index.ts";

interface GoldenCase {
  readonly name: string;
  readonly kernel: { readonly type: KernelName; readonly amplitudeVariance: number; readonly lengthscales: number[] };
  readonly noiseVariance: number;
  readonly constantMean: number;
  readonly x: number[][];
  readonly y: number[];
  readonly z: number[][];
  readonly mean: number[];
  readonly covariance: number[][];
  readonly logMarginalLikelihood: number;
  readonly gradient: Record<string, number>;
}

const goldenFile = new URL("../golden/gaussian-process.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(goldenFile, "utf8")) as { cases: GoldenCase[] };
const engine = createTypescriptEngine();

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i] - value)).toBeLessThan(1e-8 * (1 + Math.abs(value)));
}

describe.each(cases)("$name equals the reference implementation to 1e-8", (golden) => {
  const { kernel, noiseVariance, constantMean, x, y, z } = golden;
  const d = kernel.lengthscales.length;
  const settings: SurrogateSettings = {
    kernel: kernel.type,
    lengthscales: kernel.lengthscales,
    amplitude: kernel.amplitudeVariance,
    noiseVariance,
    mean: { constant: constantMean, variance: 0 },
    outputScale: { transform: "identity", centre: 0, spread: 1 },
  };
  const dataset: Dataset = {
    points: unitPoints(d, Float64Array.from(x.flat())),
    values: Float64Array.from(y),
    standardErrors: new Float64Array(y.length),
  };
  const surrogate = conditionSurrogate(settings, dataset, engine);
  const queries = unitPoints(d, Float64Array.from(z.flat()));

  test("posterior mean and covariance", () => {
    const { mean, variance } = surrogate.posterior(queries);
    expectClose(mean, golden.mean);
    expectClose(variance, golden.covariance.map((row, i) => row[i]));
    expectClose(surrogate.covariance(queries, queries).data, golden.covariance.flat());
  });

  test("log marginal likelihood and its gradient", () => {
    expectClose([surrogate.logMarginalLikelihood], [golden.logMarginalLikelihood]);
    const data = { points: dataset.points, values: dataset.values, knownVariances: dataset.standardErrors };
    const { value, gradient } = marginalLikelihood(engine, settings, data);
    expectClose([value], [golden.logMarginalLikelihood]);
    expectClose(gradient.slice(0, d + 1), Object.values(golden.gradient));
  });
});
