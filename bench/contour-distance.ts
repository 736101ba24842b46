import { readFileSync } from "node:fs";

export type Point = readonly [x: number, y: number];
export type Polyline = readonly Point[];

/** Mean distance between two contours: the mean of the two directed mean distances. */
export function contourDistance(a: readonly Polyline[], b: readonly Polyline[]): number {
  return (directedMeanDistance(a, b) + directedMeanDistance(b, a)) / 2;
}

/**
 * The distance from a point of `from` to the nearest point of `to`, averaged along the length of `from`, whose segments
 * are taken in steps of at most a thousandth of that length.
 * @throws RangeError when either has no segment.
 */
export function directedMeanDistance(from: readonly Polyline[], to: readonly Polyline[]): number {
  const segments = segmentsOf(from);
  const targets = segmentsOf(to);
  const length = segments.reduce((sum, segment) => sum + lengthOf(segment), 0);
  if (!(length > 0) || targets.length === 0) {
    throw new RangeError(`expected two contours, got ${segments.length} and ${targets.length} segments`);
  }
  let integral = 0;
  for (const segment of segments) {
    const steps = Math.ceil((1000 * lengthOf(segment)) / length);
    const [[x0, y0], [x1, y1]] = segment;
    for (let step = 0; step < steps; step++) {
      const share = (step + 0.5) / steps;
      const point: Point = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
      integral += (lengthOf(segment) / steps) * Math.min(...targets.map((target) => distanceToSegment(point, target)));
    }
  }
  return integral / length;
}

type Segment = readonly [start: Point, end: Point];

function segmentsOf(polylines: readonly Polyline[]): Segment[] {
  return polylines.flatMap((line) => line.slice(1).map((end, i) => [line[i]!, end] as const));
}

function lengthOf([[x0, y0], [x1, y1]]: Segment): number {
  return Math.hypot(x1 - x0, y1 - y0);
}

function distanceToSegment([x, y]: Point, [[x0, y0], [x1, y1]]: Segment): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squaredLength = dx * dx + dy * dy;
  const projection = squaredLength === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / squaredLength;
  const share = Math.min(1, Math.max(0, projection)); // the nearest point may be an end
  return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
}

/** `contour-distance a.json#/pointer b.json#/pointer`: JSON pointers to two lists of polylines. */
export async function run(args: readonly string[]): Promise<void> {
  if (args.length !== 2) {
    throw new RangeError(`expected two contours, such as scan/contours.json#/observables/cls/0/polylines/0.5, got ${args.length}`);
  }
  const [a, b] = args.map(readPolylines);
  console.log(`mean distance ${contourDistance(a!, b!).toFixed(2)}`);
  console.log(`first to second ${directedMeanDistance(a!, b!).toFixed(2)}, second to first ${directedMeanDistance(b!, a!).toFixed(2)}`);
}

function readPolylines(reference: string): readonly Polyline[] {
  const [file, pointer = ""] = reference.split("#");
  let value: unknown = JSON.parse(readFileSync(file!, "utf8"));
  for (const key of pointer.split("/").slice(1)) value = (value as Record<string, unknown> | undefined)?.[key];
  if (!Array.isArray(value)) throw new TypeError(`expected a list of polylines at ${reference}, got ${typeof value}`);
  return value as readonly Polyline[];
}
