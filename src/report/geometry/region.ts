import { contours } from "d3-contour";
import type { ContourLine, GridField, PlanePoint } from "../../level-set/index.ts";

/**
 * Closed rings around {field ≥ 0} in the unit square; where the region reaches the square's edge a ring runs along the edge.
 * Outer rings and holes turn in opposite directions.
 */
export function regionRings({ columns, rows, values }: GridField): ContourLine[] {
  const { coordinates } = contours().size([columns, rows]).contour(Array.from(values), 0);
  return coordinates.flat().map((ring) => ring.map(([x, y]) => toSquare(x!, y!, columns, rows)));
}

/**
 * Rings around the forbidden part of the unit square, from a grid that knows at which nodes to look closer: between an admissible
 * node and a forbidden one the vertex lies where the answer changes.
 */
export function forbiddenRings(
  { columns, rows, values }: GridField, // 1 where admissible, 0 where forbidden
  admissible: (point: PlanePoint) => boolean,
): ContourLine[] {
  const forbidden = Array.from(values, (inside) => 1 - inside);
  const { coordinates } = contours().size([columns, rows]).smooth(false).contour(forbidden, 0.5);
  const moved = ([x, y]: PlanePoint): PlanePoint => {
    const low = toSquare(Math.floor(x - 0.5) + 0.5, Math.floor(y - 0.5) + 0.5, columns, rows);
    const high = toSquare(Math.ceil(x - 0.5) + 0.5, Math.ceil(y - 0.5) + 0.5, columns, rows);
    return admissible(low) ? borderBetween(low, high, admissible) : borderBetween(high, low, admissible);
  };
  return coordinates.flat().map((ring) => ring.map(([x, y]) => moved([x!, y!])));
}

/** d3-contour sets nodes at the centres of pixels and continues rings half a pixel past the edge: both are undone. */
function toSquare(x: number, y: number, columns: number, rows: number): PlanePoint {
  return [clampToAxis((x - 0.5) / (columns - 1)), clampToAxis((y - 0.5) / (rows - 1))];
}

function clampToAxis(coordinate: number): number {
  return coordinate < 0 ? 0 : coordinate > 1 ? 1 : coordinate;
}

/** Halvings of the step between two nodes: 1e-6 of it is finer than any drawing. */
const halvings = 20;

/** Where a step from an admissible point to a forbidden one crosses the border. */
function borderBetween(from: PlanePoint, to: PlanePoint, admissible: (point: PlanePoint) => boolean): PlanePoint {
  let [near, far] = [from, to];
  for (let i = 0; i < halvings && (near[0] !== far[0] || near[1] !== far[1]); i++) {
    const middle: PlanePoint = [(near[0] + far[0]) / 2, (near[1] + far[1]) / 2];
    if (admissible(middle)) near = middle;
    else far = middle;
  }
  return far;
}
