import { expect, test } from "vitest";
import { contourSurface, type GridVolume, type SpacePoint, type SurfaceMesh } from "../../src/level-set/index.ts";

const nodes = 25;

function volumeOf(f: (x: number, y: number, z: number) => number): GridVolume {
  const values = Float64Array.from({ length: nodes ** 3 }, (_, i) =>
    f(Math.floor(i / nodes ** 2) / (nodes - 1), (Math.floor(i / nodes) % nodes) / (nodes - 1), (i % nodes) / (nodes - 1)),
  );
  return { nodes, values };
}

const radius = (x: number, y: number, z: number): number => Math.hypot(x - 0.5, y - 0.5, z - 0.5);

function area({ vertices, triangles }: SurfaceMesh): number {
  return triangles.reduce((sum, corners) => {
    const [a, b, c] = corners.map((corner) => vertices[corner]!) as [SpacePoint, SpacePoint, SpacePoint];
    const [u, v] = [b, c].map((point) => point.map((coordinate, k) => coordinate - a[k]!)) as [number[], number[]];
    return sum + Math.hypot(u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!) / 2;
  }, 0);
}

/** Six times the signed volume of the tetrahedron from the ball's centre to a triangle: positive where it turns counter-clockwise from afar. */
function volumeBelow({ vertices }: SurfaceMesh, triangle: readonly number[]): number {
  const [a, b, c] = triangle.map((corner) => vertices[corner]!.map((coordinate) => coordinate - 0.5)) as [number[], number[], number[]];
  return a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) + a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) + a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
}

test("a ball's surface lies at its radius, has its area and no open edge", () => {
  const mesh = contourSurface(volumeOf(radius), 0.3);
  for (const [x, y, z] of mesh.vertices) expect(Math.abs(radius(x, y, z) - 0.3)).toBeLessThan(3e-3);
  for (const triangle of mesh.triangles) expect(volumeBelow(mesh, triangle)).toBeLessThanOrEqual(1e-12); // inside is where the field is above
  expect(area(mesh)).toBeCloseTo(4 * Math.PI * 0.09, 1);
  const edges = new Map<string, number>();
  for (const triangle of mesh.triangles) {
    for (const [k, corner] of triangle.entries()) {
      const edge = [corner, triangle[(k + 1) % 3]!].toSorted((a, b) => a - b).join();
      edges.set(edge, (edges.get(edge) ?? 0) + 1);
    }
  }
  expect([...edges.values()].every((count) => count === 2)).toBe(true);
});

test("a linear field has its plane exactly, and a forbidden half cuts it at the border", () => {
  const plane = volumeOf((x, y, z) => x + 0.5 * y + 0.25 * z);
  const whole = contourSurface(plane, 0.8);
  for (const [x, y, z] of whole.vertices) expect(x + 0.5 * y + 0.25 * z).toBeCloseTo(0.8, 12);
  const half = contourSurface(plane, 0.8, ([, y]) => y <= 0.437);
  expect(area(half) / area(whole)).toBeCloseTo(0.437, 4);
  const used = half.triangles.flat().map((corner) => half.vertices[corner]![1]);
  expect(used.reduce((most, y) => Math.max(most, y), 0)).toBeCloseTo(0.437, 6);
});

test("nothing crossing is no surface", () => {
  expect(contourSurface(volumeOf(radius), 2)).toEqual({ vertices: [], triangles: [] });
});
