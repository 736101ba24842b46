import { contours } from "d3-contour";

/** A point of a plane; the frame is the caller's. */
export type Position = readonly [x: number, y: number];

/** Positions joined by straight lines; closed when the last equals the first. */
export type Polyline = readonly Position[];

/** A field on the nodes of a rectangular grid: the value at column i of row j is `values[j * columns + i]`. */
export interface GridField {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array; // [rows * columns]
}

/**
 * Closed rings around {field ≥ 0}, field linear between neighbouring nodes, in grid coordinates (node (i, j) lies at [i, j]);
 * where the region reaches the grid's edge a ring runs along the edge. Outer rings and holes turn in opposite directions.
 */
export function regionRings({ columns, rows, values }: GridField): Polyline[] {
  const { coordinates } = contours().size([columns, rows]).contour(Array.from(values), 0);
  return coordinates.flat().map((ring) => ring.map(([x, y]) => toNode(x!, y!, columns, rows)));
}

/** Rings around the nodes where the mask is 1, with every vertex half way between a node inside and one outside. */
export function maskRings(columns: number, rows: number, mask: Uint8Array): Polyline[] {
  const { coordinates } = contours().size([columns, rows]).smooth(false).contour(Array.from(mask), 0.5);
  return coordinates.flat().map((ring) => ring.map(([x, y]) => toNode(x!, y!, columns, rows)));
}

/** d3-contour sets nodes at the centres of pixels and continues rings half a pixel past the edge: both are undone. */
function toNode(x: number, y: number, columns: number, rows: number): Position {
  return [within(x - 0.5, columns - 1), within(y - 0.5, rows - 1)];
}

function within(coordinate: number, last: number): number {
  return coordinate < 0 ? 0 : coordinate > last ? last : coordinate;
}

/** The parts of rings that lie inside the grid: closed polylines, or open ones that end on the grid's edge. */
export function insideLines(rings: readonly Polyline[], columns: number, rows: number): Polyline[] {
  const onEdge = ([ax, ay]: Position, [bx, by]: Position): boolean =>
    (ax === bx && (ax === 0 || ax === columns - 1)) || (ay === by && (ay === 0 || ay === rows - 1));
  return rings.flatMap((ring) => {
    const firstEdge = ring.findIndex((position, i) => i > 0 && onEdge(ring[i - 1]!, position));
    if (firstEdge === -1) return [ring];
    const turned = [...ring.slice(firstEdge), ...ring.slice(1, firstEdge + 1)]; // begins right after a stretch of edge
    return splitLine(turned, (a, b) => !onEdge(a, b));
  });
}

/** The runs of consecutive segments that are to be kept. */
function splitLine(line: Polyline, keeps: (from: Position, to: Position) => boolean): Polyline[] {
  const parts: Position[][] = [];
  let open = false;
  for (let i = 1; i < line.length; i++) {
    const kept = keeps(line[i - 1]!, line[i]!);
    if (kept && open) parts.at(-1)!.push(line[i]!);
    else if (kept) parts.push([line[i - 1]!, line[i]!]);
    open = kept;
  }
  return parts;
}

/** Halvings of a segment, which leave 1e-9 of its length. */
const halvings = 30;

/** The point between one that is inside and one that is not where that changes, by bisection; itself inside. */
export function boundaryBetween(inside: Position, outside: Position, isInside: (position: Position) => boolean): Position {
  let [near, far] = [inside, outside];
  for (let i = 0; i < halvings; i++) {
    const middle: Position = [(near[0] + far[0]) / 2, (near[1] + far[1]) / 2];
    if (isInside(middle)) near = middle;
    else far = middle;
  }
  return near;
}

/** The parts of a polyline that lie inside, each cut exactly where it leaves. */
export function clipLine(line: Polyline, isInside: (position: Position) => boolean): Polyline[] {
  const inside = line.map(isInside);
  if (inside.every(Boolean)) return [line];
  const parts: Position[][] = [];
  for (let i = 0; i < line.length; i++) {
    const [entering, leaving] = [inside[i] && !inside[i - 1], i > 0 && !inside[i] && inside[i - 1]];
    if (entering) parts.push(i === 0 ? [] : [boundaryBetween(line[i]!, line[i - 1]!, isInside)]);
    if (inside[i]) parts.at(-1)!.push(line[i]!);
    if (leaving) parts.at(-1)!.push(boundaryBetween(line[i - 1]!, line[i]!, isInside));
  }
  return joinAtStart(parts, line, inside).filter((part) => part.length > 1);
}

/** A closed line that was cut elsewhere than at its start is one piece across its start. */
function joinAtStart(parts: Position[][], line: Polyline, inside: readonly boolean[]): Polyline[] {
  const [first, last] = [line[0]!, line.at(-1)!];
  const closed = first[0] === last[0] && first[1] === last[1];
  if (!closed || !inside[0] || parts.length < 2) return parts;
  return [[...parts.at(-1)!, ...parts[0]!.slice(1)], ...parts.slice(1, -1)];
}
