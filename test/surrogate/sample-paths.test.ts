import { describe, expect, test } from "vitest";
import { createTypescriptEngine, kernelNames, randomStream, type KernelName, type Matrix } from "../../src/numeric/index.ts";
import { conditionSurrogate, type Surrogate } from "../../src/surrogate/index.ts";
import { drawPoints, identityScale, largestDifference, observe, wave } from "./datasets.ts";

const engine = createTypescriptEngine();
const points = drawPoints(10, 2, 2);
const count = 2000;

function modelWith(kernel: KernelName, noiseVariance: number): Surrogate {
  const settings = { kernel, lengthscales: [0.3, 0.4], amplitude: 2, noiseVariance, mean: { constant: 0.5, variance: 1 }, outputScale: identityScale };
  return conditionSurrogate(settings, observe(drawPoints(8, 2, 1), wave), engine);
}

/** Mean and covariance over the paths. // [count, m] -> [m], [m, m] */
function moments({ data, rows, columns: m }: Matrix): { mean: Float64Array; covariance: Float64Array } {
  const mean = new Float64Array(m);
  const covariance = new Float64Array(m * m);
  for (let s = 0; s < rows; s++) for (let i = 0; i < m; i++) mean[i] += data[s * m + i] / rows;
  for (let s = 0; s < rows; s++) {
    for (let i = 0; i < m * m; i++) {
      const [row, column] = [Math.floor(i / m), i % m];
      covariance[i] += ((data[s * m + row] - mean[row]) * (data[s * m + column] - mean[column])) / (rows - 1);
    }
  }
  return { mean, covariance };
}

function expectPosteriorMoments(model: Surrogate): void {
  const paths = model.samplePaths(points, count, randomStream(3, "paths", 0));
  const { mean, covariance } = moments(paths);
  const posterior = model.posterior(points);
  const expected = model.covariance(points, points).data;
  for (const [i, variance] of posterior.variance.entries()) {
    expect(Math.abs(mean[i] - posterior.mean[i])).toBeLessThan(4.5 * Math.sqrt(variance / count));
    for (let j = 0; j < points.n; j++) {
      const monteCarlo = Math.sqrt((variance * posterior.variance[j] + expected[i * points.n + j] ** 2) / count);
      expect(Math.abs(covariance[i * points.n + j] - expected[i * points.n + j])).toBeLessThan(4.5 * monteCarlo);
    }
  }
}

describe("posterior paths", () => {
  test.each(kernelNames)("have the posterior's mean and covariance, within chance: %s", (kernel) => {
    expectPosteriorMoments(modelWith(kernel, 1e-4));
  });

  test("let noisy data miss as much as the posterior does", () => {
    expectPosteriorMoments(modelWith("matern52", 0.5));
  });

  test("keep the mean and lose variance when points are pending", () => {
    expectPosteriorMoments(modelWith("matern52", 1e-4).withPending(drawPoints(4, 2, 6)));
  });

  test("pass through noiseless data", () => {
    const model = modelWith("matern52", 0);
    const dataset = observe(drawPoints(8, 2, 1), wave);
    const { data } = model.samplePaths(dataset.points, 20, randomStream(3, "paths", 0));
    for (let s = 0; s < 20; s++) expect(largestDifference(data.subarray(s * 8, (s + 1) * 8), dataset.values)).toBeLessThan(1e-6);
  });

  test("are [count, m] and drawn from the stream alone", () => {
    const model = modelWith("matern52", 1e-4);
    const [a, b] = [0, 0].map((iteration) => model.samplePaths(points, 7, randomStream(3, "paths", iteration)));
    expect([a.rows, a.columns]).toEqual([7, points.n]);
    expect(a.data).toEqual(b.data);
    expect(model.samplePaths(points, 7, randomStream(3, "paths", 1)).data).not.toEqual(a.data);
  });
});
