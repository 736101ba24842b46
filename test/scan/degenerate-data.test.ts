import { describe, expect, test } from "vitest";
import { acquisitionFunctions } from "../../acquisition/index.ts";
import { assess } from "../../src/level-set/index.ts";
import { randomStream, type Engine } from "../../src/numeric/index.ts";
import { layGroundwork, proposeBatch, uniformPoints } from "../../src/proposal/index.ts";
import { createSpace, joinPoints, unitPoints, type UnitPoints } from "../../src/space/index.ts";
import { fitSurrogate, type TransformName } from "../../src/surrogate/index.ts";
import { engine, noPoints, somePoints, valuesOf } from "../proposal/models.ts";

const space = createSpace({
  parameters: [{ name: "x", lower: 0, upper: 1, scale: "linear" }, { name: "y", lower: 0, upper: 1, scale: "linear" }],
});
const ten = somePoints(2, 10, 1);
const values = valuesOf(ten, ([x, y]) => Math.sin(4 * x!) + y!);
const twice = joinPoints(ten, ten);
const constant = (value: number) => new Float64Array(10).fill(value);

interface Case {
  readonly name: string;
  readonly points?: UnitPoints;
  readonly values: Float64Array;
  readonly threshold: number;
  readonly transform?: TransformName;
}

const cases: readonly Case[] = [
  { name: "one observation", points: somePoints(2, 1, 1), values: Float64Array.of(0.3), threshold: 0.5 },
  { name: "one observation on the threshold", points: somePoints(2, 1, 1), values: Float64Array.of(0.5), threshold: 0.5 },
  { name: "the same value everywhere", values: constant(0.7), threshold: 0.5 },
  { name: "the threshold everywhere", values: constant(0.5), threshold: 0.5 },
  { name: "zero everywhere", values: constant(0), threshold: 0 },
  { name: "every point twice", points: twice, values: Float64Array.of(...values, ...values), threshold: 0.5 },
  { name: "every point twice, with other values", points: twice, values: Float64Array.of(...values, ...values.map((value) => value + 1)), threshold: 0.5 },
  { name: "one point ten times", points: unitPoints(2, new Float64Array(20).fill(0.5)), values: constant(1), threshold: 0.5 },
  { name: "values of 1e-300", values: values.map((value) => 1e-300 * value), threshold: 0.5e-300 },
  { name: "values of 1e300", values: values.map((value) => 1e300 * value), threshold: 0.5e300 },
  { name: "values below the smallest normal number", values: values.map((value) => 1e-320 * value), threshold: 1e-320 },
  { name: "small differences", values: values.map((value) => 1 + 1e-9 * value), threshold: 1 },
  { name: "differences lost to rounding", values: values.map((value) => 1e300 + value), threshold: 1e300 },
  { name: "logarithms of 1e-300", values: values.map((value) => 1e-300 * Math.abs(value)), threshold: 0.5e-300, transform: "log" },
  { name: "logarithms over six hundred decades", values: constant(0).map((_, i) => 10 ** (66 * i - 300)), threshold: 1, transform: "log" },
  { name: "a threshold out of reach", values, threshold: 1e300 },
  { name: "CLs of 0 and 1", values: constant(0).map((_, i) => i % 2), threshold: 0.05, transform: "probit" },
];

/** Everything that a scan would say and do with the data, as one list of numbers, and the jitter. */
function lifeOf({ points = ten, values: given, threshold, transform = "identity" }: Case, algebra: Engine) {
  const dataset = { points, values: given, standardErrors: new Float64Array(points.n) };
  const request = { dataset, kernel: "matern52", transform, thresholds: [threshold], engine: algebra } as const;
  const { surrogate } = fitSurrogate({ ...request, random: randomStream(1, "fit", 0) });
  const surrogates = new Map([["f", surrogate]]);
  const levelSets = [{ observable: "f", threshold, side: "above", weight: 1 }] as const;
  const batch = proposeBatch({
    space, surrogates, levelSets, engine: algebra, acquisition: acquisitionFunctions[0]!,
    groundwork: layGroundwork({ space, surrogates, levelSets, seed: 1, refit: 0 }),
    observed: points, pending: noPoints(2), avoided: noPoints(2), count: 2, seed: 1, iteration: 10,
  });
  const { levelSets: [assessed], inflation, exploration } = assess({
    observables: new Map([["f", { surrogate, plausible: () => [surrogate], forecastResiduals: new Float64Array(0), forecastUndecided: new Float64Array(0), known: new Map(), restarts: 0 }]]),
    levelSets, integration: uniformPoints(space, 1),
    observed: points, unusable: noPoints(2), fittedEvaluations: points.n, exhausted: false, isLast: false,
    criteria: { misclassifiedVolume: 0.5 }, history: [], random: randomStream(1, "assessment", 0),
  });
  const { mean, variance } = surrogate.posterior(somePoints(2, 50, 2));
  const { expectedMisclassifiedVolume, upperBound95, excursionVolume } = assessed!;
  return {
    proposed: batch.n,
    jitter: surrogate.jitter,
    numbers: [
      ...batch.data, ...mean, ...variance, ...mean.map((value) => surrogate.unstandardise(value)), ...surrogate.leaveOneOut(),
      inflation, exploration!.unexploredVolume, expectedMisclassifiedVolume, upperBound95!, excursionVolume,
    ],
  };
}

describe("data that leave little to learn are fitted, proposed for and assessed with numbers:", () => {
  test.each(cases)("$name", (one) => {
    const { proposed, jitter, numbers } = lifeOf(one, engine);
    expect(proposed).toBe(2);
    expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(jitter).toBeLessThan(1e-5);
  });

  test("values whose differences overflow are refused with what to do", () => {
    const opposite = { name: "", values: constant(0).map((_, i) => (i === 0 ? 1.7e308 : -1.7e308)), threshold: 0 };
    expect(() => lifeOf(opposite, engine)).toThrow("expected values whose differences are numbers, got some so large that they overflow; use a larger unit");
  });
});
