import { expect, test } from "vitest";
import { signedArea } from "../../src/level-set/index.ts";
import { projectionOf, type Outline } from "../../src/report/geometry/projection.ts";
import { staticFigures } from "../../src/report/index.ts";
import { plainFigure, radius, sampleView, type KnownObservable } from "./sample-view.ts";

const cube = (upper: number) => ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: name === "c" ? upper : 2, scale: "linear" as const }));

const meanRadius = ({ lines }: Outline): number => {
  const radii = lines.flat().map(([x, y]) => Math.hypot(x, y));
  return radii.reduce((sum, one) => sum + one, 0) / radii.length;
};

test("a ball is a disc where it is largest, and the smallest of its slices whatever the third parameter is", () => {
  const { levelSets } = projectionOf(sampleView({ parameters: cube(1), observables: [{ ...radius(1.5, "below"), value: ([a, b, c]) => Math.hypot(a!, b!, (c! + 2) / 3) }] }), 0, 1, 41);
  const [{ always, somewhere }] = levelSets as [(typeof levelSets)[number]];
  expect(meanRadius(somewhere)).toBeCloseTo(1.5, 2);
  expect(meanRadius(always)).toBeCloseTo(Math.sqrt(1.5 ** 2 - 1), 2);
  expect(somewhere.rings.reduce((sum, ring) => sum + signedArea(ring), 0)).toBeCloseTo(Math.PI * 1.5 ** 2, 1);
});

test("only admissible values of the others count, and lines end on what is forbidden for all of them", () => {
  const observable: KnownObservable = { ...radius(0, "above", "height"), value: ([, b, c]) => b! + c! };
  const view = sampleView({ parameters: cube(2), constraints: ["c >= 0", "a <= 1"], observables: [observable] });
  const { levelSets, forbidden } = projectionOf(view, 0, 1, 41);
  const [{ always, somewhere }] = levelSets as [(typeof levelSets)[number]];
  for (const [outline, height] of [[always, 0], [somewhere, -2]] as const) {
    const points = outline.lines.flat();
    expect(points.every(([, y]) => Math.abs(y - height) < 1e-9)).toBe(true);
    if (height === 0) expect(Math.max(...points.map(([x]) => x))).toBeCloseTo(1, 9);
  }
  expect(Math.abs(signedArea(forbidden[0]!))).toBeCloseTo(4, 6);
});

test("pictures of three parameters have projections where the config asks for them", () => {
  const view = sampleView({ parameters: cube(2), observables: [radius(1.5, "below")] });
  expect(staticFigures(view)).toHaveLength(3);
  const figures = staticFigures({ ...view, figure: { ...plainFigure, projections: true } });
  expect(figures.slice(3).map(({ name }) => name)).toEqual(["projection-a-b", "projection-a-c", "projection-b-c"]);
  expect(figures[3]!.svg).toContain(">Profiled over c</text>");
});
