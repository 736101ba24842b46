import { describe, expect, test } from "vitest";
import { expectedFeasibility } from "../../acquisition/bichon.ts";
import { eavc } from "../../acquisition/eavc.ts";
import { entropy } from "../../acquisition/entropy.ts";
import { misclassification } from "../../acquisition/misclassification.ts";
import { negativeInformation } from "../../acquisition/pes.ts";
import { expectedContourImprovement } from "../../acquisition/ranjan.ts";
import { sur } from "../../acquisition/sur.ts";
import { timse } from "../../acquisition/timse.ts";
import { vorobev, vorobevLevel } from "../../acquisition/vorobev.ts";
import { excursionProbability } from "../../src/level-set/index.ts";
import { binaryEntropy, normalDensity, randomStream } from "../../src/numeric/index.ts";
import { integratedReduction, lookAhead, type AcquisitionFunction } from "../../src/proposal/index.ts";
import { contextOf, fixedSurrogate, noPoints, point, scoreOf, somePoints, valuesOf } from "../proposal/models.ts";
import { exactExpectedEntropy } from "./quadrature.ts";

const points = somePoints(2, 9, 4);
const noiseVariance = 0.02;
const surrogate = fixedSurrogate(points, valuesOf(points), { noiseVariance });
const integration = somePoints(2, 48, 8);
const threshold = 0.3;
const candidate = point(0.62, 0.35);
const context = contextOf(lookAhead(surrogate, integration, noPoints(2)), threshold);
const before = excursionProbability(surrogate.posterior(integration), threshold, "above");

/** Excursion probabilities at the integration points after outcomes drawn from the forecast at the candidate. // [draws][m] */
const futures = (() => {
  const random = randomStream(1, "outcomes", 0);
  const { mean, variance } = surrogate.posterior(candidate);
  return Array.from({ length: 3000 }, () => {
    const y = mean[0] + Math.sqrt(variance[0] + noiseVariance) * random.normal();
    const told = surrogate.withData({ points: candidate, values: Float64Array.of(y), standardErrors: new Float64Array(1) });
    return excursionProbability(told.posterior(integration), threshold, "above");
  });
})();

function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of the draws is within four standard errors of what was claimed. */
function expectMean(draws: readonly number[], claimed: number): void {
  const mean = average(draws);
  const standardError = Math.sqrt(average(draws.map((value) => (value - mean) ** 2)) / draws.length);
  expect(standardError).toBeGreaterThan(0);
  expect(Math.abs(mean - claimed)).toBeLessThan(4 * standardError);
}

const level = vorobevLevel(context.terms[0]!, context.weights);
const price = (p: number): number => (p > level ? 2 * level * (1 - p) : 2 * (1 - level) * p);
const exactInformation: AcquisitionFunction = {
  name: "mutual-information without its approximation",
  prepare: (given) => integratedReduction(given, (_, weights) => ({ loss: exactExpectedEntropy, weights })),
};

describe("the expected reduction equals the mean over outcomes that the model is told", () => {
  test.each([
    [sur, (p: number) => p * (1 - p)],
    [misclassification, (p: number) => Math.min(p, 1 - p)],
    [exactInformation, binaryEntropy],
    [vorobev, price],
  ] as const)("$name", (acquisition, loss) => {
    const reductions = futures.map((after) => average(before.map(loss)) - average(after.map(loss)));
    expectMean(reductions, scoreOf(acquisition, context, candidate));
  });
});

test("eavc is the mean absolute change of the volume", () => {
  const changes = futures.map((after) => Math.abs(average(after) - average(before)));
  expectMean(changes, scoreOf(eavc, context, candidate));
});

test("timse is the variance that any outcome takes away, weighted by the density at the threshold", () => {
  const { mean, variance } = surrogate.posterior(integration);
  const told = surrogate.withData({ points: candidate, values: Float64Array.of(1), standardErrors: new Float64Array(1) });
  const after = told.posterior(integration).variance;
  const gains = variance.map((s2, j) => ((s2 - after[j]) * normalDensity((mean[j] - threshold) / Math.sqrt(s2))) / Math.sqrt(s2));
  expect(scoreOf(timse, context, candidate)).toBeCloseTo(average(gains), 12);
});

test.each([-2, -0.4, 0, 1.3])("pes is half the log of how much the side at a = %s narrows the forecast", (a) => {
  const random = randomStream(2, "sides", 0);
  const [r, draws] = [0.7, 200_000];
  const outcomes: Record<string, number[]> = { true: [], false: [] };
  for (let i = 0; i < draws; i++) {
    const z = random.normal();
    outcomes[String(a + z > 0)]!.push(Math.sqrt(r) * z + Math.sqrt(1 - r) * random.normal());
  }
  const information = Object.values(outcomes).reduce((sum, side) => {
    const mean = average(side);
    return sum - ((side.length / draws) * Math.log(average(side.map((y) => (y - mean) ** 2)))) / 2;
  }, 0);
  expect(Math.abs(information + negativeInformation(a, r))).toBeLessThan(4 / Math.sqrt(2 * draws));
});

describe("pointwise criteria are means over the value at the candidate", () => {
  const random = randomStream(3, "values", 0);
  const [t, s] = [0.4, 0.7];
  const excesses = Array.from({ length: 20_000 }, () => t + s * random.normal());

  test.each([1, 1.96, 2])("bichon and ranjan with a band of %s standard deviations", (alpha) => {
    expectMean(excesses.map((excess) => Math.max(alpha * s - Math.abs(excess), 0)), expectedFeasibility(alpha)(t, s));
    expectMean(excesses.map((excess) => Math.max((alpha * s) ** 2 - excess ** 2, 0)), expectedContourImprovement(alpha)(t, s));
  });

  test("entropy is the mean surprise at the side of the threshold", () => {
    const { mean, variance } = surrogate.posterior(candidate);
    const [p] = excursionProbability({ mean, variance }, threshold, "above");
    const surprises = excesses.map((excess) => -Math.log((excess - t) / s < -(mean[0] - threshold) / Math.sqrt(variance[0]) ? 1 - p! : p!));
    expectMean(surprises, scoreOf(entropy, context, candidate));
  });
});
