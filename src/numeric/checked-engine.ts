import { type Engine } from "./engine.ts";
import { type LinearAlgebra } from "./linear-algebra.ts";
import { type LookAheadReductions } from "./look-ahead-loss.ts";
import { type SpecialFunctions } from "./special-functions.ts";

/** The engine of both parts, with arguments whose shapes do not fit together refused before they are seen. */
export function checkShapes(algebra: LinearAlgebra, functions: SpecialFunctions & LookAheadReductions): Engine {
  return {
    name: algebra.name,

    multiply(a, b) {
      expectEqual("columns of A and rows of B", a.columns, b.rows);
      return algebra.multiply(a, b);
    },

    multiplyTransposedLeft(a, b) {
      expectEqual("rows of A and rows of B", a.rows, b.rows);
      return algebra.multiplyTransposedLeft(a, b);
    },

    subtractTransposedProduct(c, a, b) {
      expectEqual("rows of A and rows of B", a.rows, b.rows);
      expectEqual("rows of C and columns of A", c.rows, a.columns);
      expectEqual("columns of C and columns of B", c.columns, b.columns);
      return algebra.subtractTransposedProduct(c, a, b);
    },

    cholesky(a) {
      expectEqual("rows and columns of A", a.rows, a.columns);
      return algebra.cholesky(a);
    },

    solveLower(factor, b) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and rows of B", factor.rows, b.rows);
      return algebra.solveLower(factor, b);
    },

    solveLowerTransposed(factor, b) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and rows of B", factor.rows, b.rows);
      return algebra.solveLowerTransposed(factor, b);
    },

    inverseFromCholesky(factor) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      return algebra.inverseFromCholesky(factor);
    },

    kernelMatrix: (kernel, x, z, lengthscales) => algebra.kernelMatrix(kernel, x, z, lengthscales),

    kernelGradient(kernel, x, lengthscales, weights) {
      expectEqual("rows of the weights and number of points", weights.rows, x.rows);
      expectEqual("columns of the weights and number of points", weights.columns, x.rows);
      return algebra.kernelGradient(kernel, x, lengthscales, weights);
    },

    exponential: (x) => functions.exponential(x),
    normalCdf: (x) => functions.normalCdf(x),
    logNormalCdf: (x) => functions.logNormalCdf(x),

    owensT(h, b) {
      expectEqual("lengths of h and b", h.length, b.length);
      return functions.owensT(h, b);
    },

    losses(named, a, r) {
      expectEqual("lengths of a and r", a.length, r.length);
      return functions.losses(named, a, r);
    },

    reductions(points, covariances, candidatePrecisions) {
      expectEqual("rows of the covariances and number of candidates", covariances.rows, candidatePrecisions.length);
      return functions.reductions(points, covariances, candidatePrecisions);
    },
  };
}

function expectEqual(what: string, first: number, second: number): void {
  if (first !== second) throw new RangeError(`expected ${what} to be equal, got ${first} and ${second}`);
}
