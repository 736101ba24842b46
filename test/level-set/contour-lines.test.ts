import { describe, expect, test } from "vitest";
import { contourCrossings, contourLines, type ContourLine, type GridField, type PlanePoint } from "../../src/level-set/index.ts";

function fieldOf(f: Field, columns = 81, rows = 61): GridField {
  const values = Float64Array.from({ length: columns * rows }, (_, index) =>
    f((index % columns) / (columns - 1), Math.floor(index / columns) / (rows - 1)),
  );
  return { columns, rows, values };
}

function isClosed(line: ContourLine): boolean {
  const [first, last] = [line[0]!, line.at(-1)!];
  return first[0] === last[0] && first[1] === last[1];
}

function isOnEdge([x, y]: PlanePoint): boolean {
  return x === 0 || x === 1 || y === 0 || y === 1;
}

/** The largest |f - threshold| over a line, with f the field the grid was made from. */
function largestError(lines: readonly ContourLine[], f: Field, threshold: number): number {
  return Math.max(...lines.flat().map(([x, y]) => Math.abs(f(x, y) - threshold)));
}

type Field = (x: number, y: number) => number;

const radius: Field = (x, y) => Math.hypot(x - 0.5, y - 0.45);
const ring: Field = (x, y) => -Math.abs(radius(x, y) - 0.25);
const plane: Field = (x, y) => 2 * x + y;
const waves: Field = (x, y) => Math.sin(7 * x) * Math.cos(6 * y);
const saddle: Field = (x, y) => (x - 0.5) * (y - 0.5);

const belowDiagonal = ([x, y]: PlanePoint): boolean => y <= x;
const besideTwoStrips = ([x]: PlanePoint): boolean => Math.abs(x - 0.4) > 0.05 && Math.abs(x - 0.7) > 0.05;

/** The distinct points of all lines, in an order of their own. */
function pointsOf(lines: readonly ContourLine[]): string[] {
  return [...new Set(lines.flat().map(([x, y]) => `${x.toFixed(9)} ${y.toFixed(9)}`))].sort();
}

describe("contour lines", () => {
  test("an island is one closed line at its radius", () => {
    const lines = contourLines(fieldOf((x, y) => -radius(x, y)), -0.3);
    expect(lines.map(isClosed)).toEqual([true]);
    expect(largestError(lines, radius, 0.3)).toBeLessThan(1e-3);
  });

  test("a hole is a second closed line", () => {
    const lines = contourLines(fieldOf(ring), -0.1);
    expect(lines.map(isClosed)).toEqual([true, true]);
    const radii = lines.map((line) => radius(...line[0]!)).sort();
    expect(radii[0]).toBeCloseTo(0.15, 3);
    expect(radii[1]).toBeCloseTo(0.35, 3);
  });

  test("a linear field is crossed exactly, on the edge as well as inside", () => {
    const lines = contourLines(fieldOf(plane, 7, 5), 1.1);
    expect(lines).toHaveLength(1);
    expect(largestError(lines, plane, 1.1)).toBeLessThan(1e-12);
    const ends = [lines[0]![0]!, lines[0]!.at(-1)!].toSorted((a, b) => a[0] - b[0]);
    expect(ends[0]![0]).toBeCloseTo(0.05, 12);
    expect(ends[0]![1]).toBe(1);
    expect(ends[1]![0]).toBeCloseTo(0.55, 12);
    expect(ends[1]![1]).toBe(0);
  });

  test("a region that reaches the edge leaves lines that end on it and never run along it", () => {
    const lines = contourLines(fieldOf((x, y) => Math.hypot(x, y - 0.5)), 0.3);
    expect(lines.map(isClosed)).toEqual([false]);
    expect(lines[0]!.filter(isOnEdge)).toHaveLength(2);
    expect([lines[0]![0]!, lines[0]!.at(-1)!].every(isOnEdge)).toBe(true);
  });

  test("the same lines come from the field and its negative", () => {
    const negative = contourLines(fieldOf((x, y) => -waves(x, y)), -0.2);
    expect(pointsOf(negative)).toEqual(pointsOf(contourLines(fieldOf(waves), 0.2)));
  });

  test("a saddle just above its pass has two lines, just below it two others", () => {
    for (const [threshold, quadrant] of [[0.01, 1], [-0.01, -1]] as const) {
      const lines = contourLines(fieldOf(saddle), threshold);
      expect(lines.map(isClosed)).toEqual([false, false]);
      for (const line of lines) {
        expect(new Set(line.map(([x]) => Math.sign(x - 0.5))).size).toBe(1);
        for (const [x, y] of line) expect(Math.sign((x - 0.5) * (y - 0.5))).toBe(quadrant);
      }
    }
  });

  test("nothing crossing is no line", () => {
    expect(contourLines(fieldOf((x, y) => x + y), 5)).toEqual([]);
    expect(contourLines(fieldOf((x, y) => x + y), -5)).toEqual([]);
  });

  test("a forbidden region cuts a closed line into one that ends on the region's border", () => {
    const lines = contourLines(fieldOf(radius), 0.2, belowDiagonal);
    expect(lines.map(isClosed)).toEqual([false]);
    expect(lines[0]!.every(belowDiagonal)).toBe(true);
    for (const [x, y] of [lines[0]![0]!, lines[0]!.at(-1)!]) expect(Math.abs(x - y)).toBeLessThan(1e-10);
    expect(lines[0]!.length).toBeGreaterThan(20);
  });

  test("a line that leaves the admissible region and comes back is in pieces", () => {
    const lines = contourLines(fieldOf((_, y) => y), 0.5, besideTwoStrips);
    const spans = lines.map((line) => line.map(([x]) => x)).map((x) => [Math.min(...x), Math.max(...x)]);
    const expected = [[0, 0.35], [0.45, 0.65], [0.75, 1]];
    for (const [i, [from, to]] of spans.toSorted((a, b) => a[0]! - b[0]!).entries()) {
      expect(from).toBeCloseTo(expected[i]![0]!, 10);
      expect(to).toBeCloseTo(expected[i]![1]!, 10);
    }
    expect(spans).toHaveLength(3);
  });

  test("a line wholly inside the forbidden region is left out", () => {
    expect(contourLines(fieldOf(radius), 0.2, ([x]) => x > 0.9)).toEqual([]);
  });
});

describe("crossings in one dimension", () => {
  const values = Float64Array.from({ length: 101 }, (_, i) => Math.sin((i / 100) * 2 * Math.PI));

  test("are found by linear interpolation on either way through the threshold", () => {
    const crossings = contourCrossings(values, 0.5);
    expect(crossings).toHaveLength(2);
    expect(crossings[0]).toBeCloseTo(1 / 12, 3);
    expect(crossings[1]).toBeCloseTo(5 / 12, 3);
    expect(contourCrossings(Float64Array.of(0, 1), 0.25)).toEqual([0.25]);
  });

  test("are left out where they are forbidden, and absent where nothing crosses", () => {
    expect(contourCrossings(values, 0.5, (x) => x > 0.2)).toHaveLength(1);
    expect(contourCrossings(values, 2)).toEqual([]);
  });
});
