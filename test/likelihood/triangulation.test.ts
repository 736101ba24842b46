import fc from "fast-check";
import { expect, test } from "vitest";
import { LikelihoodError, triangulate, type Triangulation } from "../../src/likelihood/index.ts";
import { locate } from "../../src/likelihood/triangulation.ts";

function turn(points: Float64Array, a: number, b: number, c: number): number {
  return (points[2 * b]! - points[2 * a]!) * (points[2 * c + 1]! - points[2 * a + 1]!) -
    (points[2 * b + 1]! - points[2 * a + 1]!) * (points[2 * c]! - points[2 * a]!);
}

function* trianglesOf({ triangles }: Triangulation): Generator<readonly [number, number, number]> {
  for (let t = 0; t < triangles.length; t += 3) yield [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
}

/** Squared radius and centre of the circle through three points. */
function circle(points: Float64Array, [a, b, c]: readonly [number, number, number]): { x: number; y: number; square: number } {
  const [ax, ay] = [points[2 * a]!, points[2 * a + 1]!];
  const [bx, by] = [points[2 * b]! - ax, points[2 * b + 1]! - ay];
  const [cx, cy] = [points[2 * c]! - ax, points[2 * c + 1]! - ay];
  const d = 2 * (bx * cy - by * cx);
  const x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
  const y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
  return { x: x + ax, y: y + ay, square: x * x + y * y };
}

const lattice = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), {
  minLength: 3, maxLength: 40, selector: ([x, y]) => `${x} ${y}`,
});

test("lattice points: circles are empty, the hull is covered once, every point is a vertex", () => {
  fc.assert(fc.property(lattice, (list) => {
    const points = Float64Array.from(list.flat());
    const isFlat = list.every((_, index) => turn(points, 0, 1, index) === 0);
    if (isFlat) {
      expect(() => triangulate(points)).toThrow(LikelihoodError);
      return;
    }
    const result = triangulate(points);
    let area = 0;
    for (const triangle of trianglesOf(result)) {
      const signed = turn(points, ...triangle);
      expect(signed).toBeGreaterThan(0);
      area += signed / 2;
      const { x, y, square } = circle(points, triangle);
      for (const [px, py] of list) expect((px - x) ** 2 + (py - y) ** 2).toBeGreaterThan(square - 1e-7 * (1 + square));
    }
    expect(area).toBeCloseTo(hullArea(list), 9);
    expect(new Set(result.triangles).size).toBe(list.length);
  }), { numRuns: 150 });
});

/** The area of the convex hull by the monotone chain and the shoelace formula. */
function hullArea(list: readonly (readonly [number, number])[]): number {
  const sorted = list.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (points: typeof sorted) => points.reduce<(readonly [number, number])[]>((chain, point) => {
    while (chain.length > 1) {
      const [p, q] = [chain.at(-2)!, chain.at(-1)!];
      if ((q[0] - p[0]) * (point[1] - p[1]) - (q[1] - p[1]) * (point[0] - p[0]) > 0) break;
      chain.pop();
    }
    chain.push(point);
    return chain;
  }, []);
  const hull = [...half(sorted).slice(0, -1), ...half(sorted.toReversed()).slice(0, -1)];
  return hull.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = hull[(index + 1) % hull.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

test("a place inside is the weighted mean of its vertices; outside there is none", () => {
  const points = Float64Array.of(0, 0, 10, 0, 10, 10, 0, 10, 4, 5);
  const triangulation = triangulate(points);
  for (const [x, y] of [[1, 1], [9, 5], [4, 5], [0, 10], [5, 0]] as const) {
    const place = locate(triangulation, x, y)!;
    const mean = [0, 1].map((axis) => place.vertices.reduce((sum, vertex, index) => sum + place.weights[index]! * points[2 * vertex + axis]!, 0));
    expect(mean[0]).toBeCloseTo(x, 12);
    expect(mean[1]).toBeCloseTo(y, 12);
    expect(Math.min(...place.weights)).toBeGreaterThan(-1e-9);
  }
  expect(locate(triangulation, -0.001, 5)).toBeUndefined();
  expect(locate(triangulation, 11, 11)).toBeUndefined();
});
