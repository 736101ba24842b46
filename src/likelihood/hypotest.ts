import { asimovData } from "./asimov.ts";
import { expectedDeviations, logCls, shiftedStatistic, type TestStatistic } from "./asymptotics.ts";
import { refuse } from "./errors.ts";
import { fitNear, fitUnder, worstQuality, type Fit, type TestQuality } from "./fit.ts";
import type { Data, Model } from "./model.ts";
import { twiceNegativeLogLikelihood } from "./twice-nll.ts";

export interface TestOptions {
  /** Default qtilde. */
  readonly testStatistic?: TestStatistic;
  /** Default: the observed data. */
  readonly data?: Data;
  /**
   * Parameters of the background fit of a model that differs in its signal alone: where the background fit starts, and stays, since
   * without signal only the statistical uncertainties of the bins still tell the two apart. // [p]
   */
  readonly background?: Float64Array;
}

/** A test of the signal strength mu by asymptotic formulae [Cowan2011], with CLs [Read2002]. */
export interface HypothesisTest {
  readonly mu: number;
  readonly clsObserved: number;
  readonly clsExpected: readonly number[]; // [5] from the strongest exclusion to the weakest: −2, −1, 0, 1, 2 in pyhf's words
  readonly logClsObserved: number; // natural logarithms, finite where CLs itself is below the smallest number
  readonly logClsExpected: readonly number[]; // [5]
  readonly statistic: number; // q of the data
  readonly asimovStatistic: number; // q of the Asimov data without signal
  readonly fits: { readonly free: Fit; readonly fixed: Fit; readonly background: Fit; readonly fixedAsimov: Fit };
  readonly quality: TestQuality;
}

/** The fits that do not depend on the tested mu, made once for tests at several of them. */
export interface TestBasis {
  readonly model: Model;
  readonly data: Data;
  readonly testStatistic: TestStatistic;
  readonly background: Fit; // at mu = 0
  readonly free: Fit;
  readonly asimov: Data; // of the background fit
  readonly asimovTwiceNll: number; // of its own free fit, which is the background fit
}

/** CLs of a signal strength, observed and expected. Throws a LikelihoodError when the likelihood is zero without signal. */
export function hypotest(model: Model, options: TestOptions & { readonly mu?: number } = {}): HypothesisTest {
  return testAt(prepareTests(model, options), options.mu ?? 1);
}

/** The fits common to all tests of a model. Throws a LikelihoodError when the likelihood is zero without signal. */
export function prepareTests(model: Model, options: TestOptions = {}): TestBasis {
  const { testStatistic = "qtilde", data = model.observed } = options;
  const background =
    options.background === undefined ? fitUnder(model, data, { fixed: 0 }, []) : fitNear(model, data, { fixed: 0 }, options.background);
  const free = fitUnder(model, data, freeRule(testStatistic), [background.parameters]);
  const asimov = asimovData(model, background.parameters);
  const asimovTwiceNll = twiceNegativeLogLikelihood(model, background.parameters, asimov);
  return { model, data, testStatistic, background, free, asimov, asimovTwiceNll };
}

/** The test at one signal strength; the same numbers whatever else was tested. Throws a LikelihoodError unless mu >= 0. */
export function testAt(basis: TestBasis, mu: number): HypothesisTest {
  const { model, data, background, asimov, testStatistic } = basis;
  if (!(mu >= 0 && mu < Infinity)) refuse("", `expected mu to be finite and not negative, got ${mu}`);
  const starts = [background.parameters, basis.free.parameters];
  const fixed = fitUnder(model, data, { fixed: mu }, starts);
  const free = notAbove(basis, fixed);
  const fixedAsimov = fitUnder(model, asimov, { fixed: mu }, starts);
  const statistic = free.poi > mu ? 0 : Math.max(fixed.twiceNll - free.twiceNll, 0);
  const asimovStatistic = Math.max(fixedAsimov.twiceNll - basis.asimovTwiceNll, 0);
  const asimovRoot = Math.sqrt(asimovStatistic);
  const logClsObserved = logCls(shiftedStatistic(statistic, asimovStatistic, testStatistic), asimovRoot);
  const logClsExpected = expectedDeviations.map((deviation) => logCls(deviation, asimovRoot));
  return {
    mu, clsObserved: Math.exp(logClsObserved), clsExpected: logClsExpected.map(Math.exp), logClsObserved, logClsExpected,
    statistic, asimovStatistic,
    fits: { free, fixed, background, fixedAsimov },
    quality: worstQuality([free, fixed, background, fixedAsimov]),
  };
}

/** The free fit of a basis, made again from a fixed one that is lower, as can be when there are several minima. */
export function notAbove({ model, data, testStatistic, free, background }: TestBasis, fixed: Fit): Fit {
  if (fixed.twiceNll >= free.twiceNll) return free;
  return fitUnder(model, data, freeRule(testStatistic), [background.parameters, fixed.parameters]);
}

function freeRule(testStatistic: TestStatistic): { readonly atLeast?: number } {
  return testStatistic === "qtilde" ? { atLeast: 0 } : {};
}
