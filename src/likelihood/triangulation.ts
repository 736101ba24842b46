import { refuse } from "./errors.ts";

/** Points in the plane and the triangles between them, counterclockwise. */
export interface Triangulation {
  readonly points: Float64Array; // [n, 2] row-major
  readonly triangles: Int32Array; // [t, 3] row-major, indices of points
}

/** A place within a triangle: the point is Σ weight · vertex, Σ weight = 1. */
export interface BarycentricPlace {
  readonly vertices: readonly [number, number, number];
  readonly weights: readonly [number, number, number];
}

/**
 * A Delaunay triangulation [Delaunay1934]: a sweep from left to right, then flips of every edge whose neighbour lies inside
 * the circle. Of points on a common circle, such as a lattice's, the diagonals are those the sweep drew: always the same ones.
 * Throws a LikelihoodError on fewer than three points, points twice, or all on one line. // [n, 2] -> [t, 3]
 */
export function triangulate(points: Float64Array): Triangulation {
  const flat = new Plane(points);
  const order = Array.from({ length: points.length / 2 }, (_, index) => index).sort(
    (a, b) => points[2 * a] - points[2 * b] || points[2 * a + 1] - points[2 * b + 1],
  );
  for (let i = 1; i < order.length; i++) {
    const [a, b] = [order[i - 1]!, order[i]!];
    if (points[2 * a] === points[2 * b] && points[2 * a + 1] === points[2 * b + 1]) {
      refuse("", `expected different points, got (${points[2 * a]}, ${points[2 * a + 1]}) twice`);
    }
  }
  const mesh = new Mesh(flat);
  sweep(flat, mesh, order);
  mesh.flipAll();
  return { points, triangles: Int32Array.from(mesh.triangles.flat()) };
}

/** Where a point lies; undefined outside the hull, up to a part in 10⁹ of a triangle. */
export function locate({ points, triangles }: Triangulation, x: number, y: number): BarycentricPlace | undefined {
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const [ax, ay] = [points[2 * a]! - points[2 * c]!, points[2 * a + 1]! - points[2 * c + 1]!];
    const [bx, by] = [points[2 * b]! - points[2 * c]!, points[2 * b + 1]! - points[2 * c + 1]!];
    const [px, py] = [x - points[2 * c]!, y - points[2 * c + 1]!];
    const area = ax * by - ay * bx;
    const [wa, wb] = [(px * by - py * bx) / area, (ax * py - ay * px) / area];
    if (wa >= -1e-9 && wb >= -1e-9 && 1 - wa - wb >= -1e-9) return { vertices: [a, b, c], weights: [wa, wb, 1 - wa - wb] };
  }
  return undefined;
}

type Triangle = readonly [number, number, number];

/** The two predicates, 0 where the points are collinear or on a common circle to rounding. */
class Plane {
  readonly #points: Float64Array;

  constructor(points: Float64Array) {
    this.#points = points;
  }

  /** Twice the signed area: positive when a, b, c turn left. */
  turn(a: number, b: number, c: number): number {
    const p = this.#points;
    const left = (p[2 * b] - p[2 * a]) * (p[2 * c + 1] - p[2 * a + 1]);
    const right = (p[2 * b + 1] - p[2 * a + 1]) * (p[2 * c] - p[2 * a]);
    return Math.abs(left - right) > 1e-12 * (Math.abs(left) + Math.abs(right)) ? left - right : 0;
  }

  /** Whether d lies inside the circle through a, b, c, which turn left. */
  isInside([a, b, c]: Triangle, d: number): boolean {
    const p = this.#points;
    const offset = (i: number) => [p[2 * i] - p[2 * d], p[2 * i + 1] - p[2 * d + 1]] as const;
    const [[ax, ay], [bx, by], [cx, cy]] = [offset(a), offset(b), offset(c)];
    const squares = [ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy];
    const terms = [
      ax * by * squares[2]!, -ax * cy * squares[1]!, -ay * bx * squares[2]!,
      ay * cx * squares[1]!, bx * cy * squares[0]!, -by * cx * squares[0]!,
    ];
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    return terms.reduce((sum, term) => sum + term, 0) > 1e-12 * size;
  }
}

/** Triangles with the map from each directed edge to the triangle on its left. */
class Mesh {
  readonly triangles: Triangle[] = [];
  readonly #plane: Plane;
  readonly #left = new Map<string, number>();

  constructor(plane: Plane) {
    this.#plane = plane;
  }

  add(triangle: Triangle): void {
    this.#put(this.triangles.length, triangle);
  }

  #put(index: number, triangle: Triangle): void {
    const [a, b, c] = triangle;
    this.triangles[index] = triangle;
    for (const edge of [`${a} ${b}`, `${b} ${c}`, `${c} ${a}`]) this.#left.set(edge, index);
  }

  /** Flips edges until each triangle's circle is empty of its neighbours. */
  flipAll(): void {
    const pending = this.triangles.flatMap(edgesOf);
    for (let edge = pending.pop(); edge !== undefined; edge = pending.pop()) pending.push(...this.#flip(edge));
  }

  /** Replaces the diagonal a–b by c–d where d, across it, lies inside the circle of a, b, c; returns the edges to look at. */
  #flip([a, b]: readonly [number, number]): readonly (readonly [number, number])[] {
    const here = this.#left.get(`${a} ${b}`);
    const there = this.#left.get(`${b} ${a}`);
    if (here === undefined || there === undefined) return [];
    const c = this.triangles[here]!.find((vertex) => vertex !== a && vertex !== b)!;
    const d = this.triangles[there]!.find((vertex) => vertex !== a && vertex !== b)!;
    if (!this.#plane.isInside([a, b, c], d)) return [];
    this.#left.delete(`${a} ${b}`);
    this.#left.delete(`${b} ${a}`);
    this.#put(here, [a, d, c]);
    this.#put(there, [d, b, c]);
    return [[a, d], [d, b], [b, c], [c, a]];
  }
}

function edgesOf([a, b, c]: Triangle): readonly (readonly [number, number])[] {
  return [[a, b], [b, c], [c, a]];
}

/** Joins every point, in order, to the edges of the hull so far that it sees. */
function sweep(plane: Plane, mesh: Mesh, order: readonly number[]): void {
  const apexAt = order.findIndex((point, index) => index > 1 && plane.turn(order[0]!, order[1]!, point) !== 0);
  if (apexAt < 0) refuse("", "expected at least three points that are not on one line");
  const apex = order[apexAt]!;
  const line = order.slice(0, apexAt);
  const isLeft = plane.turn(order[0]!, order[1]!, apex) > 0;
  if (!isLeft) line.reverse();
  for (let i = 1; i < line.length; i++) mesh.add([line[i - 1]!, line[i]!, apex]);
  let hull = [...line, apex]; // counterclockwise
  for (const point of order.slice(apexAt + 1)) {
    const sees = hull.map((vertex, index) => plane.turn(vertex, hull[(index + 1) % hull.length]!, point) < 0);
    const first = sees.findIndex((seen, index) => seen && !sees.at(index - 1));
    const chain: number[] = [];
    for (let i = first; sees[i % hull.length]; i++) {
      const [from, to] = [hull[i % hull.length]!, hull[(i + 1) % hull.length]!];
      mesh.add([to, from, point]);
      if (i > first) chain.push(from);
    }
    const rotated = [...hull.slice(first), ...hull.slice(0, first)];
    hull = [rotated[0]!, point, ...rotated.slice(chain.length + 1)];
  }
}
