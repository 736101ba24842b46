import { expect, test } from "vitest";
import { matrixFrom, randomStream, scatteredInterpolant, scrambledSobol, type Matrix } from "../../src/numeric/index.ts";

function sobol(n: number, d: number, stream: string): Matrix {
  return matrixFrom(n, d, scrambledSobol(d, randomStream(1, stream, 0)).next(n));
}

function valuesAt({ rows, columns, data }: Matrix, f: (x: Float64Array) => number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => f(data.subarray(i * columns, (i + 1) * columns)));
}

const wave = (x: Float64Array) => x.reduce((sum, coordinate, k) => sum + Math.sin((4 - k / 2) * coordinate + k), 0);
const largestError = (a: Float64Array, b: Float64Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

test.each([1, 2, 3, 5])("in %i dimensions it goes through every value", (d) => {
  const nodes = sobol(60, d, "nodes");
  const values = valuesAt(nodes, wave);
  expect(scatteredInterpolant(nodes, values)(nodes)).toEqual(values);
});

test.each([[1, 40, 1e-3], [2, 512, 4e-3], [3, 1024, 0.05]])("in %i dimensions %i values of a smooth function tell it to %f", (d, n, tolerance) => {
  const nodes = sobol(n, d, "nodes");
  const points = sobol(2000, d, "points");
  const found = scatteredInterpolant(nodes, valuesAt(nodes, wave))(points);
  expect(largestError(found, valuesAt(points, wave))).toBeLessThan(tolerance);
});

test("quadratics are told exactly, planes in many dimensions", () => {
  const quadratic = ([x, y]: Float64Array) => 1 + 2 * x! - y! + 3 * x! * y! - x! ** 2;
  const points = sobol(100, 2, "points");
  const nodes = sobol(50, 2, "nodes");
  expect(largestError(scatteredInterpolant(nodes, valuesAt(nodes, quadratic))(points), valuesAt(points, quadratic))).toBeLessThan(1e-5);
  const plane = (x: Float64Array) => x.reduce((sum, coordinate, k) => sum + (k - 2) * coordinate, 1);
  const [far, near] = [sobol(200, 6, "points"), sobol(200, 6, "nodes")];
  expect(largestError(scatteredInterpolant(near, valuesAt(near, plane))(far), valuesAt(far, plane))).toBeLessThan(1e-5);
});

test("a lattice, on which neighbours lie on lines, is no difficulty, nor is the neighbourhood of a node", () => {
  const lattice = matrixFrom(49, 2, Float64Array.from({ length: 98 }, (_, i) => (i % 2 === 0 ? Math.floor(i / 2) % 7 : Math.floor(i / 14)) / 6));
  const interpolant = scatteredInterpolant(lattice, valuesAt(lattice, wave));
  const points = sobol(1000, 2, "points");
  expect(largestError(interpolant(points), valuesAt(points, wave))).toBeLessThan(0.06);
  for (const step of [1e-3, 1e-6, 1e-9, 1e-13]) {
    const beside = matrixFrom(49, 2, lattice.data.map((coordinate) => coordinate + step));
    expect(largestError(interpolant(beside), valuesAt(beside, wave))).toBeLessThan(10 * step + 1e-9);
  }
});

test("one value is a constant, fewer are refused", () => {
  expect([...scatteredInterpolant(matrixFrom(1, 2, Float64Array.of(0.5, 0.5)), Float64Array.of(7))(sobol(3, 2, "points"))]).toEqual([7, 7, 7]);
  expect(() => scatteredInterpolant(matrixFrom(0, 2, new Float64Array(0)), new Float64Array(0))).toThrow(/1 or more points, got 0/);
  expect(() => scatteredInterpolant(sobol(3, 2, "nodes"), Float64Array.of(1))).toThrow(/got 1 for 3/);
});

test("two and three values are interpolated as well as they allow", () => {
  const line = scatteredInterpolant(matrixFrom(2, 1, Float64Array.of(0, 1)), Float64Array.of(1, 3));
  expect(line(matrixFrom(1, 1, Float64Array.of(0.5)))[0]).toBeCloseTo(2, 6);
});
