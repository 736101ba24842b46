import { type Engine } from "./engine.ts";

/** The engine with arguments whose shapes do not fit together refused before it sees them. */
export function checkShapes(engine: Engine): Engine {
  return {
    name: engine.name,

    multiply(a, b) {
      expectEqual("columns of A and rows of B", a.columns, b.rows);
      return engine.multiply(a, b);
    },

    multiplyTransposedLeft(a, b) {
      expectEqual("rows of A and rows of B", a.rows, b.rows);
      return engine.multiplyTransposedLeft(a, b);
    },

    subtractTransposedProduct(c, a, b) {
      expectEqual("rows of A and rows of B", a.rows, b.rows);
      expectEqual("rows of C and columns of A", c.rows, a.columns);
      expectEqual("columns of C and columns of B", c.columns, b.columns);
      return engine.subtractTransposedProduct(c, a, b);
    },

    cholesky(a) {
      expectEqual("rows and columns of A", a.rows, a.columns);
      return engine.cholesky(a);
    },

    solveLower(factor, b) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and rows of B", factor.rows, b.rows);
      return engine.solveLower(factor, b);
    },

    solveLowerTransposed(factor, b) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and rows of B", factor.rows, b.rows);
      return engine.solveLowerTransposed(factor, b);
    },

    inverseFromCholesky(factor) {
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      return engine.inverseFromCholesky(factor);
    },

    kernelMatrix: (kernel, x, z, lengthscales) => engine.kernelMatrix(kernel, x, z, lengthscales),

    kernelGradient(kernel, x, lengthscales, weights) {
      expectEqual("rows of the weights and number of points", weights.rows, x.rows);
      expectEqual("columns of the weights and number of points", weights.columns, x.rows);
      return engine.kernelGradient(kernel, x, lengthscales, weights);
    },

    exponential: (x) => engine.exponential(x),
    normalCdf: (x) => engine.normalCdf(x),
    logNormalCdf: (x) => engine.logNormalCdf(x),

    owensT(h, b) {
      expectEqual("lengths of h and b", h.length, b.length);
      return engine.owensT(h, b);
    },

    losses(named, a, r) {
      expectEqual("lengths of a and r", a.length, r.length);
      return engine.losses(named, a, r);
    },

    reductions(points, covariances, candidatePrecisions) {
      expectEqual("rows of the covariances and number of candidates", covariances.rows, candidatePrecisions.length);
      return engine.reductions(points, covariances, candidatePrecisions);
    },
  };
}

function expectEqual(what: string, first: number, second: number): void {
  if (first !== second) throw new RangeError(`expected ${what} to be equal, got ${first} and ${second}`);
}
