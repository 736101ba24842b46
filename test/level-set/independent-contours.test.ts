import { describe, expect, test } from "vitest";
import {
  admissibleRegion, contourLines, directedDistance, isClosed, polygonsOf, regionRings, signedArea,
  type ContourLine, type GridField, type PlanePoint,
} from "../../src/level-set/index.ts";
import golden from "../golden/contours.json" with { type: "json" };

const { columns, rows } = golden;
const cases = Object.entries(golden.cases as unknown as Readonly<Record<string, Case>>);

interface Case {
  readonly values: readonly number[];
  readonly lines: readonly ContourLine[];
  readonly area: number;
}

const belowDiagonal = ([x, y]: PlanePoint): boolean => y <= x + 0.1;
const everywhere = (): boolean => true;

function drawn(name: string, values: readonly number[]) {
  const field: GridField = { columns, rows, values: Float64Array.from(values) };
  const admissible = name.includes("diagonal") ? belowDiagonal : everywhere;
  const inside = Array.from(values, (_, k) => Number(admissible([(k % columns) / (columns - 1), Math.floor(k / columns) / (rows - 1)])));
  const lines = contourLines(field, 0, admissible);
  return { lines, rings: regionRings(field, 0, lines, admissibleRegion(columns, rows, inside, admissible)) };
}

/** In cells of the grid. */
const inCells = (lines: readonly ContourLine[]) => lines.map((line) => line.map(([x, y]) => [x * (columns - 1), y * (rows - 1)] as const));

describe("an independent contouring agrees to a tenth of a cell on", () => {
  test.each(cases)("%s", (name, { values, lines: expected, area }) => {
    const { lines, rings } = drawn(name, values);
    expect(lines.length).toBe(expected.length);
    expect(lines.filter(isClosed).length).toBe(expected.filter(isClosed).length);
    if (expected.length > 0) {
      expect(directedDistance(inCells(lines), inCells(expected)).largest).toBeLessThan(0.1);
      expect(directedDistance(inCells(expected), inCells(lines)).largest).toBeLessThan(0.1);
    }
    const length = lines.reduce((sum, line) => sum + line.slice(1).reduce((part, [x, y], i) => part + Math.hypot(x - line[i]![0], y - line[i]![1]), 0), 0);
    expect(Math.abs(rings.reduce((sum, ring) => sum + signedArea(ring), 0) - area)).toBeLessThan((0.1 * length) / columns + 1e-6);
  });
});

describe("areas are polygons", () => {
  const shape = (name: string) => polygonsOf(drawn(name, golden.cases[name as keyof typeof golden.cases].values).rings).map((rings) => rings.length);

  test("with a hole each where there is one, closed, along the edge and along what is forbidden", () => {
    expect(shape("island")).toEqual([1]);
    expect(shape("hole")).toEqual([2]);
    expect(shape("hole cut by the forbidden diagonal")).toEqual([1]);
    expect(shape("ending on the edge")).toEqual([1]);
    expect(shape("over a corner")).toEqual([1]);
    expect(shape("saddle, joined")).toEqual([1]);
    expect(shape("saddle, apart")).toEqual([1, 1]);
    expect(shape("two islands and a lake")).toHaveLength(5);
    expect(shape("nothing crossing")).toEqual([1]);
  });

  test("whose corner is the corner of the domain, or the point where the contour meets the forbidden region", () => {
    const [corner] = drawn("over a corner", golden.cases["over a corner"].values).rings;
    expect(corner).toContainEqual([1, 0]);
    const { lines, rings } = drawn("cut by the forbidden diagonal", golden.cases["cut by the forbidden diagonal"].values);
    const [first, last] = [lines[0]![0]!, lines[0]!.at(-1)!];
    for (const end of [first, last]) {
      expect(Math.abs(end[1] - end[0] - 0.1)).toBeLessThan(1e-10);
      expect(rings[0]).toContainEqual(end);
    }
    expect(isClosed(rings[0]!)).toBe(true);
  });
});
