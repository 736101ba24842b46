import { expect, test } from "vitest";
import { levelSetSentence } from "../../src/report/text/level-set-text.ts";
import { formatPercent } from "../../src/report/text/number-text.ts";
import { assessment, radius, sampleView, square } from "./sample-view.ts";

test("a percentage has two digits, and none that nobody can know", () => {
  expect([0, 0.0234, 0.5, 1].map((fraction) => formatPercent(fraction))).toEqual(["0 %", "2.3 %", "50 %", "100 %"]);
  expect([1e-6, 2e-6].map((fraction) => formatPercent(fraction))).toEqual(["0.0001 %", "0.0002 %"]);
  expect([4e-63, 1e-7].map((fraction) => formatPercent(fraction))).toEqual(["< 0.0001 %", "< 0.0001 %"]);
});

test("a bound that is next to nothing is told as a bound", () => {
  const observables = [radius(1, "below")];
  const view = sampleView({ parameters: square, observables }, { assessments: [assessment(observables, 20, 1e-50)] });
  expect(levelSetSentence(view, { observable: "radius", threshold: 1, side: "below" })).toContain("uncertain by at most 0.0001 % (95 %); < 0.0001 % is expected to be misclassified");
});
