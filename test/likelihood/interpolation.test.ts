import { expect, test } from "vitest";
import { evenPart, evenPartSlope, factorStride, multiplyFactors, writeFactor } from "../../src/likelihood/interpolation.ts";
import { interpolation } from "./golden.ts";

function factor(lo: number, hi: number, edge: number): (alpha: number) => { value: number; slope: number } {
  const factors = {
    numbers: new Float64Array(factorStride), parameter: Int32Array.of(0), edge,
    value: new Float64Array(1), slopeAfter: new Float64Array(1),
  };
  writeFactor(factors.numbers, 0, lo, hi);
  return (alpha) => {
    multiplyFactors(factors, 0, 1, Float64Array.of(alpha));
    return { value: factors.value[0], slope: factors.slopeAfter[0] };
  };
}

function shift(lo: number, nominal: number, hi: number, edge: number): (alpha: number) => { value: number; slope: number } {
  const [symmetric, asymmetric] = [(hi - lo) / 2, (hi + lo - 2 * nominal) / 16];
  return (alpha) => ({
    value: symmetric * alpha + asymmetric * evenPart(alpha, edge),
    slope: symmetric + asymmetric * evenPartSlope(alpha, edge),
  });
}

for (const [code, edge] of [["code1", 0], ["code4", 1]] as const) {
  test(`normsys ${code} equals pyhf's`, () => {
    const { lo, hi, alpha, value } = interpolation[code];
    const at = factor(lo, hi, edge);
    alpha.forEach((each, index) => expect(at(each).value).toBeCloseTo(value[index]!, 13));
  });
}

for (const [code, edge] of [["code0", 0], ["code4p", 1]] as const) {
  test(`histosys ${code} equals pyhf's`, () => {
    const { lo, nom, hi, alpha, value } = interpolation[code];
    const at = shift(lo, nom, hi, edge);
    alpha.forEach((each, index) => expect(at(each).value).toBeCloseTo(value[index]!, 12));
  });
}

test("slopes are the derivatives, and code4 and code4p are smooth at ±1", () => {
  for (const at of [factor(0.7, 1.6, 1), shift(8, 10, 13, 1)]) {
    for (const alpha of [-2.3, -1, -0.4, 0, 0.7, 1, 1.8]) {
      const difference = (at(alpha + 1e-5).value - at(alpha - 1e-5).value) / 2e-5;
      expect(at(alpha).slope).toBeCloseTo(difference, 8);
    }
  }
});
