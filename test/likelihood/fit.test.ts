import { expect, test } from "vitest";
import { asimovData, compileModel, fit, LikelihoodError, standardErrors, twiceNegativeLogLikelihood } from "../../src/likelihood/index.ts";
import { inverseCurvature } from "../../src/likelihood/curvature.ts";
import { pyhf } from "./golden.ts";

const everything = compileModel(pyhf["everything"]!.workspace);

test("the same fit gives the same numbers whatever was fitted before", () => {
  const first = fit(everything);
  fit(everything, everything.observed, { fixedPoi: 3 });
  fit(everything, asimovData(everything, everything.parameters.inits));
  expect(fit(everything)).toEqual(first);
});

test("a further start in the same valley changes nothing but the last digits", () => {
  const plain = fit(everything, everything.observed, { fixedPoi: 1 });
  const start = plain.parameters.map((value, index) => value + 0.05 * Math.cos(index));
  const warm = fit(everything, everything.observed, { fixedPoi: 1, starts: [start] });
  expect(Math.abs(warm.twiceNll - plain.twiceNll)).toBeLessThan(1e-9);
  warm.parameters.forEach((value, index) => expect(Math.abs(value - plain.parameters[index]!)).toBeLessThan(1e-4));
});

test("the best fit of an Asimov data set is what it was made of", () => {
  const truth = everything.parameters.inits.map((init, index) => init + 0.05 * Math.sin(3 * index));
  const result = fit(everything, asimovData(everything, truth));
  result.parameters.forEach((value, index) => expect(value).toBeCloseTo(truth[index]!, 4));
});

/** Both signs of `bend` lower the rate as the data ask for; its constraint, moved to −0.1, prefers the negative one. */
const valleys = compileModel({
  channels: [{ name: "c", samples: [{ name: "b", data: [100, 50], modifiers: [
    { name: "bend", type: "histosys", data: { lo_data: [70, 50], hi_data: [70, 50] } },
    { name: "mu", type: "normfactor", data: null },
  ] }] }],
  observations: [{ name: "c", data: [75, 50] }],
  measurements: [{ name: "m", config: { poi: "mu", parameters: [{ name: "bend", auxdata: [-0.1] }] } }],
  version: "1.0.0",
});
const bend = valleys.parameters.names.indexOf("bend");

test("one-sided variations: the lower of two valleys is found, and the other is told of", () => {
  const model = valleys;
  for (const start of [-1, 1]) {
    const result = fit(model, model.observed, { fixedPoi: 1, starts: [model.parameters.inits.with(bend, start)] });
    expect(result.parameters[bend]).toBeLessThan(-0.5);
    const mirrored = result.parameters.with(bend, -result.parameters[bend]!);
    expect(twiceNegativeLogLikelihood(model, mirrored)).toBeGreaterThan(result.twiceNll + 0.1);
  }
  const both = fit(model, model.observed, { fixedPoi: 1, starts: [model.parameters.inits.with(bend, 1), model.parameters.inits.with(bend, -1)] });
  expect(both.quality.agreeing).toBeLessThan(both.quality.starts);
});

test("standard errors: Poisson and Gauss parameters by hand, 0 where fixed or at a bound", () => {
  const workspace = {
    channels: [{ name: "c", samples: [{ name: "s", data: [10], modifiers: [
      { name: "mu", type: "normfactor", data: null }, { name: "lumi", type: "lumi", data: null },
    ] }, { name: "b", data: [3], modifiers: [{ name: "idle", type: "histosys", data: { lo_data: [3], hi_data: [3] } }] }] }],
    observations: [{ name: "c", data: [25] }],
    measurements: [{ name: "m", config: { poi: "mu", parameters: [
      { name: "lumi", inits: [1], bounds: [[0.9, 1.1]], auxdata: [1], sigmas: [0.02], fixed: true },
    ] } }],
    version: "1.0.0",
  };
  const model = compileModel(workspace);
  const byName = (result: Float64Array) => Object.fromEntries(model.parameters.names.map((name, index) => [name, result[index]!]));
  const result = fit(model);
  expect(result.poi).toBeCloseTo(2.2, 6);
  const errors = byName(standardErrors(model, result));
  expect(errors["mu"]).toBeCloseTo(0.5, 5); // √25 / 10
  expect(errors["idle"]).toBeCloseTo(1, 6);
  expect(errors["lumi"]).toBe(0);
  const empty = { ...model.observed, counts: Float64Array.of(1) };
  expect(byName(standardErrors(model, fit(model, empty), empty))["mu"]).toBe(0); // at its bound
});

test("standard errors refuse parameters that are no minimum", () => {
  const result = fit(valleys, valleys.observed, { fixedPoi: 1 });
  expect(standardErrors(valleys, result, valleys.observed, 1)[bend]).toBeGreaterThan(0);
  const between = { ...result, parameters: result.parameters.with(bend, 0) };
  expect(() => standardErrors(valleys, between, valleys.observed, 1)).toThrow(LikelihoodError);
});

test("the inverse curvature is the inverse, with few rows and with many", () => {
  for (const count of [2, 9]) {
    const widths = Float64Array.of(0.5, 2, 50, 0.1, 1);
    const rows = Array.from({ length: count }, (_, row) => Float64Array.from(widths, (__, j) => Math.sin(7 * row + 3 * j)));
    const inverse = inverseCurvature(rows, widths);
    const k = widths.length;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        let sum = inverse[i * k + j]! / widths[i]! ** 2;
        for (const row of rows) sum += row[i]! * row.reduce((total, value, c) => total + value * inverse[c * k + j]!, 0);
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  }
});
