import { expect, test } from "vitest";
import { randomStream } from "../../src/numeric/index.ts";
import type { AssessedEntry, FittedEntry } from "../../src/journal/index.ts";
import { refitIsDue } from "../../src/scan/refit-schedule.ts";

const fittedTo = (observed: number): FittedEntry => ({ type: "fitted", observed, surrogates: {}, alternatives: {}, restarts: {} });

/** Assessments after each of the arrivals that follow the fit, with their forecast errors. */
function stateAfter(fitted: FittedEntry, residuals: readonly number[]) {
  const assessments = residuals.map((residual, i) => ({
    type: "assessed",
    observed: fitted.observed + 1 + i,
    assessment: { observables: [{ observable: "f", forecastResiduals: [residual] }] },
  }) as unknown as AssessedEntry);
  return { fitted, assessments, observedOrder: Array.from({ length: fitted.observed + residuals.length }, (_, i) => i) };
}

test("the first fit is due at once, and every arrival brings one up to forty", () => {
  expect(refitIsDue({ assessments: [], observedOrder: [0, 1] })).toBe(true);
  expect(refitIsDue(stateAfter(fittedTo(12), [0.3]))).toBe(true);
  expect(refitIsDue(stateAfter(fittedTo(12), []))).toBe(false);
  expect(refitIsDue(stateAfter(fittedTo(40), [0.3]))).toBe(false);
});

test("good forecasts put it off until the evaluations have become a tenth more", () => {
  const ones = Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? 1 : -1));
  expect(refitIsDue(stateAfter(fittedTo(100), ones))).toBe(false);
  expect(refitIsDue(stateAfter(fittedTo(100), [...ones, 0]))).toBe(true);
});

test("forecasts that score worse than they promised bring it at once", () => {
  expect(refitIsDue(stateAfter(fittedTo(1000), [4]))).toBe(true);
  expect(refitIsDue(stateAfter(fittedTo(1000), Array.from({ length: 30 }, () => 1.7)))).toBe(true);
  expect(refitIsDue({ ...stateAfter(fittedTo(1000), []), assessments: stateAfter(fittedTo(900), [4]).assessments })).toBe(false); // of the model before
});

test("forecasts of an honest model rarely do", () => {
  const random = randomStream(1, "honest", 0);
  const due = Array.from({ length: 2000 }, () => refitIsDue(stateAfter(fittedTo(1000), Array.from({ length: 20 }, random.normal)))).filter(Boolean);
  expect(due.length / 2000).toBeLessThan(0.02);
});
