import { describe, expect, test } from "vitest";
import { compileModel, expectedRates, twiceNegativeLogLikelihood } from "../../src/likelihood/index.ts";
import { TwiceNll } from "../../src/likelihood/twice-nll.ts";
import { pyhf } from "./golden.ts";

describe.for(Object.entries(pyhf))("%s", ([, golden]) => {
  const model = compileModel(golden.workspace);

  test("has pyhf's parameters in pyhf's order", () => {
    const { names, inits, lower, upper, fixed } = model.parameters;
    expect(names).toEqual(golden.par_names);
    expect(names[model.poi]).toBe(golden.poi);
    expect([...inits]).toEqual(golden.init);
    expect([...fixed].map(Boolean)).toEqual(golden.fixed);
    expect(golden.bounds.map((_, index) => [lower[index], upper[index]])).toEqual(golden.bounds);
    golden.auxdata.forEach((value, index) => expect(model.observed.auxiliary[index]).toBeCloseTo(value, 10));
  });

  test("gives pyhf's rates and 2NLL at explicit parameters", () => {
    for (const { pars, twice_nll, expected_actualdata } of golden.points) {
      const parameters = Float64Array.from(pars);
      expect(twiceNegativeLogLikelihood(model, parameters) / twice_nll).toBeCloseTo(1, 11);
      expectedRates(model, parameters).forEach((rate, bin) => expect(rate / expected_actualdata[bin]!).toBeCloseTo(1, 11));
    }
  });

  test("gives pyhf's 2NLL with the older interpolation codes", () => {
    const older = compileModel(golden.workspace, { interpolation: { normsys: "code1", histosys: "code0" } });
    golden.points.forEach(({ pars }, index) => {
      const value = twiceNegativeLogLikelihood(older, Float64Array.from(pars));
      expect(value / (-2 * golden.interp_code1_code0[index]!)).toBeCloseTo(1, 11);
    });
  });

  test("has the gradient of its 2NLL", () => {
    const twiceNll = new TwiceNll(model, model.observed);
    const at = (parameters: Float64Array) => twiceNll.evaluate(parameters).value;
    for (const { pars } of golden.points) {
      const parameters = Float64Array.from(pars);
      const gradient = twiceNll.evaluate(parameters).gradient.slice();
      gradient.forEach((slope, i) => {
        const step = 1e-5;
        const difference = (at(parameters.with(i, pars[i]! + step)) - at(parameters.with(i, pars[i]! - step))) / (2 * step);
        expect(Math.abs(difference - slope) / (1 + Math.abs(slope))).toBeLessThan(1e-5);
      });
    }
  });
});

const counting = {
  channels: [{
    name: "c",
    samples: [
      { name: "signal", data: [2, 3], modifiers: [{ name: "mu", type: "normfactor", data: null }] },
      { name: "empty", data: [0, 5], modifiers: [{ name: "free", type: "normfactor", data: null }] },
    ],
  }],
  observations: [{ name: "c", data: [0, 4] }],
  measurements: [{ name: "m", config: { poi: "mu", parameters: [] } }],
  version: "1.0.0",
};

test("a bin without expectation costs nothing when empty and everything when filled", () => {
  const model = compileModel(counting);
  const gradient = new TwiceNll(model, model.observed);
  const at = (free: number, mu: number) => Float64Array.from(model.parameters.names, (name) => (name === "mu" ? mu : free));
  const withoutSignal = gradient.evaluate(at(1, 0));
  expect(withoutSignal.value).toBeCloseTo(2 * (5 - 4 * Math.log(5) + Math.log(24)), 12);
  expect(withoutSignal.gradient[model.poi]).toBeCloseTo(2 * 2 + 2 * 3 * (1 - 4 / 5), 12);
  const filled = { ...model.observed, counts: Float64Array.of(1, 4) };
  expect(twiceNegativeLogLikelihood(model, at(1, 0), filled)).toBe(Infinity);
  expect(twiceNegativeLogLikelihood(model, at(1, -1))).toBe(Infinity);
});

test("refuses parameters and data that do not fit, with the reason", () => {
  const model = compileModel(counting);
  expect(() => twiceNegativeLogLikelihood(model, Float64Array.of(1))).toThrow("expected 2 parameters, got 1");
  expect(() => twiceNegativeLogLikelihood(model, Float64Array.of(1, Number.NaN))).toThrow("to be finite, got NaN");
  const negative = { ...model.observed, counts: Float64Array.of(-1, 4) };
  expect(() => twiceNegativeLogLikelihood(model, model.parameters.inits, negative)).toThrow("not negative");
});
