/** A point of the unit square. */
export type PlanePoint = readonly [x: number, y: number];

/** Points joined by straight lines; closed when the last equals the first. */
export type ContourLine = readonly PlanePoint[];

/** A region that is known at the points of a regular grid over the unit square, edges included. */
export interface GridRegion {
  readonly columns: number;
  readonly rows: number;
  readonly inside: ArrayLike<boolean | number>; // [rows * columns], point (i, j) at j * columns + i
  /** Where the region's border crosses the step from an inside grid point to a neighbour outside; both are indices. */
  crossing(inside: number, outside: number): PlanePoint;
  /** Whether two inside points on one diagonal of a cell, with outside points on the other, are connected within the cell. */
  joined(inside: readonly [number, number], outside: readonly [number, number]): boolean;
}

/**
 * The border of a region inside the unit square by marching squares [Lorensen1987]: oriented lines that have the region at their
 * left, closed, or ending on the square's edge and never running along it.
 */
export function gridBorder(region: GridRegion): ContourLine[] {
  const next = cellSegments(region);
  const entered = new Set(next.values());
  const starts = [...next.keys()].filter((step) => !entered.has(step));
  const lines: ContourLine[] = [];
  for (const start of [...starts, ...next.keys()]) {
    if (!next.has(start)) continue; // part of a line already
    const line = [crossingOf(region, start)];
    for (let step: number | undefined = start; step !== undefined; ) {
      const following: number | undefined = next.get(step);
      next.delete(step);
      if (following !== undefined) line.push(crossingOf(region, following));
      step = following;
    }
    const distinct = line.filter((point, i) => i === 0 || !isSame(point, line[i - 1]!));
    if (distinct.length > 1) lines.push(distinct);
  }
  return lines;
}

/** Where two points are one. */
export function isSame(a: PlanePoint, b: PlanePoint): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

export function isClosed(line: ContourLine): boolean {
  return line.length > 2 && isSame(line[0]!, line.at(-1)!);
}

/**
 * Every piece of the border within a cell, as a map from the grid step where it enters the cell to the one where it leaves. A step
 * from point k to its right neighbour is 2 k, to its upper neighbour 2 k + 1.
 */
function cellSegments({ columns, rows, inside, joined }: GridRegion): Map<number, number> {
  const next = new Map<number, number>();
  for (let j = 0; j + 1 < rows; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const k = j * columns + i;
      const corners = [k, k + 1, k + columns + 1, k + columns]; // counter-clockwise
      const steps = [2 * k, 2 * (k + 1) + 1, 2 * (k + columns), 2 * k + 1]; // from each corner to the one after it
      const leaving = [0, 1, 2, 3].filter((e) => inside[corners[e]!] && !inside[corners[(e + 1) % 4]!]);
      const coming = [0, 1, 2, 3].find((e) => !inside[corners[e]!] && inside[corners[(e + 1) % 4]!]);
      for (const e of leaving) next.set(steps[e]!, steps[leaving.length === 1 ? coming! : saddleExit(corners, e)]!);
    }
  }
  return next;

  function saddleExit(corners: readonly number[], e: number): number {
    const [a, b, c, d] = [0, 1, 2, 3].map((turn) => corners[(e + turn) % 4]!);
    return (joined([a!, c!], [b!, d!]) ? e + 1 : e + 3) % 4;
  }
}

function crossingOf({ columns, inside, crossing }: GridRegion, step: number): PlanePoint {
  const from = step >> 1;
  const to = from + (step % 2 === 0 ? 1 : columns);
  return inside[from] ? crossing(from, to) : crossing(to, from);
}
