import { expect, test } from "vitest";
import { logSumExp } from "../../src/numeric/index.ts";

test("logarithms of sums, far beyond what their terms could be written as", () => {
  expect(logSumExp([Math.log(2), Math.log(3)])).toBeCloseTo(Math.log(5), 14);
  expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 10);
  expect(logSumExp(Float64Array.of(-1000, -Infinity))).toBe(-1000);
  expect(logSumExp([])).toBe(-Infinity);
});
