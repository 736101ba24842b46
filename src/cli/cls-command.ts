import { explained } from "../composition.ts";
import { discoveryTest, hypotest, type Model, type TestQuality, type TestStatistic } from "../likelihood/index.ts";
import { expectConverged, type ModelOptions, printJson, readChoice, readModel, readNumber } from "./likelihood-model.ts";

export interface ClsCommandOptions extends ModelOptions {
  readonly mu: string;
  readonly testStat: string;
}

interface TestResult {
  readonly observed: number;
  readonly expected: readonly number[]; // [5] smallest first
  readonly quality: TestQuality;
}

/** `excursion cls`: CLs under the keys of `pyhf cls`; with q0 they hold p0, as there. */
export function clsCommand(file: string, options: ClsCommandOptions): void {
  const mu = readNumber("--mu", options.mu);
  const testStatistic = readChoice("--test-stat", options.testStat, ["qtilde", "q", "q0"]);
  const model = readModel(file, options);
  const { observed, expected, quality } = explained("workspace", file, () => test(model, mu, testStatistic));
  expectConverged(quality);
  printJson({ CLs_exp: expected, CLs_obs: observed });
}

function test(model: Model, mu: number, testStatistic: TestStatistic | "q0"): TestResult {
  if (testStatistic === "q0") {
    const { p0Observed, p0Expected, quality } = discoveryTest(model);
    return { observed: p0Observed, expected: p0Expected, quality };
  }
  const { clsObserved, clsExpected, quality } = hypotest(model, { mu, testStatistic });
  return { observed: clsObserved, expected: clsExpected, quality };
}
