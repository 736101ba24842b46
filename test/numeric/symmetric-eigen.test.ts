import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matrixFrom, symmetricEigen } from "../../src/numeric/index.ts";

const symmetric = fc.integer({ min: 1, max: 7 }).chain((n) =>
  fc.array(fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, 5e-324, -5e-324, 3e-16, 1e-160)), { minLength: n * n, maxLength: n * n }).map((values) => {
    const at = (i: number, j: number) => values[Math.min(i, j) * n + Math.max(i, j)]!;
    return matrixFrom(n, n, Float64Array.from({ length: n * n }, (_, index) => at(Math.floor(index / n), index % n)));
  }),
);

test("a symmetric matrix is the sum of its eigenvalues times its orthonormal eigenvectors", () => {
  fc.assert(
    fc.property(symmetric, (matrix) => {
      const { values, vectors } = symmetricEigen(matrix);
      const n = matrix.rows;
      const size = Math.hypot(...matrix.data);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let [sum, product] = [0, 0];
          for (let k = 0; k < n; k++) {
            sum += values[k]! * vectors.data[k * n + i]! * vectors.data[k * n + j]!;
            product += vectors.data[i * n + k]! * vectors.data[j * n + k]!;
          }
          expect(Math.abs(sum - matrix.data[i * n + j]!)).toBeLessThanOrEqual(1e-14 * n * size + n * Number.MIN_VALUE);
          expect(Math.abs(product - Number(i === j))).toBeLessThan(1e-14 * n);
        }
      }
    }),
  );
});

test("eigenvalues ascend", () => {
  const { values, vectors } = symmetricEigen(matrixFrom(3, 3, Float64Array.of(3, 1e-3, 0, 1e-3, 1, -1e-3, 0, -1e-3, 2)));
  [1, 2, 3].forEach((value, k) => expect(values[k]).toBeCloseTo(value, 5));
  [1, 2, 0].forEach((axis, k) => expect(Math.abs(vectors.data[3 * k + axis]!)).toBeCloseTo(1, 5));
});
