import * as fc from "fast-check";
import { expect, test } from "vitest";
import { arrivalLine, barLine, statusText, terminalStyle, type Progress, type ScanView } from "../../src/report/index.ts";
import { formatDuration, formatNumber, formatPercent } from "../../src/report/text/number-text.ts";
import { assessment, evaluation, nastyReason, radius, sampleView, square } from "./sample-view.ts";

const plain = terminalStyle({}, {});
const terminal = terminalStyle({ isTTY: true, columns: 80 }, { LANG: "en_GB.UTF-8" });

const progress: Progress = { completed: 23, running: 4, failed: 0, budgetEvaluations: 200, uncertainVolume: 0.0234, targetVolume: 0.01, wallTimeSeconds: 725 };

test("an arrival is one line with its place, its point, its values and what is left to do", () => {
  const arrived = evaluation({ mGluino: 1450, mLsp: 320 }, { observations: { clsObserved: { value: 0.031 }, clsExpected: { value: 0.044, standardError: 0.002 } } });
  expect(arrivalLine(progress, arrived, plain)).toBe(
    "[ 23/200] mGluino=1450 mLsp=320  clsObserved=0.031 clsExpected=0.044+-0.002  uncertain volume 2.3 % (target 1 %)",
  );
});

test("a failed arrival says why, on one line and without control characters", () => {
  const line = arrivalLine({ ...progress, completed: 5 }, evaluation({ x: 1 }, { status: "failed", reason: nastyReason }), plain);
  expect(line).toMatch(/^\[ {2}5\/200\] x=1 {2}failed: exit 1, "core" dumped <\/script>/);
  expect(line).not.toMatch(/\p{Cc}/u);
  const repeated = arrivalLine(progress, evaluation({ x: 1 }, { status: "pending", reason: "timeout" }), plain);
  expect(repeated).toContain("will be repeated: timeout");
});

test("the bar never reaches the last column, whatever it has to say", () => {
  const values = { completed: fc.nat(300), running: fc.nat(500), failed: fc.nat(99), columns: fc.integer({ min: 20, max: 200 }) };
  fc.assert(
    fc.property(fc.record(values), ({ columns, ...counts }) => {
      const style = { colour: false, unicode: true, columns };
      expect(barLine({ ...progress, ...counts }, style).length).toBeLessThan(columns);
    }),
  );
  expect(barLine(progress, terminal)).toContain("23/200  uncertain volume 2.3 % (target 1 %)  4 running  12 min 5 s");
});

test("colour is for terminals, and NO_COLOR or a dumb terminal turns it off", () => {
  expect(terminal).toEqual({ colour: true, unicode: true, columns: 80 });
  expect(terminalStyle({ isTTY: true, columns: 80 }, { NO_COLOR: "1" }).colour).toBe(false);
  expect(terminalStyle({ isTTY: true, columns: 80 }, { TERM: "dumb" }).colour).toBe(false);
  expect(plain).toEqual({ colour: false, unicode: false, columns: Number.POSITIVE_INFINITY });
  expect(barLine(progress, terminal)).toContain("\u001B[");
  expect(barLine(progress, { ...terminal, colour: false })).not.toContain("\u001B[");
});

test("the status has the verdict, the counts and a row for each level set", () => {
  const observables = [radius(1, "below"), { ...radius(0.5, "above", "inner"), thresholds: [0.5, 0.7] }];
  const evaluations = [evaluation({ x: 0, y: 0 }), evaluation({ x: 1, y: 0 }, { id: "a-2", status: "failed", attempts: 3 })];
  const view = sampleView({ parameters: square, observables }, { evaluations, assessments: [assessment(observables, 1, 0.03)] });
  expect(statusText(view, plain)).toMatchInlineSnapshot(`
    "sample: Not converged
    the budget of 3 evaluations is spent
    What is shown is the best present estimate, not a final contour.

      evaluations  2 of at most 3: 1 observed, 1 failed; 4 attempts
      target       1 % of the volume on the wrong side, with 95 % confidence
      wall time    1 min 15 s
      seed         1

      excursion set  volume  expected misclassified  95 % upper bound
      radius <= 1    25 %    3 %                     9 %
      inner >= 0.5   25 %    3 %                     9 %
      inner >= 0.7   25 %    3 %                     9 %

      forecasts of radius  made before the evaluations, they missed by 1.1 of their stated errors (root mean square); evidence against the model 1.5 : 1, rejected from 20 : 1
      forecasts of inner   made before the evaluations, they missed by 1.1 of their stated errors (root mean square); evidence against the model 1.5 : 1, rejected from 20 : 1
      exploration          0.4 % of the admissible volume is unexplored (open to question, and correlated with every evaluation by less than 0.55); the limit is 1 %; every likely place of an island has been looked at
      audit                none was made; convergence.auditEvaluations asks for one
    "
  `);
});

test("the certificate has a line for the forecasts, the exploration and the audit", () => {
  const observables = [radius(1, "below")];
  const assessments = [assessment(observables, 1, 0.03)];
  const audit = [{ observable: "radius", threshold: 1, side: "below", evaluated: 59, errors: 0, upperBound95: 0.0495 }] as const;
  const text = (others: Partial<ScanView>) => statusText(sampleView({ parameters: square, observables }, { assessments, ...others }), plain);
  expect(text({ audit })).toContain("audit                0 errors in 59 points: at most 5 % on the wrong side (95 %), whatever the model");
  expect(text({})).toContain("audit                none was made; convergence.auditEvaluations asks for one");
  expect(text({})).toContain(
    "forecasts of radius  made before the evaluations, they missed by 1.1 of their stated errors (root mean square); " +
      "evidence against the model 1.5 : 1, rejected from 20 : 1",
  );
  expect(text({})).toContain("exploration          0.4 % of the admissible volume is unexplored (open to question, and correlated with every evaluation by less than 0.55); the limit is 1 %; every likely place of an island has been looked at");
  expect(arrivalLine({ ...progress, boundedVolume: 0.051 }, evaluation({ x: 1 }), plain)).toContain("uncertain volume 2.3 %, at most 5.1 % (target 1 %)");
});

test("volume that is not counted as classified is named", () => {
  const observables = [radius(1, "below")];
  const decided = assessment(observables, 1, 0.03);
  const assessments = [{ ...decided, observables: decided.observables.map((one) => ({ ...one, undecidedVolume: 0.12 })) }];
  const text = (one: typeof assessments) => statusText(sampleView({ parameters: square, observables }, { assessments: one }), plain);
  expect(text(assessments)).toContain("undecided    12 % of the volume, near infeasible or failed evaluations");
  expect(text([decided] as typeof assessments)).not.toContain("undecided");
});

test("numbers, percentages and durations are short and exact", () => {
  expect([0.031, 1450, 0, -2.5, 1 / 3, 4.8934e-6, 1e9, 0.0001].map((value) => formatNumber(value))).toEqual(
    ["0.031", "1450", "0", "-2.5", "0.3333", "4.893e-6", "1e9", "0.0001"],
  );
  expect([0.0234, 0.413, 1, 0].map((fraction) => formatPercent(fraction))).toEqual(["2.3 %", "41 %", "100 %", "0 %"]);
  expect([0.0123, 9.97, 59.7, 60, 3599.6, 7500, 90061, 86399].map(formatDuration)).toEqual(
    ["0.012 s", "10 s", "1 min 0 s", "1 min 0 s", "1 h 0 min", "2 h 5 min", "1 d 1 h", "1 d 0 h"],
  );
});
