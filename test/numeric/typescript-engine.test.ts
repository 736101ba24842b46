import { CholeskyDecomposition, Matrix as MlMatrix, inverse } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createTypescriptEngine, matrixFrom, randomStream, transpose } from "../../src/numeric/index.ts";
import { linearAlgebraLaws } from "../../src/testing/linear-algebra-laws.ts";

const engine = createTypescriptEngine();

function largestDifference(ours: Float64Array, other: MlMatrix): number {
  return other.to1DArray().reduce((largest, value, p) => Math.max(largest, Math.abs(value - ours[p])), 0);
}

describe("the laws of linear algebra", () => {
  for (const law of linearAlgebraLaws) test(law.name, () => law.run(engine));
});

describe("agreement with ml-matrix", () => {
  const random = randomStream(7, "engine against ml-matrix", 0);
  const randomMatrix = (rows: number, columns: number) =>
    matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, () => random.normal()));
  const theirs = ({ rows, columns, data }: ReturnType<typeof randomMatrix>) => MlMatrix.from1DArray(rows, columns, data);

  test("products", () => {
    const a = randomMatrix(150, 301);
    const b = randomMatrix(301, 77);
    expect(largestDifference(engine.multiply(a, b).data, theirs(a).mmul(theirs(b)))).toBeLessThan(1e-11);
  });

  test("Cholesky factor and inverse", () => {
    const points = randomMatrix(200, 2);
    const k = engine.kernelMatrix("matern32", points, points, Float64Array.of(1, 0.5));
    for (let i = 0; i < 200; i++) k.data[i * 200 + i] += 0.1;
    const { factor } = engine.cholesky(k);
    expect(largestDifference(factor.data, new CholeskyDecomposition(theirs(k)).lowerTriangularMatrix)).toBeLessThan(1e-12);
    expect(largestDifference(engine.inverseFromCholesky(factor).data, inverse(theirs(k)))).toBeLessThan(1e-11);
  });

  test("a positive definite system through both triangular solves", () => {
    const a = randomMatrix(90, 90);
    const k = engine.multiply(a, transpose(a));
    const b = randomMatrix(90, 5);
    const { factor, jitter } = engine.cholesky(k);
    const x = engine.solveLowerTransposed(factor, engine.solveLower(factor, b));
    expect(jitter).toBe(0);
    expect(largestDifference(b.data, theirs(k).mmul(theirs(x)))).toBeLessThan(1e-8);
  });
});
