import { lastAdmissible } from "./admissible-border.ts";
import { gridBorder, isClosed, type ContourLine, type PlanePoint } from "./grid-border.ts";

/** A field on a regular grid that includes the edges: at (i / (columns - 1), j / (rows - 1)) it is `values[j * columns + i]`. */
export interface GridField {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array; // [rows * columns], finite
}

/**
 * The level set {field = threshold} of a field that is bilinear between neighbouring grid points, as polylines in the unit square
 * that have {field ≥ threshold} at their left: closed, or ending exactly on the square's edge or at the border of the forbidden
 * region, never running along either. A cell crossed twice is resolved by the field's value at its saddle point [Nielson1991].
 */
export function contourLines(
  { columns, rows, values }: GridField,
  threshold: number,
  admissible: (point: PlanePoint) => boolean = () => true,
): ContourLine[] {
  const excess = values.map((value) => value - threshold);
  const lines = gridBorder({
    columns,
    rows,
    inside: excess.map((value) => Number(value >= 0)),
    crossing(inside, outside) {
      const share = excess[inside]! / (excess[inside]! - excess[outside]!);
      const along = (from: number, to: number, count: number): number => (from + share * (to - from)) / (count - 1);
      const [i, j] = [inside % columns, Math.floor(inside / columns)];
      return [along(i, outside % columns, columns), along(j, Math.floor(outside / columns), rows)];
    },
    joined: ([a, c], [b, d]) => excess[a]! * excess[c]! >= excess[b]! * excess[d]!,
  });
  return lines.flatMap((line) => admissibleRuns(line, admissible)).filter((line) => line.length > 1);
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
 * The admissible runs of a line, extended to the border at the ends where it becomes forbidden. A closed line stays closed when all
 * of it is admissible, and otherwise is not cut at the arbitrary point where it starts.
 */
function admissibleRuns(line: ContourLine, admissible: (point: PlanePoint) => boolean): ContourLine[] {
  const kept = line.map(admissible);
  const firstDropped = kept.indexOf(false);
  if (firstDropped === -1) return [line];
  const order = [...line.keys()];
  const turned = isClosed(line) ? [...order.slice(firstDropped), ...order.slice(1, firstDropped + 1)] : order;
  const runs: PlanePoint[][] = [];
  for (const [place, i] of turned.entries()) {
    const before = turned[place - 1];
    if (kept[i]) {
      if (before === undefined) runs.push([]);
      else if (!kept[before]) runs.push([lastAdmissible(line[i]!, line[before]!, admissible)]);
      runs.at(-1)!.push(line[i]!);
    } else if (before !== undefined && kept[before]) runs.at(-1)!.push(lastAdmissible(line[before]!, line[i]!, admissible));
  }
  return runs;
}
