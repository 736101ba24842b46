import { readFileSync } from "node:fs";
import { assert as assertProperty, double, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  binaryEntropy, bivariateNormalCdf, erf, erfc, erfcx, exponential, logGamma, logNormalCdf, normalCdf, normalDensity,
  normalQuantile, normalQuantileFromLog, owensT, owensTComplement,
} from "../../src/numeric/index.ts";

/** Values of mpmath and scipy over ordinary arguments. */
const golden = goldenFile<{
  normalCdf: { x: number; cdf: number; logCdf: number }[];
  owensT: { h: number; b: number; value: number }[];
  bivariateNormalCdf: { h: number; k: number; rho: number; value: number }[];
}>("special-functions.json");

/** Values of mpmath with 40 digits, right to the last bit also in the tails. */
const exact = goldenFile<{
  normal: { x: number; cdf?: number; logCdf: number }[];
  quantile: { p: number; x: number }[];
  quantileFromLog: { logP: number; x: number }[];
  errorFunction: { x: number; erf: number; erfc: number; erfcx: number }[];
  logGamma: { x: number; value: number }[];
  owensT: { h: number; b: number; value: number }[];
  bivariateNormalCdf: { h: number; k: number; rho: number; value: number }[];
}>("special-functions-tails.json");

function goldenFile<Contents>(name: string): Contents {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8")) as Contents;
}

function expectRelative(what: string, got: number, expected: number, tolerance: number): void {
  const within = got === expected || Math.abs(got - expected) <= tolerance * Math.abs(expected) + Number.MIN_VALUE;
  expect(within, `${what}: expected ${expected}, got ${got}`).toBe(true);
}

const finite = (bound: number) => double({ min: -bound, max: bound, noNaN: true });

describe("exponential", () => {
  test("equals Math.exp to two units in the last place everywhere", () => {
    assertProperty(property(finite(745), (x) => expectRelative(`exp(${x})`, exponential(x), Math.exp(x), 4.5e-16)));
    expect([0, -0, -Infinity, Infinity, -800, 800].map(exponential)).toEqual([1, 1, 0, Infinity, 0, Infinity]);
    expect(exponential(Number.NaN)).toBeNaN();
  });
});

