import { expect, test } from "vitest";
import { createTypescriptEngine } from "../../src/numeric/index.ts";
import { hyperprior } from "../../src/surrogate/hyperprior.ts";
import type { HyperparameterPosterior } from "../../src/surrogate/hyperparameter-posterior.ts";
import { laplaceApproximation } from "../../src/surrogate/laplace.ts";

const engine = createTypescriptEngine();
const mode = Float64Array.of(0.3, -1, -14);

/** exp(-height - ½ (θ - mode)ᵀ P (θ - mode)) with P given by rows. */
function normalDensity(precision: readonly (readonly number[])[], height: number): HyperparameterPosterior {
  const negativeLogDensity: HyperparameterPosterior["negativeLogDensity"] = (theta) => {
    const deviation = theta.map((value, i) => value - mode[i]!);
    const gradient = Float64Array.from(precision, (row) => row.reduce((sum, entry, j) => sum + entry * deviation[j]!, 0));
    return { value: height + deviation.reduce((sum, value, i) => sum + value * gradient[i]!, 0) / 2, gradient };
  };
  return {
    prior: hyperprior(1),
    negativeLogDensity,
    valueAt: (theta) => negativeLogDensity(theta).value,
    settingsAt: () => expect.fail("not needed"),
    logarithmsOf: () => expect.fail("not needed"),
  };
}

test("of a normal density the approximation is exact", () => {
  const precision = [[4, 1, 0], [1, 9, -2], [0, -2, 1]];
  const { precisionFactor: l, logEvidence } = laplaceApproximation(normalDensity(precision, 7), mode, engine);
  const product = precision.map((row, i) => row.map((_, j) => row.reduce((sum, __, k) => sum + l.data[i * 3 + k]! * l.data[j * 3 + k]!, 0)));
  product.flat().forEach((entry, at) => expect(entry).toBeCloseTo(precision.flat()[at]!, 8));
  const determinant = 4 * (9 - 4) - 1; // along the first row
  expect(logEvidence).toBeCloseTo(-7 + 1.5 * Math.log(2 * Math.PI) - 0.5 * Math.log(determinant), 8);
});

test("along a ridge the prior's curvature stands in", () => {
  const { scale } = hyperprior(1);
  const { precisionFactor, logEvidence } = laplaceApproximation(normalDensity([[0, 0, 0], [0, 9, 0], [0, 0, -0.01]], 0), mode, engine);
  expect(precisionFactor.data[0]!).toBeCloseTo(0.5 / scale[0]!, 8);
  expect(precisionFactor.data[8]! ** 2).toBeCloseTo(1 / (4 * scale[2]! ** 2) - 0.01, 8);
  expect(Number.isFinite(logEvidence)).toBe(true);
});
