import { array, assert as assertProperty, double, integer, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { createTypescriptEngine, matrixFrom, pivotedCholesky, transpose, type Matrix } from "../../src/numeric/index.ts";

const engine = createTypescriptEngine();

/** F Fᵀ of factors with more rows than columns is singular: an ordinary Cholesky factorisation of it fails. */
const semiDefinite = tuple(integer({ min: 1, max: 12 }), integer({ min: 1, max: 4 })).chain(([m, rank]) =>
  array(double({ min: -3, max: 3, noNaN: true }), { minLength: m * rank, maxLength: m * rank })
    .map((data) => product(matrixFrom(m, rank, Float64Array.from(data)))));

function product(factor: Matrix): Matrix {
  return engine.multiply(factor, transpose(factor));
}

test("a semi-definite matrix is the product of its factor, whose rank is the matrix's", () => {
  assertProperty(
    property(semiDefinite, (matrix) => {
      const { factor } = pivotedCholesky(matrix, 1e-12);
      expect(factor.columns).toBeLessThanOrEqual(Math.min(4, matrix.rows));
      const again = factor.columns === 0 ? matrix.data.map(() => 0) : product(factor).data;
      const scale = Math.max(...matrix.data.map(Math.abs), 1e-300);
      for (const [i, value] of matrix.data.entries()) expect(Math.abs(again[i]! - value)).toBeLessThanOrEqual(1e-6 * scale);
    }),
  );
});

test("the diagonal is missed by at most the tolerance", () => {
  const points = matrixFrom(40, 1, Float64Array.from({ length: 40 }, (_, i) => i / 40));
  const covariance = engine.kernelMatrix("rbf", points, points, Float64Array.of(0.2));
  const { factor, remaining } = pivotedCholesky(covariance, 1e-3);
  expect(factor.columns).toBeLessThan(15);
  const again = product(factor);
  for (let i = 0; i < 40; i++) {
    expect(1 - again.data[i * 41]!).toBeLessThanOrEqual(1e-3);
    expect(Math.abs(1 - again.data[i * 41]! - remaining[i]!)).toBeLessThan(1e-12);
  }
});
