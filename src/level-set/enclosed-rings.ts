import { isClosed, isSame, type ContourLine, type PlanePoint } from "./grid-border.ts";

/** The edge of the unit square, the square at its left. */
export const unitSquare: ContourLine = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];

/**
 * Closed rings around a region within a domain, the region at their left, from the region's border inside the domain and the rings
 * around the domain: where a line of the border ends on a ring, or nearest to it, the region's ring goes on along it to the next line.
 */
export function enclosedRings(
  border: readonly ContourLine[], domainRings: readonly ContourLine[], isInside: (point: PlanePoint) => boolean,
): ContourLine[] {
  const open = border.filter((line) => !isClosed(line)).map((line) => {
    return { line, start: nearestPlace(line[0]!, domainRings), end: nearestPlace(line.at(-1)!, domainRings), used: false };
  });
  const touched = new Set(open.flatMap(({ start, end }) => [start.ring, end.ring]));
  const rings = [...border.filter(isClosed), ...domainRings.filter((ring) => !touched.has(ring) && isInside(ring[0]!))];
  for (const first of open) {
    const points: PlanePoint[] = [];
    for (let one = first; !one.used; ) {
      one.used = true;
      points.push(...landing(one.start, one.line[0]!), ...one.line, ...landing(one.end, one.line.at(-1)!));
      const onRing = open.filter(({ start }) => start.ring === one.end.ring);
      const following = onRing.toSorted((a, b) => lengthAlong(one.end, a.start) - lengthAlong(one.end, b.start))[0] ?? first;
      points.push(...verticesBetween(one.end, following.start));
      one = following;
    }
    if (points.length > 0) rings.push(closed(points));
  }
  return rings.filter((ring) => ring.length > 3);
}

/** A point on a ring: on the segment after vertex `segment`, a share of the way. */
interface Place {
  readonly ring: ContourLine;
  readonly segment: number;
  readonly share: number;
}

function nearestPlace([x, y]: PlanePoint, rings: readonly ContourLine[]): Place {
  let best: Place = { ring: rings[0]!, segment: 0, share: 0 };
  let least = Infinity;
  for (const ring of rings) {
    for (let segment = 0; segment + 1 < ring.length; segment++) {
      const [[x0, y0], [x1, y1]] = [ring[segment]!, ring[segment + 1]!];
      const squared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
      const projection = squared === 0 ? 0 : ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / squared;
      const share = projection < 0 ? 0 : projection > 1 ? 1 : projection;
      const distance = Math.hypot(x0 + share * (x1 - x0) - x, y0 + share * (y1 - y0) - y);
      if (distance < least) [best, least] = [{ ring, segment, share }, distance];
    }
  }
  return best;
}

/** A line that ends short of the ring is continued to the nearest place on it. */
function landing({ ring, segment, share }: Place, end: PlanePoint): PlanePoint[] {
  const [[x0, y0], [x1, y1]] = [ring[segment]!, ring[segment + 1]!];
  const place: PlanePoint = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  return Math.hypot(place[0] - end[0], place[1] - end[1]) > touching ? [place] : [];
}

/** What is nearer lies on the ring: borders are found to 1e-12 of a step. */
const touching = 1e-9;

/** How far it is along a ring from one place to another, in segments. */
function lengthAlong(from: Place, to: Place): number {
  const length = to.segment + to.share - from.segment - from.share;
  return length < 0 ? length + from.ring.length - 1 : length;
}

/** The ring's vertices that are passed on the way. */
function verticesBetween(from: Place, to: Place): PlanePoint[] {
  const segments = from.ring.length - 1;
  const position = from.segment + from.share;
  const first = Math.floor(position) + 1;
  const last = Math.ceil(position + lengthAlong(from, to)) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => from.ring[(first + k) % segments]!);
}

function closed(points: readonly PlanePoint[]): ContourLine {
  const ring = points.filter((point, i) => i === 0 || !isSame(point, points[i - 1]!));
  return isSame(ring[0]!, ring.at(-1)!) ? ring : [...ring, ring[0]!];
}
