import { blockOf, transposed } from "./block.ts";
import { cholesky, inverseFromCholesky } from "./cholesky.ts";
import { kernelGradient, kernelMatrix } from "./kernel-matrix.ts";
import { type LinearAlgebra } from "./linear-algebra.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { addProduct } from "./matrix-product.ts";
import { solveLowerInPlace, solveLowerTransposedInPlace } from "./triangular.ts";

/** The engine in plain TypeScript: no native code, the fallback and the oracle of the faster ones. */
export function createTypescriptEngine(): LinearAlgebra {
  return {
    name: "typescript",

    multiply(a, b) {
      expectEqual("columns of A and rows of B", a.columns, b.rows);
      const c = zeros(a.rows, b.columns);
      addProduct(blockOf(c), 1, blockOf(a), blockOf(b));
      return c;
    },

    multiplyTransposedLeft(a, b) {
      expectEqual("rows of A and rows of B", a.rows, b.rows);
      const c = zeros(a.columns, b.columns);
      addProduct(blockOf(c), 1, transposed(blockOf(a)), blockOf(b));
      return c;
    },

    subtractTransposedProduct(c, a, b) {
      expectEqual("rows of A and rows of B", a.rows, b.rows);
      expectEqual("rows of C and columns of A", c.rows, a.columns);
      expectEqual("columns of C and columns of B", c.columns, b.columns);
      const difference = copyOf(c);
      addProduct(blockOf(difference), -1, transposed(blockOf(a)), blockOf(b));
      return difference;
    },

    cholesky(a) {
      expectEqual("rows and columns of A", a.rows, a.columns);
      return cholesky(a);
    },

    solveLower(factor, b) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and rows of B", factor.rows, b.rows);
      const x = copyOf(b);
      solveLowerInPlace(blockOf(factor), blockOf(x));
      return x;
    },

    solveLowerTransposed(factor, b) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and rows of B", factor.rows, b.rows);
      const x = copyOf(b);
      solveLowerTransposedInPlace(blockOf(factor), blockOf(x));
      return x;
    },

    inverseFromCholesky(factor) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      return inverseFromCholesky(factor);
    },

    kernelMatrix,
    kernelGradient,
  };
}

function copyOf({ rows, columns, data }: Matrix): Matrix {
  return { rows, columns, data: data.slice() };
}

function expectEqual(what: string, first: number, second: number): void {
  if (first !== second) throw new RangeError(`expected ${what} to be equal, got ${first} and ${second}`);
}
