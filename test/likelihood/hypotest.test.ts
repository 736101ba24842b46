import { describe, expect, test } from "vitest";
import { compileModel, discoveryTest, hypotest, upperLimits, type TestStatistic } from "../../src/likelihood/index.ts";
import { independent, pyhf, type GoldenWorkspace } from "./golden.ts";

/** The workspace with other bounds of the parameter of interest: the golden q were made with (−5, 10). */
function withPoiBounds({ workspace, poi }: GoldenWorkspace, bounds: readonly [number, number]): unknown {
  const { measurements } = workspace;
  const others = measurements[0]!.config.parameters.filter((each) => (each as { name: string }).name !== poi);
  const parameters = [...others, { name: poi, bounds: [bounds] }];
  return { ...workspace, measurements: [{ ...measurements[0], config: { ...measurements[0]!.config, parameters } }] };
}

function expectClose(found: number, golden: number, tolerance: number): void {
  expect(Math.abs(found - golden)).toBeLessThan(tolerance);
}

describe.for(Object.entries(pyhf))("%s", ([name, golden]) => {
  const model = compileModel(golden.workspace);
  const fits = golden.fits.minuit ?? golden.fits.scipy!;

  test("CLs equals pyhf's with minuit", () => {
    let compared = 0;
    for (const [key, expected] of Object.entries(fits.hypotest)) {
      const [, testStatistic, mu] = /^(qtilde|q),mu=(.*)$/.exec(key) ?? [];
      if (mu === undefined) continue;
      const tested = testStatistic === "q" ? compileModel(withPoiBounds(golden, [-5, 10])) : model;
      const result = hypotest(tested, { mu: Number(mu), testStatistic: testStatistic as TestStatistic });
      expect(result.quality.converged).toBe(true);
      expectClose(result.clsObserved, expected.CLs_obs, 1e-5);
      result.clsExpected.forEach((value, index) => expectClose(value, expected.CLs_exp[index]!, 1e-5));
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });

  if (fits.hypotest["q0"] !== undefined) test("p0 equals pyhf's with minuit", () => {
    const result = discoveryTest(model);
    expectClose(result.p0Observed, fits.hypotest["q0"]!.p0, 1e-5);
    result.p0Expected.forEach((value, index) => expectClose(value, fits.hypotest["q0"]!.p0_exp[index]!, 1e-5));
  });

  if (fits.upper_limit_95 !== undefined) test("upper limits equal pyhf's", () => {
    const limits = upperLimits(model);
    expect(limits.observed / fits.upper_limit_95!.observed).toBeCloseTo(1, 4);
    limits.expected.forEach((value, index) => expect(value / fits.upper_limit_95!.expected[index]!).toBeCloseTo(1, 4));
  });

  if (independent[name] !== undefined) test("fits equal those of another implementation", () => {
    const expected = independent[name]!;
    const { fits: found, ...result } = hypotest(model);
    expectClose(found.free.twiceNll, expected.twice_nll.free, 1e-6);
    expectClose(found.fixed.twiceNll, expected.twice_nll.fixed, 1e-6);
    expectClose(found.background.twiceNll, expected.twice_nll.bkg, 1e-6);
    expectClose(result.asimovStatistic, expected.qA, 1e-5);
    expectClose(result.clsObserved, expected.CLs_obs, 1e-6);
  });
});

test("upper limits are the roots of CLs", () => {
  const model = compileModel(pyhf["low_counts"]!.workspace);
  const limits = upperLimits(model, { level: 0.1 });
  expect(hypotest(model, { mu: limits.observed }).clsObserved).toBeCloseTo(0.1, 6);
  limits.expected.forEach((mu, index) => expect(hypotest(model, { mu }).clsExpected[index]).toBeCloseTo(0.1, 6));
});

test("an upper limit may lie past the upper bound of the parameter of interest", () => {
  const golden = pyhf["normfactor_only"]!;
  const wide = upperLimits(compileModel(golden.workspace));
  const narrow = upperLimits(compileModel(withPoiBounds(golden, [0, 1])));
  narrow.expected.forEach((value, index) => expect(value / wide.expected[index]!).toBeCloseTo(1, 6));
});

test("tiny CLs keep their digits, and mu = 0 has no sensitivity", () => {
  const model = compileModel(pyhf["deficit_mu_at_bound"]!.workspace);
  const far = hypotest(model, { mu: 200 });
  expect(far.clsObserved).toBe(0);
  expect(far.logClsObserved).toBeLessThan(-750);
  expect(far.logClsObserved).toBeGreaterThan(-Infinity);
  const none = hypotest(model, { mu: 0 });
  expect([none.clsObserved, ...none.clsExpected]).toEqual([1, 1, 1, 1, 1, 1]);
});

test("refuses tests without an answer, with the reason", () => {
  const model = compileModel(pyhf["normfactor_only"]!.workspace);
  expect(() => hypotest(model, { mu: -1 })).toThrow("expected mu to be finite and not negative, got -1");
  expect(() => upperLimits(model, { level: 1 })).toThrow("expected a level between 0 and 1, got 1");
});

test("a filled bin that only signal fills is refused by channel and bin", () => {
  const workspace = {
    channels: [{ name: "c", samples: [{ name: "s", data: [2], modifiers: [{ name: "mu", type: "normfactor", data: null }] }] }],
    observations: [{ name: "c", data: [1] }],
    measurements: [{ name: "m", config: { poi: "mu", parameters: [] } }],
    version: "1.0.0",
  };
  expect(() => hypotest(compileModel(workspace))).toThrow(
    'with the parameter of interest at 0, but bin 0 of channel "c" expects 0 and has 1',
  );
});
