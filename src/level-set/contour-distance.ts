/** Points [x, y] joined by straight lines, in any units. */
export type Line = readonly (readonly [x: number, y: number])[];

/** How far one contour is from another. */
export interface DirectedDistance {
  readonly mean: number; // along the length of the first
  readonly largest: number;
  readonly at: readonly [number, number]; // where the largest is, on the first
}

/** Mean distance between two contours: the mean of the two directed mean distances. */
export function contourDistance(a: readonly Line[], b: readonly Line[]): number {
  return (directedDistance(a, b).mean + directedDistance(b, a).mean) / 2;
}

/**
 * The distance from a point of `from` to the nearest point of `to`, averaged along the length of `from` and at its largest. The
 * segments of `from` are taken in steps of at most a thousandth of that length, their ends included.
 * @throws RangeError when either has no segment of any length.
 */
export function directedDistance(from: readonly Line[], to: readonly Line[]): DirectedDistance {
  const segments = segmentsOf(from);
  const targets = segmentsOf(to);
  const length = segments.reduce((sum, segment) => sum + lengthOf(segment), 0);
  if (!(length > 0) || targets.length === 0) {
    throw new RangeError(`expected two contours, got ${segments.length} and ${targets.length} segments`);
  }
  let integral = 0;
  let largest = -1;
  let at: Line[number] = segments[0]![0];
  const distanceAt = (point: Line[number]): number => {
    let least = Infinity;
    for (const target of targets) least = Math.min(least, distanceToSegment(point, target));
    if (least > largest) [largest, at] = [least, point];
    return least;
  };
  for (const segment of segments) {
    const steps = Math.ceil((1000 * lengthOf(segment)) / length);
    const [[x0, y0], [x1, y1]] = segment;
    const pointAt = (share: number): Line[number] => [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
    for (let step = 0; step < steps; step++) integral += (lengthOf(segment) / steps) * distanceAt(pointAt((step + 0.5) / steps));
    distanceAt(segment[0]);
    distanceAt(segment[1]);
  }
  return { mean: integral / length, largest, at };
}

type Segment = readonly [start: Line[number], end: Line[number]];

function segmentsOf(lines: readonly Line[]): Segment[] {
  return lines.flatMap((line) => line.slice(1).map((end, i) => [line[i]!, end] as const));
}

function lengthOf([[x0, y0], [x1, y1]]: Segment): number {
  return Math.hypot(x1 - x0, y1 - y0);
}

function distanceToSegment([x, y]: Line[number], [[x0, y0], [x1, y1]]: Segment): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squaredLength = dx * dx + dy * dy;
  const projection = squaredLength === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / squaredLength;
  const share = Math.min(1, Math.max(0, projection)); // the nearest point may be an end
  return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
}
