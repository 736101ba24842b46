import { expect, test } from "vitest";
import { directionText, resultOf, statusText, type ScanView } from "../../src/report/index.ts";
import { lengthscalesText } from "../../src/report/text/lengthscales-text.ts";
import type { Parameter } from "../../src/space/index.ts";
import { radius, sampleView, square } from "./sample-view.ts";

const masses: readonly Parameter[] = [
  { name: "m1", lower: 100, upper: 1100, scale: "linear" },
  { name: "m2", lower: 0, upper: 500, scale: "linear" },
  { name: "lifetime", lower: 0.01, upper: 100, scale: "log" },
];

test("a direction is a combination of the parameters in their own units, the nearest one first", () => {
  expect(directionText([0.94, -0.34, 0], masses)).toBe("m1 - 0.72 m2");
  expect(directionText([-0.94, 0.34, 0.01], masses)).toBe("m1 - 0.72 m2"); // up to its sign, and to parts that are negligible
  expect(directionText([0.3, 0.95, 0], masses)).toBe("m2 + 0.16 m1");
  expect(directionText([0.5, 0, 0.8], masses)).toBe("ln(lifetime) + 0.0058 m1");
  expect(directionText([2, -1, 0], masses)).toBe("m1 - m2");
});

test("the status and result.json say whether learned inputs are in force", () => {
  const { surrogates, ...view } = sampleView({ parameters: square, observables: [radius(1, "below")] });
  const withInputs = (change: Partial<ScanView["surrogates"][string]>): ScanView => ({ ...view, surrogates: { radius: { ...surrogates["radius"]!, ...change } } });
  const style = { colour: false, unicode: false, columns: 100 };
  const learned = withInputs({ inputs: ["x - 0.9 y", "y + 0.9 x"], learnedInputs: true });
  expect(statusText(learned, style)).toContain("lengthscales of radius  0.3 in x - 0.9 y, 0.4 in y + 0.9 x; learned\n");
  expect(resultOf(learned).surrogate["radius"]).toMatchObject({ lengthscales: { "x - 0.9 y": 0.3, "y + 0.9 x": 0.4 }, learnedInputs: true });
  const plain = withInputs({ learnedInputs: false });
  expect(lengthscalesText(plain, "radius")).toBe("0.3 in x, 0.4 in y; no direction between them explains the results better");
  expect(resultOf(plain).surrogate["radius"]).toMatchObject({ lengthscales: { x: 0.3, y: 0.4 }, learnedInputs: false });
  expect(statusText(withInputs({}), style)).not.toContain("lengthscales of");
});

test("by how much imported values are off is said in status and result.json", () => {
  const { surrogates, ...view } = sampleView({ parameters: square, observables: [radius(1, "below")] });
  const offsets = [{ source: "old.csv", mean: 0.519, standardDeviation: 0.0412 }, { source: "older.csv", mean: -1, standardDeviation: 0.3 }];
  const shifted: ScanView = { ...view, surrogates: { radius: { ...surrogates["radius"]!, transform: "probit", offsets, scatter: 0.0213 } } };
  expect(statusText(shifted, { colour: false, unicode: true, columns: 100 })).toContain("offsets of radius  old.csv +0.52 ± 0.041, older.csv -1 ± 0.3, beside a scatter of 0.021, on the probit scale\n");
  expect(resultOf(shifted).surrogate["radius"]!.scatter).toBe(0.0213);
  expect(resultOf(shifted).surrogate["radius"]!.offsets).toEqual({ "old.csv": { mean: 0.519, standardDeviation: 0.0412 }, "older.csv": { mean: -1, standardDeviation: 0.3 } });
});