describe("error function", () => {
  test("erf, erfc and erfcx have full relative precision", () => {
    for (const { x, ...expected } of exact.errorFunction) {
      expectRelative(`erf(${x})`, erf(x), expected.erf, 1e-15);
      expectRelative(`erfc(${x})`, erfc(x), expected.erfc, 1e-15);
      expectRelative(`erfcx(${x})`, erfcx(x), expected.erfcx, 1e-15);
    }
  });

  test("ends", () => {
    expect([erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity), erfcx(Infinity)]).toEqual([1, -1, 0, 2, 0]);
    expect([erf(Number.NaN), erfc(Number.NaN), erfcx(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe("normal law", () => {
  test("the distribution function and its logarithm have full relative precision in both tails", () => {
    for (const { x, cdf, logCdf } of [...golden.normalCdf, ...exact.normal]) {
      if (cdf !== undefined && cdf > 1e-307) expectRelative(`Φ(${x})`, normalCdf(x), cdf, 1e-15);
      expectRelative(`ln Φ(${x})`, logNormalCdf(x), logCdf, 1e-15);
    }
    expect(normalCdf(-38)).toBeCloseTo(2.88542835e-316, 320);
    expect(logNormalCdf(-1e4)).toBeCloseTo(-50000010.12927892, 7);
  });

  test("ends", () => {
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1]);
    expect([logNormalCdf(-Infinity), logNormalCdf(Infinity)]).toEqual([-Infinity, -0]);
    expect([normalDensity(Infinity), normalDensity(0)]).toEqual([0, 1 / Math.sqrt(2 * Math.PI)]);
    expect([normalCdf(Number.NaN), logNormalCdf(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });

  test("the density is the slope of the distribution function", () => {
    assertProperty(property(finite(6), (x) => {
      const step = 1e-4;
      const slope = (normalCdf(x + step) - normalCdf(x - step)) / (2 * step);
      expect(Math.abs(slope - normalDensity(x))).toBeLessThan(1e-8);
    }));
  });

  test("quantiles have full precision down to p = 1e-300, and below from ln p", () => {
    for (const { p, x } of exact.quantile) expectRelative(`Φ⁻¹(${p})`, normalQuantile(p), x, 1e-15);
    for (const { logP, x } of exact.quantileFromLog) expectRelative(`Φ⁻¹(e^${logP})`, normalQuantileFromLog(logP), x, 2e-15);
  });

  test("quantiles undo the distribution function, also from logarithms", () => {
    assertProperty(property(double({ min: -37, max: 5, noNaN: true }), (x) => {
      expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(x > 0 ? 1e-9 : 1e-13);
    }));
    assertProperty(property(double({ min: -1e6, max: 30, noNaN: true }), (x) => {
      expect(Math.abs(normalQuantileFromLog(logNormalCdf(x)) - x)).toBeLessThan(1e-13 * (1 + Math.abs(x)));
    }));
  });

  test("what is not a probability is a RangeError", () => {
    for (const p of [-1e-300, 1.0000001, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
    for (const logP of [1e-300, Number.NaN]) expect(() => normalQuantileFromLog(logP)).toThrow(RangeError);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect([normalQuantileFromLog(-Infinity), normalQuantileFromLog(0)]).toEqual([-Infinity, Infinity]);
  });
});

describe("Owen's T", () => {
  test("has full relative precision", () => {
    for (const { h, b, value } of exact.owensT) expectRelative(`T(${h}, ${b})`, owensT(h, b), value, 2e-15);
    for (const { h, b, value } of golden.owensT) expectRelative(`T(${h}, ${b})`, owensT(h, b), value, 1e-11);
  });

  test("ends: no slope, infinite slope, infinite distance", () => {
    for (const h of [0, 1e-9, 0.3, 2, 7, 30]) {
      expect(owensT(h, 0)).toBe(0);
      expectRelative(`T(${h}, ∞)`, owensT(h, Infinity), normalCdf(-h) / 2, 1e-15);
      expect(owensT(h, -Infinity)).toBe(-owensT(-h, Infinity));
    }
    for (const b of [0, 0.5, 3, Infinity]) expect(owensT(Infinity, b)).toBe(0);
  });

  test("is odd in b and even in h, and makes half a tail with its complement", () => {
    assertProperty(property(finite(8), finite(20), (h, b) => {
      expect(owensT(h, -b) + owensT(h, b)).toBe(0);
      expect(owensT(-h, b)).toBe(owensT(h, b));
      const [x, slope] = [Math.abs(h), Math.abs(b)];
      expectRelative(`T(${x}, ${slope})`, owensT(x, slope) + owensTComplement(x, slope), normalCdf(-x) / 2, 1e-13);
    }));
  });

  test("T(h, 1) = Φ(h) Φ(-h) / 2", () => {
    assertProperty(property(finite(30), (h) => expectRelative(`h = ${h}`, owensT(h, 1), (normalCdf(h) * normalCdf(-h)) / 2, 1e-14)));
  });

  test("its derivatives are the closed forms", () => {
    assertProperty(property(finite(4), finite(4), (h, b) => {
      const step = 1e-4;
      const byB = (owensT(h, b + step) - owensT(h, b - step)) / (2 * step);
      const byH = (owensT(h + step, b) - owensT(h - step, b)) / (2 * step);
      expect(byB).toBeCloseTo(Math.exp((-h * h * (1 + b * b)) / 2) / (2 * Math.PI * (1 + b * b)), 7);
      expect(byH).toBeCloseTo(-normalDensity(h) * (normalCdf(b * h) - 0.5), 7);
    }));
  });
});

describe("bivariate normal law", () => {
  test("has relative precision in the tails, and absolute precision everywhere", () => {
    for (const { h, k, rho, value } of exact.bivariateNormalCdf) {
      expectRelative(`Φ₂(${h}, ${k}; ${rho})`, bivariateNormalCdf(h, k, rho), value, 4e-12);
    }
    for (const { h, k, rho, value } of golden.bivariateNormalCdf) {
      expect(Math.abs(bivariateNormalCdf(h, k, rho) - value), `Φ₂(${h}, ${k}; ${rho})`).toBeLessThan(1e-15);
    }
  });

  test("marginals, independence, and equal or opposite variables", () => {
    for (const h of [-Infinity, -7, -1, 0, 0.5, 3, Infinity]) {
      for (const k of [-Infinity, -3, 0, 2, Infinity]) {
        expectRelative(`ρ = 0 at (${h}, ${k})`, bivariateNormalCdf(h, k, 0), normalCdf(h) * normalCdf(k), 1e-12);
        expect(bivariateNormalCdf(h, k, 1)).toBe(normalCdf(Math.min(h, k)));
        expect(bivariateNormalCdf(h, k, -1)).toBeCloseTo(Math.max(0, normalCdf(h) - normalCdf(-k)), 15);
      }
      for (const rho of [-0.99, 0.3, 0.999]) expect(bivariateNormalCdf(h, Infinity, rho)).toBe(normalCdf(h));
    }
  });

  test("at the origin it is 1/4 + arcsin(ρ) / 2π", () => {
    for (const rho of [-0.99999, -0.5, 0, 0.2, 0.95, 0.9999999]) {
      expect(bivariateNormalCdf(0, 0, rho)).toBeCloseTo(0.25 + Math.asin(rho) / (2 * Math.PI), 15);
      expect(bivariateNormalCdf(-0, 0, rho)).toBe(bivariateNormalCdf(0, -0, rho));
    }
  });

  test("symmetry, reflection and bounds", () => {
    assertProperty(property(finite(6), finite(6), finite(1), (h, k, rho) => {
      const value = bivariateNormalCdf(h, k, rho);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(Math.min(normalCdf(h), normalCdf(k)) * (1 + 1e-13));
      expect(Math.abs(value - bivariateNormalCdf(k, h, rho))).toBeLessThan(1e-15);
      expect(Math.abs(value + bivariateNormalCdf(h, -k, -rho) - normalCdf(h))).toBeLessThan(1e-15);
    }), { numRuns: 500 });
  });

  test("a correlation beyond 1 is a RangeError", () => {
    for (const rho of [-1.0001, 1.0001, Number.NaN]) expect(() => bivariateNormalCdf(0, 0, rho)).toThrow(RangeError);
  });
});

describe("ln Γ", () => {
  test("has full relative precision, also next to its zeros", () => {
    for (const { x, value } of exact.logGamma) expectRelative(`ln Γ(${x})`, logGamma(x), value, 2e-15);
    expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
  });

  test("Γ(x + 1) = x Γ(x)", () => {
    assertProperty(property(double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
      const size = Math.abs(logGamma(x)) + Math.abs(Math.log(x));
      expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(1e-15 * (1 + 2 * size));
    }));
  });

  test("what is not positive is a RangeError", () => {
    for (const x of [0, -1.5, Number.NaN]) expect(() => logGamma(x)).toThrow(RangeError);
  });
});

test("binary entropy is ln 2 at a half, 0 at the ends, and symmetric", () => {
  expect([binaryEntropy(0), binaryEntropy(0.5), binaryEntropy(1)]).toEqual([0, Math.LN2, 0]);
  expectRelative("h(1e-300)", binaryEntropy(1e-300), 1e-300 * (Math.log(1e300) + 1), 1e-15);
  for (const p of [0.1, 0.25, 0.375]) expect(binaryEntropy(p)).toBeCloseTo(binaryEntropy(1 - p), 15);
  expect(binaryEntropy(-0.1)).toBeNaN();
});
