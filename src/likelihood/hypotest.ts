import { logNormalCdf, normalCdf } from "../numeric/index.ts";
import { asimovData } from "./asimov.ts";
import { refuse } from "./errors.ts";
import { fitUnder, type Fit } from "./fit.ts";
import type { Data, Model } from "./model.ts";
import { twiceNegativeLogLikelihood } from "./twice-nll.ts";

/** q̃ takes a signal below zero as none; q lets the parameter of interest go to its own lower bound [Cowan2011]. */
export type TestStatistic = "qtilde" | "q";

export interface TestOptions {
  readonly testStatistic?: TestStatistic; // default qtilde
  /** Default: the observed data. */
  readonly data?: Data;
}

/** A test of the signal strength mu by asymptotic formulae [Cowan2011], with CLs [Read2002]. */
export interface HypothesisTest {
  readonly mu: number;
  readonly clsObserved: number;
  readonly clsExpected: readonly number[]; // [5] at −2, −1, 0, 1, 2 standard deviations of the background, smallest first
  readonly logClsObserved: number; // natural logarithms, finite where CLs itself is below the smallest number
  readonly logClsExpected: readonly number[]; // [5]
  readonly statistic: number; // q of the data
  readonly asimovStatistic: number; // q of the Asimov data without signal
  readonly fits: { readonly free: Fit; readonly fixed: Fit; readonly background: Fit; readonly fixedAsimov: Fit };
  readonly quality: TestQuality;
}

/** The worst of the fits of a test. */
export interface TestQuality {
  readonly converged: boolean;
  readonly estimatedDistance: number;
  /** Whether every start of every fit led to the same minimum. */
  readonly agreeing: boolean;
}

/** The fits that do not depend on the tested mu, made once for tests at several of them. */
export interface TestBasis {
  readonly model: Model;
  readonly data: Data;
  readonly testStatistic: TestStatistic;
  readonly background: Fit; // at mu = 0
  readonly free: Fit;
  readonly asimov: Data; // of the background fit
}

/** CLs of a signal strength, observed and expected. Throws a LikelihoodError when the likelihood is zero without signal. */
export function hypotest(model: Model, options: TestOptions & { readonly mu?: number } = {}): HypothesisTest {
  return testAt(prepareTests(model, options), options.mu ?? 1);
}

export function prepareTests(model: Model, options: TestOptions = {}): TestBasis {
  const { testStatistic = "qtilde", data = model.observed } = options;
  const background = fitUnder(model, data, { fixed: 0 }, []);
  const free = fitUnder(model, data, testStatistic === "qtilde" ? { atLeast: 0 } : {}, [background.parameters]);
  return { model, data, testStatistic, background, free, asimov: asimovData(model, background.parameters) };
}

export function testAt(basis: TestBasis, mu: number): HypothesisTest {
  const { model, data, background } = basis;
  if (!(mu >= 0 && mu < Infinity)) refuse("", `expected mu to be finite and not negative, got ${mu}`);
  const fixed = fitUnder(model, data, { fixed: mu }, [background.parameters, basis.free.parameters]);
  const free = lowerFree(basis, fixed);
  const fixedAsimov = fitUnder(model, basis.asimov, { fixed: mu }, [background.parameters, fixed.parameters]);
  const statistic = free.poi > mu ? 0 : Math.max(fixed.twiceNll - free.twiceNll, 0);
  const asimovStatistic = Math.max(fixedAsimov.twiceNll - asimovTwiceNll(basis), 0);
  const logClsObserved = logCls(shifted(statistic, asimovStatistic, basis.testStatistic), Math.sqrt(asimovStatistic));
  const logClsExpected = logExpectedCls(Math.sqrt(asimovStatistic));
  return {
    mu, clsObserved: Math.exp(logClsObserved), clsExpected: logClsExpected.map(Math.exp), logClsObserved, logClsExpected,
    statistic, asimovStatistic,
    fits: { free, fixed, background, fixedAsimov },
    quality: worstOf([free, fixed, background, fixedAsimov]),
  };
}

