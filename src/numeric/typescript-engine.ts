import { blockOf, transposed } from "./block.ts";
import { checkShapes } from "./checked-engine.ts";
import { cholesky, inverseFromCholesky } from "./cholesky.ts";
import { covarianceByParts } from "./covariance-by-parts.ts";
import { kernelMatrix } from "./kernel-matrix.ts";
import { type Engine } from "./engine.ts";
import { exponential } from "./exponential.ts";
import { type DenseAlgebra } from "./linear-algebra.ts";
import { losses, reductions } from "./look-ahead-loss.ts";
import { logNormalCdf, normalCdf } from "./normal-law.ts";
import { owensT } from "./owens-t.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { addProduct } from "./matrix-product.ts";
import { solveLowerInPlace, solveLowerTransposedInPlace } from "./triangular.ts";

/** The engine in plain TypeScript: no native code, the fallback and the oracle of the faster ones. */
export function createTypescriptEngine(): Engine {
  const algebra: DenseAlgebra = {
    multiply(a, b) {
      const c = zeros(a.rows, b.columns);
      addProduct(blockOf(c), 1, blockOf(a), blockOf(b));
      return c;
    },

    multiplyTransposedLeft(a, b) {
      const c = zeros(a.columns, b.columns);
      addProduct(blockOf(c), 1, transposed(blockOf(a)), blockOf(b));
      return c;
    },

    subtractTransposedProduct(c, a, b) {
      const difference = copyOf(c);
      addProduct(blockOf(difference), -1, transposed(blockOf(a)), blockOf(b));
      return difference;
    },

    cholesky,

    solveLower(factor, b) {
      const x = copyOf(b);
      solveLowerInPlace(blockOf(factor), blockOf(x));
      return x;
    },

    solveLowerTransposed(factor, b) {
      const x = copyOf(b);
      solveLowerTransposedInPlace(blockOf(factor), blockOf(x));
      return x;
    },

    inverseFromCholesky,
    kernelMatrix,
  };
  return checkShapes("typescript", algebra, covarianceByParts(algebra), {
    exponential: (x) => x.map(exponential),
    normalCdf: (x) => x.map(normalCdf),
    logNormalCdf: (x) => x.map(logNormalCdf),
    owensT: (h, b) => h.map((value, i) => owensT(value, b[i])),
    losses,
    reductions,
  });
}

function copyOf({ rows, columns, data }: Matrix): Matrix {
  return { rows, columns, data: data.slice() };
}
