import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseTransform, inverseTransform, isSaturated, outsideDomain, transformValue } from "../../src/surrogate/index.ts";

const probabilities = fc.double({ min: 1e-290, max: 1 - 1e-12, noNaN: true });

describe("transforms", () => {
  test("probit is exact in the far tail", () => {
    expect(transformValue("probit", 1e-300)).toBeCloseTo(-37.0471, 4);
    expect(transformValue("probit", 0.05)).toBeCloseTo(-1.6448536269514722, 14);
    expect(inverseTransform("probit", transformValue("probit", 1e-200)) / 1e-200).toBeCloseTo(1, 10);
  });

  test("a saturated value stands for 1e-300 from the end of the domain", () => {
    for (const transform of ["probit", "logit"] as const) {
      expect(transformValue(transform, 0)).toBe(transformValue(transform, 1e-300));
      expect(transformValue(transform, 1)).toBe(-transformValue(transform, 0));
    }
    expect(transformValue("log", 0)).toBe(Math.log(1e-300));
  });

  test("only the ends of a domain are saturated", () => {
    expect(["log", "logit", "probit"].map((name) => isSaturated(name as "log", 0))).toEqual([true, true, true]);
    expect([isSaturated("probit", 1), isSaturated("logit", 1), isSaturated("log", 1)]).toEqual([true, true, false]);
    expect([isSaturated("probit", 1e-299), isSaturated("probit", 1 - 2 ** -53), isSaturated("identity", 0)]).toEqual([false, false, false]);
  });

  test("the inverse gives the value back", () => {
    for (const transform of ["identity", "log", "logit", "probit"] as const) {
      fc.assert(
        fc.property(probabilities, (value) => {
          const back = inverseTransform(transform, transformValue(transform, value));
          // logit and probit near 1 hold 1 - value only as well as float64 holds value itself
          expect(Math.abs(back - value)).toBeLessThan(1e-11 * value);
        }),
      );
    }
  });

  test("order is kept, ends and denormals included", () => {
    const ascending = [0, 1e-320, 1e-300, 1e-290, 1e-20, 0.3, 0.5, 1 - 1e-10, 1 - 2 ** -53, 1];
    for (const transform of ["identity", "log", "logit", "probit"] as const) {
      const transformed = ascending.map((value) => transformValue(transform, value));
      expect(transformed).toEqual([...transformed].sort((a, b) => a - b));
    }
  });
});

describe("domains", () => {
  test("values outside are refused with what is expected", () => {
    expect(outsideDomain("probit", 1.2)).toBe("a number from 0 to 1");
    expect(outsideDomain("logit", -1e-9)).toBe("a number from 0 to 1");
    expect(outsideDomain("log", -3)).toBe("a finite number, 0 or more");
    expect(outsideDomain("identity", Number.NaN)).toBe("a finite number");
    expect(outsideDomain("log", Infinity)).toBe("a finite number, 0 or more");
    expect(() => transformValue("probit", 1.2)).toThrow("expected a number from 0 to 1 for the probit transform, got 1.2");
  });

  test("saturated and ordinary values are inside", () => {
    for (const value of [0, 0.5, 1]) expect(outsideDomain("probit", value)).toBeUndefined();
    expect(outsideDomain("log", 0)).toBeUndefined();
    expect(outsideDomain("identity", -1e30)).toBeUndefined();
  });
});

describe("the automatic choice", () => {
  const cases: [string, number[], number[], string][] = [
    ["CLs, some of them saturated", [0, 0.2, 1], [0.05], "probit"],
    ["limits over more than a decade", [0.3, 5, 40], [1], "log"],
    ["limits, one of them 0", [0, 5, 70], [1], "log"],
    ["the threshold counts in the span", [100, 120], [1], "log"],
    ["less than a decade", [2, 5, 9], [3], "identity"],
    ["negative values", [-1, 5, 900], [3], "identity"],
    ["a threshold at the end of [0, 1]", [0.1, 0.2], [1], "identity"],
    ["a threshold of 0 among positive values", [0.1, 5, 90], [0], "identity"],
  ];
  test.each(cases)("%s", (_, values, thresholds, expected) => {
    expect(chooseTransform("auto", values, thresholds)).toBe(expected);
  });

  test("a named transform is taken as it is", () => {
    expect(chooseTransform("logit", [-5, 3], [0])).toBe("logit");
  });
});
