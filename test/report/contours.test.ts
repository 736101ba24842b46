import { expect, test } from "vitest";
import { contoursJson, contoursOf } from "../../src/report/index.ts";
import type { PlaneContours, ProfileCrossings } from "../../src/report/files/contours-json.ts";
import type { ScanView } from "../../src/report/index.ts";
import { radius, sampleView, square } from "./sample-view.ts";

function planes(view: ScanView, observable: string): PlaneContours[] {
  return contoursOf(view).observables[observable] as PlaneContours[];
}

const radii = (line: readonly (readonly [number, number])[]) => line.map(([x, y]) => Math.hypot(x, y));

function meanRadius(contour: PlaneContours, q: 0.16 | 0.5 | 0.84): number {
  const all = contour.polylines[q].flatMap(radii);
  return all.reduce((sum, r) => sum + r, 0) / all.length;
}

test("a disc has one closed contour at its radius and its band one standard deviation to both sides", () => {
  const [contour] = planes(sampleView({ parameters: square, observables: [radius(1, "below")] }), "radius");
  const { polylines, parameters, threshold, side, fixed } = contour!;
  expect({ parameters, threshold, side, fixed }).toEqual({ parameters: ["x", "y"], threshold: 1, side: "below", fixed: {} });
  for (const [q, expected] of [[0.5, 1], [0.16, 1.1], [0.84, 0.9]] as const) {
    expect(polylines[q]).toHaveLength(1);
    const line = polylines[q][0]!;
    expect(line.at(-1)).toEqual(line[0]);
    expect(Math.max(...radii(line).map((r) => Math.abs(r - expected)))).toBeLessThan(3e-4);
  }
});

test("the side of the excursion set moves no contour but swaps the edges of its band", () => {
  const [below] = planes(sampleView({ parameters: square, observables: [radius(1, "below")] }), "radius");
  const [above] = planes(sampleView({ parameters: square, observables: [radius(1, "above")] }), "radius");
  expect(meanRadius(above!, 0.5)).toBeCloseTo(meanRadius(below!, 0.5), 6);
  expect(meanRadius(above!, 0.16)).toBeCloseTo(meanRadius(below!, 0.84), 6);
  expect(meanRadius(above!, 0.84)).toBeCloseTo(meanRadius(below!, 0.16), 6);
});

test("a contour ends exactly on the edge of the domain and on the border of the forbidden region", () => {
  const observables = [{ name: "height", thresholds: [0.5], side: "above" as const, value: (point: Float64Array) => point[1]!, standardDeviation: 0.1 }];
  const [contour] = planes(sampleView({ parameters: square, constraints: ["x <= 0.3 + y"], observables }), "height");
  const [line, ...others] = contour!.polylines[0.5];
  expect(others).toEqual([]);
  const ends = [line![0]!, line!.at(-1)!].sort(([a], [b]) => a - b);
  expect(ends[0]![0]).toBe(-2);
  expect(ends[1]![0]).toBeCloseTo(0.8, 9);
  expect(line!.every(([, y]) => Math.abs(y - 0.5) < 1e-12)).toBe(true);
});

test("on a log scale contours are interpolated in the logarithm", () => {
  const parameters = [{ name: "mass", lower: 1e-3, upper: 10, scale: "log" as const }, square[1]!];
  const observables = [{ name: "log", thresholds: [-1.2345], side: "above" as const, value: (point: Float64Array) => Math.log10(point[0]!), standardDeviation: 0.1 }];
  const [contour] = planes(sampleView({ parameters, observables }), "log");
  expect(contour!.polylines[0.5].flat().every(([mass]) => Math.abs(Math.log10(mass) + 1.2345) < 1e-9)).toBe(true);
});

test("one parameter has crossings instead of lines, none of them forbidden", () => {
  const parameters = [{ name: "x", lower: 0, upper: 4, scale: "linear" as const }];
  const wave = { name: "wave", thresholds: [0, 2], side: "above" as const, value: ([x]: Float64Array) => Math.cos(x! * Math.PI), standardDeviation: 0.1 };
  const view = sampleView({ parameters, constraints: ["x <= 3"], observables: [wave] });
  const [first, second] = contoursOf(view).observables.wave as ProfileCrossings[];
  expect(first!.parameters).toEqual(["x"]);
  expect(first!.crossings[0.5]).toEqual([0.5, 1.5, 2.5].map((x) => expect.closeTo(x, 6)));
  expect(first!.crossings[0.84][0]).toBeCloseTo(Math.acos(0.1) / Math.PI, 4);
  expect(second!.crossings[0.5]).toEqual([]);
});

test("three parameters have a contour in every pair, through one point of the contour", () => {
  const parameters = ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: 2, scale: "linear" as const }));
  const contours = planes(sampleView({ parameters, observables: [radius(1.5, "below")] }), "radius");
  expect(contours.map((contour) => contour.parameters.join())).toEqual(["a,b", "a,c", "b,c"]);
  for (const { parameters: [x, y], fixed, polylines } of contours) {
    const [[other, value], ...none] = Object.entries(fixed) as [[string, number]];
    expect(none).toEqual([]);
    expect([x, y]).not.toContain(other);
    expect(polylines[0.5].flatMap(radii).every((r) => Math.abs(Math.hypot(r, value) - 1.5) < 3e-3)).toBe(true);
  }
  const [c, b, a] = contours.map(({ fixed }) => Object.values(fixed)[0]!);
  expect(Math.abs(Math.hypot(a!, b!, c!) - 1.5)).toBeLessThan(0.1);
});

test("before the first fit there are no contours, and what is written is JSON in physical units", () => {
  const { predict: _, ...unfitted } = sampleView({ parameters: square, observables: [radius(1, "below")] });
  expect(contoursOf(unfitted).observables).toEqual({ radius: [] });
  const view = sampleView({ parameters: square, observables: [radius(1, "below")] });
  const text = contoursJson(view);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(contoursOf(view))));
  expect(text).toMatch(/\n *\[-?[\d.e-]+, -?[\d.e-]+\],\n/);
});
