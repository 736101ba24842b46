import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { signedArea } from "../../src/level-set/index.ts";
import { contoursCsv, contoursGeoJson, contoursOf, harvestJson, rootJson } from "../../src/report/index.ts";
import type { PlaneContours } from "../../src/report/files/contours-json.ts";
import { evaluation, radius, sampleView, square, type KnownObservable } from "./sample-view.ts";

const disc = sampleView({ parameters: square, observables: [radius(1, "below")] });
const ring: KnownObservable = { ...radius(0.4, "below", "ring"), value: (point) => Math.abs(Math.hypot(...point) - 1) };

interface Feature {
  readonly properties: Record<string, unknown>;
  readonly geometry: { readonly type: string; readonly coordinates: readonly (readonly (readonly (readonly [number, number])[])[])[] };
}

const features = (text: string) => (JSON.parse(text) as { features: Feature[] }).features;

test("contours.csv has the points of contours.json, and all parameters in a slice", () => {
  const [header, ...rows] = contoursCsv(disc).trim().split("\n").map((row) => row.split(","));
  expect(header).toEqual(["observable", "threshold", "probability", "line", "x", "y"]);
  const drawn = (contoursOf(disc).observables["radius"] as PlaneContours[])[0]!.polylines[0.5][0]!;
  const contour = rows.filter(([, , probability]) => probability === "0.5").map(([, , , , x, y]) => [Number(x), Number(y)]);
  expect(contour).toEqual(drawn);
  const cube = sampleView({ parameters: ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: 2, scale: "linear" as const })), observables: [radius(1.5, "below")] });
  expect(contoursCsv(cube).split("\n")[1]!.split(",")).toHaveLength(7);
  const line = sampleView({ parameters: [square[0]!], observables: [radius(1, "below")] });
  expect(contoursCsv(line).trim().split("\n")).toHaveLength(7); // two crossings at three probabilities
});

test("areas are polygons in GeoJSON's order, with a hole where there is one, and smaller where more is asked", () => {
  const [first, middle, last] = features(contoursGeoJson(disc));
  expect(first!.properties).toEqual({ observable: "radius", threshold: 1, side: "below", probability: 0.16, parameters: ["x", "y"], fixed: {} });
  const areas = [first, middle, last].map((feature) => feature!.geometry.coordinates.flat().reduce((sum, one) => sum + signedArea(one), 0));
  for (const [i, size] of [1.1, 1, 0.9].entries()) expect(areas[i]).toBeCloseTo(Math.PI * size ** 2, 2);
  const [, ringArea] = features(contoursGeoJson(sampleView({ parameters: square, observables: [ring] })));
  expect(ringArea!.geometry.coordinates.map((polygon) => polygon.map((one) => Math.sign(signedArea(one))))).toEqual([[1, -1]]);
});

test("what is forbidden is no part of an area", () => {
  const [, half] = features(contoursGeoJson(sampleView({ parameters: square, constraints: ["y <= x"], observables: [radius(1, "below")] })));
  const [[outer]] = half!.geometry.coordinates as [[readonly (readonly [number, number])[]]];
  expect(signedArea(outer)).toBeCloseTo(Math.PI / 2, 2);
  expect(outer.every(([x, y]) => y <= x + 1e-9)).toBe(true);
});

test("a harvest names the observables of limits as HistFitter does, and others as they are", () => {
  const observations = { clsObserved: { value: 0.03 }, clsExpectedMinus1: { value: 0.02 }, upperLimitExpectedPlus2: { value: 4 }, other: { value: 7 } };
  const evaluations = [evaluation({ x: 1, y: 2 }, { observations }), evaluation({ x: 0, y: 0 }, { status: "failed" })];
  const harvest = JSON.parse(harvestJson({ ...disc, evaluations })) as Record<string, unknown>[];
  expect(harvest).toHaveLength(1);
  expect(harvest[0]).toMatchObject({ x: 1, y: 2, CLs: 0.03, clsd1s: 0.02, expectedUpperLimitPlus2Sig: 4, other: 7, failedstatus: 0 });
});

test("JSROOT reads the contours back as graphs", async ({ skip }) => {
  const path = process.env["JSROOT_MODULE"];
  if (path === undefined) return skip("JSROOT_MODULE names no main module of jsroot");
  const { parse } = (await import(pathToFileURL(path).href)) as { parse: (text: string) => { arr: { _typename: string; fName: string; fNpoints: number; fX: number[]; fY: number[] }[] } };
  const { arr } = parse(rootJson(disc));
  expect(arr.map(({ _typename }) => _typename)).toEqual(["TGraph", "TGraph", "TGraph"]);
  const contour = arr.find(({ fName }) => fName.includes("p0.5"))!;
  expect(contour.fX).toHaveLength(contour.fNpoints);
  expect(contour.fX.every((x, i) => Math.abs(Math.hypot(x, contour.fY[i]!) - 1) < 1e-3)).toBe(true);
});

test("graphs have what ROOT's TGraph has, and ROOT's marks for TeX", () => {
  const labelled = sampleView({ parameters: [{ ...square[0]!, label: "m(χ̃⁰₁)" }, square[1]!], observables: [radius(1, "below")] });
  const { _typename, arr, opt } = JSON.parse(rootJson(labelled)) as { _typename: string; arr: Record<string, unknown>[]; opt: string[] };
  expect(_typename).toBe("TList");
  expect(opt).toHaveLength(arr.length);
  expect(arr[1]).toMatchObject({ _typename: "TGraph", fTitle: "radius = 1;m(#tilde{#chi}^{0}_{1});y", fLineStyle: 1 });
});
