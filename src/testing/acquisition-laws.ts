import assert from "node:assert/strict";
import { createTypescriptEngine, randomStream, scrambledSobol, type Matrix } from "../numeric/index.ts";
import { lookAhead, type AcquisitionContext, type AcquisitionFunction, type LookAhead } from "../proposal/index.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import { conditionSurrogate, type Surrogate } from "../surrogate/index.ts";
import type { Side } from "../level-set/index.ts";

/** A property of acquisition functions; `run` throws where it does not hold. */
export interface AcquisitionLaw {
  readonly name: string;
  run(acquisition: AcquisitionFunction): void;
}

/** What every acquisition function obeys. */
export const acquisitionLaws: readonly AcquisitionLaw[] = [
  { name: "gives one finite score per candidate", run: givesFiniteScores },
  { name: "scores a candidate the same whatever its place and company", run: ignoresOrderAndCompany },
  { name: "never prefers a repetition of a noiseless observation or of a pending one", run: shunsRepetitions },
  { name: "does not change when f is mirrored at the threshold", run: isMirrorSymmetric },
  { name: "does not change when the side is changed", run: isComplementSymmetric },
  { name: "keeps its ratios when f is shifted and scaled", run: isAffine },
  { name: "adds the level sets with their weights", run: addsLevelSets },
  { name: "scores the same for the same random stream", run: isDeterministic },
];

/** What every acquisition function obeys that measures an expected reduction over the integration points. */
export const integratedAcquisitionLaws: readonly AcquisitionLaw[] = [
  { name: "never expects to lose by an evaluation", run: neverLoses },
  { name: "expects nothing of an evaluation that is all noise", run: expectsNothingOfNoise },
];

/** A model with noiseless observations, the scene of all laws. */
interface Scene {
  readonly surrogate: Surrogate;
  readonly observed: UnitPoints;
  readonly integration: UnitPoints;
  readonly pending: UnitPoints;
  readonly unexplored: UnitPoints;
}

const threshold = 0.2; // standardised units

function setScene(): Scene {
  const sobol = scrambledSobol(2, randomStream(7, "acquisition laws", 0));
  const observed = unitPoints(2, sobol.next(9));
  const values = Float64Array.from({ length: 9 }, (_, i) => {
    const [x, y] = observed.data.subarray(2 * i, 2 * i + 2);
    return Math.sin(5 * x!) + Math.cos(4 * y!);
  });
  const settings = {
    kernel: "matern52", lengthscales: [0.4, 0.6], amplitude: 1, noiseVariance: 0,
    mean: { constant: 0, variance: 0 }, outputScale: { transform: "identity", centre: 0, spread: 1 },
  } as const;
  const dataset = { points: observed, values, standardErrors: new Float64Array(9) };
  const surrogate = conditionSurrogate(settings, dataset, engine);
  const pending = unitPoints(2, Float64Array.of(0.31, 0.64, 0.83, 0.12));
  return { surrogate, observed, integration: unitPoints(2, sobol.next(96)), pending, unexplored: unitPoints(2, sobol.next(60)) };
}

const engine = createTypescriptEngine();
const { surrogate, observed, integration, pending, unexplored } = setScene();
const noPoints = unitPoints(2, new Float64Array(0));
const weights = new Float64Array(integration.n).fill(1 / integration.n);
const situations = [lookAhead(surrogate, integration, noPoints), lookAhead(surrogate, integration, pending)];

function contextOf(seen: LookAhead, at = threshold, side: Side = "above", weight = 1): AcquisitionContext {
  return { terms: [{ lookAhead: seen, threshold: at, side, weight }], weights, random: randomStream(1, "law", 0), engine };
}

function scoresOf(acquisition: AcquisitionFunction, context: AcquisitionContext, candidates = unexplored): Float64Array {
  return acquisition.prepare(context)(candidates);
}

function givesFiniteScores(acquisition: AcquisitionFunction): void {
  const candidates = [unexplored, observed, pending].reduce(joinPoints);
  for (const seen of situations) {
    const scores = scoresOf(acquisition, contextOf(seen), candidates);
    assert.equal(scores.length, candidates.n, `expected ${candidates.n} scores, got ${scores.length}`);
    assert.ok(scores.every(Number.isFinite), `expected finite scores, got ${scores.find((value) => !Number.isFinite(value))}`);
    assert.equal(scoresOf(acquisition, contextOf(seen), noPoints).length, 0, "expected no score without candidates");
  }
}

function ignoresOrderAndCompany(acquisition: AcquisitionFunction): void {
  const many = [unexplored, integration, observed].reduce(joinPoints);
  for (const seen of situations) {
    const score = acquisition.prepare(contextOf(seen));
    const scores = score(many);
    const backwards = Array.from({ length: many.n }, (_, i) => many.n - 1 - i);
    expectClose(score(selectPoints(many, backwards)).toReversed(), scores, "scores in reversed order");
    const few = [3, 40, 100];
    expectClose(score(selectPoints(many, few)), few.map((row) => scores[row]), "scores of a few of the candidates");
  }
}

