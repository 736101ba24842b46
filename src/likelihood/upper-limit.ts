import { refuse } from "./errors.ts";
import type { TestQuality } from "./fit.ts";
import { prepareTests, testAt, type HypothesisTest, type TestOptions } from "./hypotest.ts";
import type { Model } from "./model.ts";

/** The signal strengths at which CLs reaches the level; larger ones are excluded. */
export interface UpperLimits {
  readonly observed: number;
  readonly expected: readonly number[]; // [5] smallest first
  readonly quality: TestQuality; // the worst of the tests behind them
}

export interface LimitOptions extends TestOptions {
  /** Default 0.05. */
  readonly level?: number;
}

const relativeTolerance = 1e-6;
const maxDoublings = 40;

/**
 * The roots of CLs(μ) = level, observed and expected, to 1e-6 relative. The tested μ may pass the upper bound of the
 * parameter of interest, which limits fits only where it is free.
 * Throws a LikelihoodError when CLs stays above the level up to μ = 2⁴⁰, or the level is not between 0 and 1.
 */
export function upperLimits(model: Model, options: LimitOptions = {}): UpperLimits {
  const { level = 0.05 } = options;
  if (!(level > 0 && level < 1)) refuse("", `expected a level between 0 and 1, got ${level}`);
  const basis = prepareTests(model, options);
  const tests = new Map<number, HypothesisTest>();
  const test = (mu: number): HypothesisTest => {
    const known = tests.get(mu) ?? testAt(basis, mu);
    tests.set(mu, known);
    return known;
  };
  test(1);
  const crossing = (curve: (result: HypothesisTest) => number) =>
    findCrossing((mu) => curve(test(mu)) - Math.log(level), -Math.log(level), () => [...tests.keys()]);
  const observed = crossing(({ logClsObserved }) => logClsObserved);
  const expected = [0, 1, 2, 3, 4].map((index) => crossing(({ logClsExpected }) => logClsExpected[index]!));
  const qualities = [...tests.values()].map(({ quality }) => quality);
  return {
    observed, expected,
    quality: {
      converged: qualities.every(({ converged }) => converged),
      estimatedDistance: Math.max(...qualities.map(({ estimatedDistance }) => estimatedDistance)),
      agreement: Math.min(...qualities.map(({ agreement }) => agreement)),
    },
  };
}

/** The root of a function that is positive at 0, bracketed by the points already known and by doubling. */
function findCrossing(f: (mu: number) => number, atZero: number, known: () => readonly number[]): number {
  const points = known().toSorted((a, b) => a - b).map((mu) => ({ mu, value: f(mu) }));
  const first = points.findIndex(({ value }) => value <= 0);
  let lower = points.at(first < 0 ? -1 : first - 1)!;
  if (first === 0) lower = { mu: 0, value: atZero };
  let upper = first < 0 ? lower : points[first]!;
  for (let doublings = 0; upper.value > 0; doublings++) {
    if (doublings === maxDoublings) refuse("", `expected CLs to fall to the level, but at mu = ${upper.mu} it is still above`);
    lower = upper;
    upper = { mu: 2 * lower.mu, value: f(2 * lower.mu) };
  }
  return bisectRegulaFalsi(f, lower, upper);
}

interface Point {
  readonly mu: number;
  readonly value: number;
}

/** Regula falsi that halves the weight of an end which stays (Illinois), with a bisection whenever that shrinks too little. */
function bisectRegulaFalsi(f: (mu: number) => number, start: Point, end: Point): number {
  let [lower, upper] = [start, end];
  while (upper.mu - lower.mu > relativeTolerance * upper.mu && upper.value !== 0) {
    const width = upper.mu - lower.mu;
    const secant = lower.mu + (width * lower.value) / (lower.value - upper.value);
    const margin = relativeTolerance * upper.mu * 0.4;
    const mu = Math.min(upper.mu - margin, Math.max(lower.mu + margin, secant));
    const value = f(mu);
    if (value > 0) {
      upper = { mu: upper.mu, value: upper.value / 2 };
      lower = { mu, value };
    } else {
      lower = { mu: lower.mu, value: lower.value / 2 };
      upper = { mu, value };
    }
    if (upper.mu - lower.mu <= width / 2) continue;
    const middle = (lower.mu + upper.mu) / 2;
    const atMiddle = f(middle);
    if (atMiddle > 0) lower = { mu: middle, value: atMiddle };
    else upper = { mu: middle, value: atMiddle };
  }
  return (lower.mu + upper.mu) / 2;
}
