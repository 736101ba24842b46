import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fitOutputScale, standardise, standardiseStandardError, unstandardise } from "../../src/surrogate/output-scale.ts";
import { transformSlope, transformValue } from "../../src/surrogate/output-transform.ts";

const values = Float64Array.of(0, 1e-200, 1e-9, 0.01, 0.04, 0.06, 0.3, 0.9, 1);

test("standardised values go back to the observable's own units", () => {
  for (const [transform, least] of [["log", 1e-250], ["logit", 1e-250], ["probit", 1e-250], ["identity", 1e-3]] as const) {
    const scale = fitOutputScale(transform, values, [0.05, 0.2]);
    fc.assert(
      fc.property(fc.double({ min: least, max: 0.999, noNaN: true }), (value) => {
        expect(unstandardise(scale, standardise(scale, value)) / value).toBeCloseTo(1, 9);
      }),
    );
  }
});

test("the map is increasing, however far from the thresholds", () => {
  const scale = fitOutputScale("probit", values, [0.05]);
  const standardised = Array.from(values, (value) => standardise(scale, value));
  for (let i = 1; i < values.length; i++) expect(standardised[i]).toBeGreaterThan(standardised[i - 1]);
});

test("between the thresholds the map is affine, and next to them nearly so", () => {
  const scale = fitOutputScale("probit", values, [0.05, 0.5]);
  const slope = (a: number, b: number): number =>
    ((standardise(scale, b) - standardise(scale, a)) * scale.spread) / (transformValue("probit", b) - transformValue("probit", a));
  expect(slope(0.06, 0.4)).toBeCloseTo(1, 12);
  expect(slope(0.03, 0.05)).toBeGreaterThan(0.99);
  expect(slope(1e-100, 1e-90)).toBeLessThan(0.25);
});

test("values at stake keep more than twice the share of the range that saturated ones would leave them", () => {
  const halfSaturated = Float64Array.of(0, 0, 0, 0, 0, 0, 0.01, 0.03, 0.06, 0.1, 0.4, 0.8);
  const scale = fitOutputScale("probit", halfSaturated, [0.05]);
  const share = (standardise(scale, 0.1) - standardise(scale, 0.01)) / (standardise(scale, 0.8) - standardise(scale, 0));
  const [lowest, below, above, highest] = [0, 0.01, 0.1, 0.8].map((value) => transformValue("probit", value));
  expect(share).toBeGreaterThan((2 * (above - below)) / (highest - lowest));
});

test("identity is never compressed: an affine change of the values only changes centre and spread", () => {
  const original = Float64Array.of(3, -1, 40, 7);
  const scale = fitOutputScale("identity", original, [5]);
  const changed = fitOutputScale("identity", original.map((value) => 1000 - 20 * value), [900]);
  for (const value of original) expect(standardise(changed, 1000 - 20 * value)).toBeCloseTo(-standardise(scale, value), 12);
});

test("constant values have spread 1", () => {
  expect(fitOutputScale("identity", Float64Array.of(7, 7, 7), [1])).toEqual({ transform: "identity", centre: 7, spread: 1 });
  expect(fitOutputScale("identity", Float64Array.of(0.1, 0.1, 0.1), [1]).spread).toBe(1);
  expect(fitOutputScale("probit", Float64Array.of(0.2), [0.05]).spread).toBe(1);
});

test("a small standard error is carried by the slope of the map", () => {
  const scale = fitOutputScale("probit", values, [0.05]);
  for (const value of [1e-6, 0.03, 0.05, 0.5, 0.99]) {
    const step = 1e-5 * value;
    const slope = (standardise(scale, value + step) - standardise(scale, value - step)) / (2 * step);
    expect(standardiseStandardError(scale, value, 1e-4 * value) / (slope * 1e-4 * value)).toBeCloseTo(1, 4);
  }
  expect(standardiseStandardError(scale, 0.03, 0)).toBe(0);
});

test("a value smaller than its standard error is known as well as the slope says, no worse than the domain allows", () => {
  const scale = fitOutputScale("probit", values, [0.05]);
  const slope = (standardise(scale, 0.001 + 1e-9) - standardise(scale, 0.001 - 1e-9)) / 2e-9;
  expect(standardiseStandardError(scale, 0.001, 0.0015) / (slope * 0.0015)).toBeCloseTo(1, 5);
  const interval = standardise(scale, 0.01) - standardise(scale, 0);
  expect(standardiseStandardError(scale, 1e-100, 0.01)).toBeCloseTo(interval / 2, 12);
});

test("the slope of every transform is that of its differences", () => {
  for (const transform of ["identity", "log", "logit", "probit"] as const) {
    for (const value of [1e-5, 0.05, 0.4, 0.99]) {
      const step = 1e-5 * value * (1 - value);
      const difference = transformValue(transform, value + step) - transformValue(transform, value - step);
      expect((transformSlope(transform, value) * 2 * step) / difference).toBeCloseTo(1, 6);
    }
  }
});

test("a saturated value counts with an error of the compression width", () => {
  const scale = fitOutputScale("probit", values, [0.05]);
  for (const value of [0, 1]) expect(standardiseStandardError(scale, value, 0) * scale.spread).toBeCloseTo(4, 12);
});

test("standard errors that are no errors are refused", () => {
  const scale = fitOutputScale("identity", values, []);
  for (const wrong of [-1, Number.NaN, Infinity]) {
    expect(() => standardiseStandardError(scale, 0.5, wrong)).toThrow("expected a finite standard error of 0 or more");
  }
});
