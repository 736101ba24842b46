import { describe, expect, test } from "vitest";
import { auditLevelSet, auditPasses, clopperPearsonUpper, concludeAudit, type LevelSetAudit } from "../../src/level-set/index.ts";

describe("the Clopper-Pearson bound", () => {
  test.each([
    // scipy.stats.beta.ppf(0.95, errors + 1, trials - errors)
    [0, 20, 0.13910834],
    [0, 59, 0.04950761],
    [0, 299, 0.00996915],
    [2, 59, 0.10288916],
    [7, 40, 0.30370567],
  ])("of %i errors in %i trials", (errors, trials, bound) => {
    expect(clopperPearsonUpper(errors, trials)).toBeCloseTo(bound, 7);
  });

  test("knows nothing without a trial that went well", () => {
    expect(clopperPearsonUpper(0, 0)).toBe(1);
    expect(clopperPearsonUpper(5, 5)).toBe(1);
  });
});

const levelSet = { observable: "cls", threshold: 0.05, side: "below", weight: 1 } as const;

test("errors are points said to be inside that are not, and the other way round; the threshold itself is inside", () => {
  const audit = auditLevelSet(levelSet, [true, true, false, false], [0.05, 0.06, 0.05, 0.9], 0.5);
  expect(audit).toEqual({
    observable: "cls", threshold: 0.05, side: "below", evaluated: 4, errors: 2, upperBound95: 0.5 * clopperPearsonUpper(2, 4),
  });
});

describe("the verdict after an audit", () => {
  const certified = { verdict: "model-certified", reason: "certified" } as const;
  const audit = (errors: number, evaluated = 59): LevelSetAudit => ({
    observable: "cls", threshold: 0.05, side: "below", evaluated, errors, upperBound95: clopperPearsonUpper(errors, evaluated),
  });

  test("is verified when the share of errors is within the tolerance", () => {
    expect(concludeAudit(certified, [audit(0)], 0.01)).toEqual({
      verdict: "verified",
      reason: "certified; audit: 0 errors in 59 points, at most 5 % (95 %) whatever the model",
    });
    expect(auditPasses([audit(1, 100)], 0.01)).toBe(true);
  });

  test("is no certificate when one level set has more, or no point had a value", () => {
    expect(concludeAudit(certified, [audit(0), audit(1)], 0.01)).toMatchObject({
      verdict: "not-certified", obstacle: "audit",
      reason: "the audit found 1 error in 59 points (cls at 0.05), more than the tolerance 1 %; without it: certified",
    });
    expect(auditPasses([audit(0, 0)], 0.01)).toBe(false);
  });

  test("is what the model says where that is no certificate, or where there was no audit", () => {
    const open = { verdict: "not-certified", obstacle: "accuracy", reason: "not yet" } as const;
    expect(concludeAudit(open, [audit(0)], 0.01)).toBe(open);
    expect(concludeAudit(certified, undefined, 0.01)).toBe(certified);
  });
});
