import { test } from "vitest";
import { type EvaluatorHarness, type EvaluatorLaw, evaluatorLaws } from "../../src/testing/evaluator-laws.ts";

/** One test for every law; a law the evaluator cannot have is skipped with its reason in the name. */
export function checkLaws(harness: EvaluatorHarness): void {
  for (const [name, check] of Object.entries(evaluatorLaws)) {
    const why = harness.exemptions?.[name as EvaluatorLaw];
    if (why === undefined) test(name, () => check(harness));
    else test.skip(`${name} (not here: ${why})`, () => undefined);
  }
}
