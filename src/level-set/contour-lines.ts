import { contours } from "d3-contour";

/** A point of the unit square. */
export type PlanePoint = readonly [x: number, y: number];

/** Points joined by straight lines; closed when the last equals the first. */
export type ContourLine = readonly PlanePoint[];

/** A field on a regular grid that includes the edges: at (i / (columns - 1), j / (rows - 1)) it is `values[j * columns + i]`. */
export interface GridField {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array; // [rows * columns], finite
}

/** Halvings with which the crossing into a forbidden region is found: 1e-12 of a segment. */
const halvings = 40;

/**
 * The level set {field = threshold} of a field that is linear between neighbouring grid points, as polylines in the unit square:
 * closed, or ending exactly on the square's edge or at the border of the forbidden region, never running along either.
 */
export function contourLines(
  { columns, rows, values }: GridField,
  threshold: number,
  admissible: (point: PlanePoint) => boolean = () => true,
): ContourLine[] {
  const { coordinates } = contours().size([columns, rows]).contour(Array.from(values), threshold);
  const beyondEdge = ([x, y]: PlanePoint) => x === 0 || y === 0 || x === columns || y === rows;
  return coordinates
    .flat()
    .flatMap((ring) => split(ring as unknown as PlanePoint[], (point) => !beyondEdge(point)))
    .map((line) => withoutRepeats(line.map(([x, y]) => [(x - 0.5) / (columns - 1), (y - 0.5) / (rows - 1)])))
    .flatMap((line) => split(line, admissible, borderBetween(admissible)))
    .filter((line) => line.length > 1);
}

/** Where a field on a regular grid over [0, 1], linear between grid points, crosses the threshold in the admissible part. // [m] -> [k] */
export function contourCrossings(
  values: Float64Array,
  threshold: number,
  admissible: (x: number) => boolean = () => true,
): number[] {
  const crossings: number[] = [];
  for (let i = 0; i + 1 < values.length; i++) {
    const [left, right] = [values[i] - threshold, values[i + 1] - threshold];
    if (left >= 0 === right >= 0) continue;
    const crossing = (i + left / (left - right)) / (values.length - 1);
    if (admissible(crossing)) crossings.push(crossing);
  }
  return crossings;
}

/**
 * The runs of kept points of a line, each extended by `end(kept, dropped)` at the ends where points were dropped. A closed line
 * stays closed when nothing is dropped, and otherwise is not cut at the arbitrary point where it starts.
 */
function split(
  line: ContourLine,
  keep: (point: PlanePoint) => boolean,
  end?: (kept: PlanePoint, dropped: PlanePoint) => PlanePoint,
): PlanePoint[][] {
  const points = [...line];
  const firstDropped = points.findIndex((point) => !keep(point));
  if (firstDropped === -1) return [points];
  const turned = isClosed(line) ? [...points.slice(firstDropped), ...points.slice(1, firstDropped + 1)] : points;
  const runs: PlanePoint[][] = [];
  for (const [i, point] of turned.entries()) {
    const before = turned[i - 1];
    const keptBefore = before !== undefined && keep(before);
    if (keep(point)) {
      if (!keptBefore) runs.push(before === undefined || end === undefined ? [] : [end(point, before)]);
      runs.at(-1)!.push(point);
    } else if (keptBefore && end !== undefined) runs.at(-1)!.push(end(before, point));
  }
  return runs;
}

/** The last admissible point on the way from an admissible one to a forbidden one. */
function borderBetween(admissible: (point: PlanePoint) => boolean) {
  return (inside: PlanePoint, outside: PlanePoint): PlanePoint => {
    let [near, far] = [inside, outside];
    for (let i = 0; i < halvings; i++) {
      const middle: PlanePoint = [(near[0] + far[0]) / 2, (near[1] + far[1]) / 2];
      if (admissible(middle)) near = middle;
      else far = middle;
    }
    return near;
  };
}

/** A contour through a grid point meets it once from every cell around. */
function withoutRepeats(line: ContourLine): PlanePoint[] {
  return line.filter((point, i) => i === 0 || !isSame(point, line[i - 1]!));
}

function isClosed(line: ContourLine): boolean {
  return line.length > 2 && isSame(line[0]!, line.at(-1)!);
}

function isSame(a: PlanePoint, b: PlanePoint): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
