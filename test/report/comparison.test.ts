import { describe, expect, test } from "vitest";
import { compareCrossings, compareScans, compareWithLines, comparisonText, contoursOf, crossingsText } from "../../src/report/index.ts";
import type { PlaneContours } from "../../src/report/files/contours-json.ts";
import { evaluation, radius, sampleView, square, type KnownObservable } from "./sample-view.ts";

const gev = square.map((parameter) => ({ ...parameter, unit: "GeV" }));

/** The distance from a point, so that the excursion set is a disc around it. */
function around(x0: number, threshold: number): KnownObservable {
  return { ...radius(threshold, "below"), value: ([x, y]) => Math.hypot(x! - x0, y!) };
}

const disc = (x0: number, name = "disc") => sampleView({ parameters: gev, observables: [around(x0, 1)] }, { name });

describe("two scans", () => {
  test("of shifted discs are apart by the shift at most, and by twice its part along the mean", () => {
    const [one] = compareScans(disc(0), disc(0.1));
    expect(one!.unit).toBe("GeV");
    expect(one!.parameters).toEqual(["x", "y"]);
    expect(one!.distance!.firstToSecond.largest).toBeCloseTo(0.1, 3);
    expect(Math.abs(one!.distance!.firstToSecond.at[0])).toBeCloseTo(1, 1);
    expect(one!.distance!.mean).toBeCloseTo((0.1 * 2) / Math.PI, 2);
    const lens = 2 * Math.PI - 4 * (Math.acos(0.05) - 0.05 * Math.sqrt(1 - 0.05 ** 2)); // symmetric difference of the two discs
    expect(one!.areaBetweenSquared).toBeCloseTo(lens, 2);
    expect(one!.areaBetween).toBeCloseTo(lens / 16, 3);
  });

  test("that are the same are nothing apart", () => {
    expect(compareScans(disc(0.3), disc(0.3))).toMatchObject([{ distance: { mean: 0 }, areaBetween: 0, disagreeing: [] }]);
  });

  test("may name their parameters in another order", () => {
    const swapped = sampleView({ parameters: gev.toReversed(), observables: [{ ...around(0, 1), value: ([y, x]) => Math.hypot(x! - 0.1, y!) }] });
    const [one] = compareScans(disc(0), swapped);
    expect(one!.distance!.firstToSecond.largest).toBeCloseTo(0.1, 3);
  });

  test("tell the evaluated points that the other puts on the wrong side", () => {
    const evaluations = [
      evaluation({ x: -0.98, y: 0 }, { id: "near", observations: { radius: { value: 0.98 } } }),
      evaluation({ x: 0, y: 0 }, { id: "far", observations: { radius: { value: 0 } } }),
    ];
    const [one] = compareScans({ ...disc(0), evaluations }, disc(0.1));
    expect(one!.disagreeing).toEqual([{ scan: "first", id: "near", parameters: { x: -0.98, y: 0 }, value: 0.98 }]);
    const text = comparisonText([one!]);
    expect(text).toContain("radius = 1 in x, y\n");
    expect(text).toContain("points that disagree  1 evaluated point\n    first near x=-0.98 y=0  radius=0.98\n");
  });

  test("of three parameters are compared slice by slice", () => {
    const parameters = ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: 2, scale: "linear" as const }));
    const [first, second] = [1.5, 1.6].map((size) => sampleView({ parameters, observables: [{ ...radius(1.5, "below"), value: (point) => (Math.hypot(...point) * 1.5) / size }] }));
    const comparisons = compareScans(first!, second!);
    expect(comparisons.map(({ parameters: pair }) => pair.join())).toEqual(["a,b", "a,c", "b,c"]);
    for (const { distance } of comparisons) expect(distance!.firstToSecond.largest).toBeGreaterThan(0.09);
  });

  test("with nothing in common are refused", () => {
    const other = sampleView({ parameters: [gev[0]!, { ...gev[1]!, name: "z" }], observables: [radius(1, "below")] });
    expect(() => compareScans(disc(0), other)).toThrow("expected two scans of the same parameters, got x, y and x, z");
    const question = sampleView({ parameters: gev, observables: [radius(1.2, "below")] }, { name: "wider" });
    expect(() => compareScans(disc(0), question)).toThrow("an observable and threshold in common, got none in disc and wider");
  });
});

describe("lines from elsewhere", () => {
  const lines = (x0: number) => (contoursOf(disc(x0)).observables["radius"] as PlaneContours[])[0]!.polylines[0.5];

  test("are compared like a scan's, whichever way they run", () => {
    const [scans] = compareScans(disc(0), disc(0.1));
    for (const foreign of [lines(0.1), lines(0.1).map((line) => line.toReversed())]) {
      const [one] = compareWithLines(disc(0), [{ lines: foreign }]);
      expect(one!.distance!.mean).toBeCloseTo(scans!.distance!.mean, 9);
      expect(one!.areaBetween).toBeCloseTo(scans!.areaBetween, 9);
    }
  });

  test("that end before the edge of the domain are continued to it", () => {
    const half = { ...radius(0.5, "above"), name: "height", value: ([, y]: Float64Array) => y! };
    const view = sampleView({ parameters: gev, observables: [half] });
    const [one] = compareWithLines(view, [{ lines: [[[-1.9, 0.6], [1.9, 0.6]]] }]);
    expect(one!.areaBetweenSquared).toBeCloseTo(0.4, 1);
    expect(one!.distance!.firstToSecond.largest).toBeCloseTo(Math.hypot(0.1, 0.1), 6);
  });

  test("of another observable are not compared", () => {
    expect(() => compareWithLines(disc(0), [{ observable: "other", lines: lines(0) }])).toThrow("expected contours of radius at 1, got none");
  });
});

test("scans of one parameter are compared by their crossings", () => {
  const wave = (shift: number): KnownObservable => ({ name: "wave", thresholds: [0, 2], side: "above", value: ([x]) => Math.cos((x! - shift) * Math.PI), standardDeviation: 0.1 });
  const [first, second] = [0, 0.05].map((shift) => sampleView({ parameters: [{ name: "x", lower: 0, upper: 2, scale: "linear", unit: "GeV" }], observables: [wave(shift)] }));
  const [crossed, untouched] = compareCrossings(first!, second!);
  expect(crossed).toMatchObject({ parameter: "x", unit: "GeV", first: [expect.closeTo(0.5, 6), expect.closeTo(1.5, 6)] });
  expect(crossed!.largestDistance).toBeCloseTo(0.05, 6);
  expect(untouched!.largestDistance).toBeUndefined();
  expect(crossingsText([crossed!])).toBe("wave = 0 in x\n  first             0.5 GeV, 1.5 GeV\n  second            0.55 GeV, 1.55 GeV\n  largest distance  0.05 GeV\n");
  expect(() => compareCrossings(first!, disc(0))).toThrow("expected two scans of the same parameters, got x and x, y");
});

test("parameters of different units are measured in parts of the axes", () => {
  const parameters = [{ ...gev[0]! }, { ...gev[1]!, unit: "fb" }];
  const [first, second] = [0, 0.4].map((x0) => sampleView({ parameters, observables: [around(x0, 1)] }));
  const [one] = compareScans(first!, second!);
  expect(one).toMatchObject({ unit: "of the axes" });
  expect(one!.areaBetweenSquared).toBeUndefined();
  expect(one!.distance!.firstToSecond.largest).toBeCloseTo(0.1, 3);
  expect(Math.abs(one!.distance!.firstToSecond.at[0])).toBeCloseTo(1, 1);
});
