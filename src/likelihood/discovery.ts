import { normalCdf } from "../numeric/index.ts";
import { asimovData } from "./asimov.ts";
import { expectedDeviations } from "./asymptotics.ts";
import { fitUnder, worstQuality, type Fit, type TestQuality } from "./fit.ts";
import { notAbove, prepareTests } from "./hypotest.ts";
import type { Data, Model } from "./model.ts";
import { twiceNegativeLogLikelihood } from "./twice-nll.ts";

/** A test of the background-only hypothesis by q₀ and asymptotic formulae [Cowan2011]. */
export interface DiscoveryTest {
  readonly p0Observed: number;
  readonly p0Expected: readonly number[]; // [5] with a signal of mu = 1, smallest first
  readonly statistic: number; // q₀ of the data
  readonly asimovStatistic: number; // q₀ of the Asimov data with mu = 1
  readonly fits: { readonly free: Fit; readonly background: Fit; readonly signal: Fit; readonly backgroundAsimov: Fit };
  readonly quality: TestQuality;
}

/** p₀ = Φ(−√q₀), observed and expected. Throws a LikelihoodError when the likelihood is zero without signal. */
export function discoveryTest(model: Model, options: { readonly data?: Data } = {}): DiscoveryTest {
  const { data = model.observed } = options;
  const basis = prepareTests(model, { data, testStatistic: "q" });
  const { background } = basis;
  const signal = fitUnder(model, data, { fixed: 1 }, [background.parameters, basis.free.parameters]);
  const free = notAbove(basis, signal);
  const asimov = asimovData(model, signal.parameters);
  const asimovTwiceNll = twiceNegativeLogLikelihood(model, signal.parameters, asimov);
  const backgroundAsimov = fitUnder(model, asimov, { fixed: 0 }, [background.parameters, signal.parameters]);
  const statistic = free.poi < 0 ? 0 : Math.max(background.twiceNll - free.twiceNll, 0);
  const asimovStatistic = Math.max(backgroundAsimov.twiceNll - asimovTwiceNll, 0);
  return {
    p0Observed: normalCdf(-Math.sqrt(statistic)),
    p0Expected: expectedDeviations.map((deviation) => normalCdf(-(deviation + Math.sqrt(asimovStatistic)))),
    statistic, asimovStatistic,
    fits: { free, background, signal, backgroundAsimov },
    quality: worstQuality([free, background, signal, backgroundAsimov]),
  };
}