/** ln CLs at −2 .. 2 standard deviations when only the size of the Asimov statistic is known. // 1 -> [5] */
export function logExpectedCls(asimovRoot: number): number[] {
  return expectedDeviations.map((deviation) => logCls(deviation, asimovRoot));
}

/** q of the Asimov data is that of a fit at mu alone: its free fit is the background fit. */
export function asimovTwiceNll({ model, asimov, background }: TestBasis): number {
  return twiceNegativeLogLikelihood(model, background.parameters, asimov);
}

/** Significance of a signal. p-values of the background-only hypothesis, by q₀ [Cowan2011]. */
export interface DiscoveryTest {
  readonly p0Observed: number;
  readonly p0Expected: readonly number[]; // [5] with a signal of mu = 1, smallest first
  readonly statistic: number; // q₀ of the data
  readonly asimovStatistic: number; // q₀ of the Asimov data with mu = 1
  readonly fits: { readonly free: Fit; readonly background: Fit; readonly signal: Fit; readonly backgroundAsimov: Fit };
  readonly quality: TestQuality;
}

/** The test of mu = 0. Throws a LikelihoodError when the likelihood is zero without signal. */
export function discoveryTest(model: Model, options: { readonly data?: Data } = {}): DiscoveryTest {
  const { data = model.observed } = options;
  const basis = prepareTests(model, { data, testStatistic: "q" });
  const { background } = basis;
  const signal = fitUnder(model, data, { fixed: 1 }, [background.parameters, basis.free.parameters]);
  const free = lowerFree(basis, signal);
  const asimov = asimovData(model, signal.parameters);
  const backgroundAsimov = fitUnder(model, asimov, { fixed: 0 }, [signal.parameters, background.parameters]);
  const statistic = free.poi < 0 ? 0 : Math.max(background.twiceNll - free.twiceNll, 0);
  const asimovStatistic = Math.max(backgroundAsimov.twiceNll - twiceNegativeLogLikelihood(model, signal.parameters, asimov), 0);
  return {
    p0Observed: normalCdf(-Math.sqrt(statistic)),
    p0Expected: expectedDeviations.map((deviation) => normalCdf(-(deviation + Math.sqrt(asimovStatistic)))),
    statistic, asimovStatistic,
    fits: { free, background, signal, backgroundAsimov },
    quality: worstOf([free, background, signal, backgroundAsimov]),
  };
}

const expectedDeviations = [2, 1, 0, -1, -2];

/** The free fit, made again from a fixed one that is lower, as can be when there are several minima. */
function lowerFree({ model, data, testStatistic, free, background }: TestBasis, fixed: Fit): Fit {
  if (fixed.twiceNll >= free.twiceNll) return free;
  return fitUnder(model, data, testStatistic === "qtilde" ? { atLeast: 0 } : {}, [background.parameters, fixed.parameters]);
}

/** The statistic in standard deviations of the background's distribution, t = s − s_A, or (q − q_A)/2s_A for q̃ above s_A. */
function shifted(statistic: number, asimovStatistic: number, kind: TestStatistic): number {
  const [root, asimovRoot] = [Math.sqrt(statistic), Math.sqrt(asimovStatistic)];
  if (kind === "q" || root <= asimovRoot || asimovRoot === 0) return root - asimovRoot;
  return (statistic - asimovStatistic) / (2 * asimovRoot);
}

/** ln Φ(−(t + s_A)) − ln Φ(−t), the logarithm of CLs = CLs+b / CLb. */
function logCls(deviation: number, asimovRoot: number): number {
  return asimovRoot === 0 ? 0 : logNormalCdf(-(deviation + asimovRoot)) - logNormalCdf(-deviation);
}

function worstOf(fits: readonly Fit[]): TestQuality {
  return {
    converged: fits.every(({ quality }) => quality.converged),
    estimatedDistance: Math.max(...fits.map(({ quality }) => quality.estimatedDistance)),
    agreeing: fits.every(({ quality }) => quality.agreeing === quality.starts),
  };
}