function shunsRepetitions(acquisition: AcquisitionFunction): void {
  for (const [index, seen] of situations.entries()) {
    const repeated = index === 0 ? observed : joinPoints(observed, pending);
    const best = Math.max(...scoresOf(acquisition, contextOf(seen)));
    const bestRepetition = Math.max(...scoresOf(acquisition, contextOf(seen), repeated));
    assert.ok(bestRepetition < best, `expected no repetition to score ${best} as the best new point does, got ${bestRepetition}`);
  }
}

function isMirrorSymmetric(acquisition: AcquisitionFunction): void {
  const mirrored = transformed((value) => 2 * threshold - value, 1);
  for (const seen of situations) {
    expectClose(scoresOf(acquisition, contextOf(mirrored(seen))), scoresOf(acquisition, contextOf(seen)), "scores of 2T - f");
  }
}

function isComplementSymmetric(acquisition: AcquisitionFunction): void {
  for (const seen of situations) {
    const below = scoresOf(acquisition, contextOf(seen, threshold, "below"));
    expectClose(below, scoresOf(acquisition, contextOf(seen)), "scores of the complement");
  }
}

function isAffine(acquisition: AcquisitionFunction): void {
  const scaled = transformed(tripled, 3);
  for (const seen of situations) {
    const before = scoresOf(acquisition, contextOf(seen));
    const after = scoresOf(acquisition, contextOf(scaled(seen), tripled(threshold)));
    const top = before.reduce((best, value, i) => (Math.abs(value) > Math.abs(before[best]) ? i : best), 0);
    const ratio = after[top] / before[top];
    assert.ok(ratio > 0, `expected scaling f to multiply the scores by a positive factor, got ${ratio}`);
    expectClose(after.map((value) => value / ratio), before, "scores of 3 f - 5 over their common factor");
  }
}

function addsLevelSets(acquisition: AcquisitionFunction): void {
  if (acquisition.candidates === "uniform") return; // it asks nothing of the level sets
  const [seen] = situations as [LookAhead, LookAhead];
  const [first, second] = [contextOf(seen, 0.2, "above", 0.5), contextOf(seen, 0.9, "below", 2)];
  const both = scoresOf(acquisition, { ...first, terms: [...first.terms, ...second.terms] });
  const apart = [first, second].map((context) => scoresOf(acquisition, context));
  expectClose(both, apart[0]!.map((value, i) => value + apart[1]![i]), "scores of two level sets");
  const [half, double] = [0.5, 2].map((weight) => scoresOf(acquisition, contextOf(seen, 0.2, "above", weight)));
  expectClose(double!, half!.map((value) => 4 * value), "scores at four times the weight");
}

function isDeterministic(acquisition: AcquisitionFunction): void {
  for (const seen of situations) {
    assert.deepEqual(scoresOf(acquisition, contextOf(seen)), scoresOf(acquisition, contextOf(seen)));
  }
}

function neverLoses(acquisition: AcquisitionFunction): void {
  for (const seen of situations) {
    const worst = Math.min(...scoresOf(acquisition, contextOf(seen), joinPoints(unexplored, observed)));
    assert.ok(worst >= -1e-12, `expected no negative score, got ${worst}`);
  }
}

function expectsNothingOfNoise(acquisition: AcquisitionFunction): void {
  for (const seen of situations) {
    const noisy = { ...seen, predictiveVariance: (points: UnitPoints) => seen.predictiveVariance(points).map((v) => v + 1e14) };
    const best = Math.max(...scoresOf(acquisition, contextOf(noisy)));
    assert.ok(best < 1e-6, `expected scores of 0, got ${best}`);
  }
}

function tripled(value: number): number {
  return 3 * value - 5;
}

/** The look-ahead of a transformed function: the mean mapped, covariances scaled by `factor` squared. */
function transformed(map: (value: number) => number, factor: number): (seen: LookAhead) => LookAhead {
  const scale = (values: Float64Array): Float64Array => values.map((value) => factor ** 2 * value);
  return (seen) => ({
    mean: seen.mean.map(map),
    variance: scale(seen.variance),
    pendingReduction: scale(seen.pendingReduction),
    covariance: (points): Matrix => {
      const { rows, columns, data } = seen.covariance(points);
      return { rows, columns, data: scale(data) };
    },
    predictiveVariance: (points) => scale(seen.predictiveVariance(points)),
    posterior: (points) => {
      const { mean, variance } = seen.posterior(points);
      return { mean: mean.map(map), variance: scale(variance) };
    },
  });
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(actual.length, expected.length, `expected ${expected.length} ${what}, got ${actual.length}`);
  const largest = Math.max(...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(difference <= 1e-9 * largest, `expected ${what} to be ${expected[i]} for candidate ${i}, got ${actual[i]}`);
  }
}
