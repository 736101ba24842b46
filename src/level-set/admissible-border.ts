import { enclosedRings, unitSquare } from "./enclosed-rings.ts";
import { gridBorder, type ContourLine, type PlanePoint } from "./grid-border.ts";

/** Halvings with which the border of a forbidden region is found: 1e-12 of a step. */
const halvings = 40;

/** The last admissible point on the way from an admissible one to a forbidden one. */
export function lastAdmissible(inside: PlanePoint, outside: PlanePoint, admissible: (point: PlanePoint) => boolean): PlanePoint {
  let [near, far] = [inside, outside];
  for (let i = 0; i < halvings; i++) {
    const middle: PlanePoint = [(near[0] + far[0]) / 2, (near[1] + far[1]) / 2];
    if (admissible(middle)) near = middle;
    else far = middle;
  }
  return near;
}

/** The admissible part of the unit square: its border inside the square, and the rings around it and around what is forbidden. */
export interface AdmissibleRegion {
  readonly border: readonly ContourLine[]; // with the admissible part at their left
  readonly rings: readonly ContourLine[]; // closed, the admissible part at their left; along the square's edge too
  readonly forbiddenRings: readonly ContourLine[];
}

/**
 * The admissible region from a grid with `columns` times `rows` points that knows at which steps to look closer: the border lies where
 * the answer changes, to 1e-12 of a step.
 */
export function admissibleRegion(
  columns: number, rows: number, inside: ArrayLike<number>, admissible: (point: PlanePoint) => boolean,
): AdmissibleRegion {
  const place = (k: number): PlanePoint => [(k % columns) / (columns - 1), Math.floor(k / columns) / (rows - 1)];
  const border = gridBorder({
    columns,
    rows,
    inside,
    crossing: (within, without) => lastAdmissible(place(within), place(without), admissible),
    joined: ([a, c]) => admissible([(place(a)[0] + place(c)[0]) / 2, (place(a)[1] + place(c)[1]) / 2]),
  });
  return {
    border,
    rings: enclosedRings(border, [unitSquare], admissible),
    forbiddenRings: enclosedRings(border.map((line) => line.toReversed()), [unitSquare], (point) => !admissible(point)),
  };
}
