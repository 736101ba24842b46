import { type CovarianceAlgebra, type ProcessPrior } from "./covariance-algebra.ts";
import { type Engine } from "./engine.ts";
import { type DenseAlgebra } from "./linear-algebra.ts";
import { type LookAheadReductions } from "./look-ahead-loss.ts";
import { type Matrix } from "./matrix.ts";
import { type SpecialFunctions } from "./special-functions.ts";

/** The engine of all parts, with arguments whose shapes do not fit together refused before they are seen. */
export function checkShapes(
  name: string, algebra: DenseAlgebra, covariances: CovarianceAlgebra, functions: SpecialFunctions & LookAheadReductions,
): Engine {
  return {
    name,

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

    kernelMatrix(kernel, x, z, lengthscales) {
      for (const { columns } of [x, z]) expectEqual("columns of the points and number of lengthscales", columns, lengthscales.length);
      return algebra.kernelMatrix(kernel, x, z, lengthscales);
    },

    priorCovariance(prior, x, z) {
      expectPoints(prior, x, z);
      return covariances.priorCovariance(prior, x, z);
    },

    posteriorCovariance(prior, x, z, v, w) {
      expectPoints(prior, x, z);
      expectEqual("rows of V and rows of W", v.rows, w.rows);
      expectEqual("columns of V and number of points", v.columns, x.rows);
      expectEqual("columns of W and number of points", w.columns, z.rows);
      return covariances.posteriorCovariance(prior, x, z, v, w);
    },

    whitenedCovariance(prior, x, factor, z) {
      expectPoints(prior, x, z);
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and number of points", factor.rows, x.rows);
      return covariances.whitenedCovariance(prior, x, factor, z);
    },

    conditionMoments(prior, x, factor, b, z, moments) {
      expectPoints(prior, x, z);
      expectEqual("rows and columns of the factor", factor.rows, factor.columns);
      expectEqual("rows of the factor and number of points", factor.rows, x.rows);
      expectEqual("whitened values and number of points", b.length, x.rows);
      for (const some of [moments.mean, moments.variance]) expectEqual("moments and number of points", some.length, z.rows);
      covariances.conditionMoments(prior, x, factor, b, z, moments);
    },

    correlatedNormals(prior, z, subtracted, deviations, normals) {
      expectPoints(prior, z);
      for (const { columns } of [...subtracted, normals]) expectEqual("columns and number of points", columns, z.rows);
      expectEqual("deviations and number of points", deviations.length, z.rows);
      return covariances.correlatedNormals(prior, z, subtracted, deviations, normals);
    },

    logDensity(prior, x, noiseVariances, y) {
      expectPoints(prior, x);
      for (const some of [noiseVariances, y]) expectEqual("values and number of points", some.length, x.rows);
      return covariances.logDensity(prior, x, noiseVariances, y);
    },

    logDensityWithGradient(prior, x, noiseVariances, y) {
      expectPoints(prior, x);
      for (const some of [noiseVariances, y]) expectEqual("values and number of points", some.length, x.rows);
      return covariances.logDensityWithGradient(prior, x, noiseVariances, y);
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

    reductions(points, covariance, candidatePrecisions) {
      expectEqual("rows of the covariances and number of candidates", covariance.rows, candidatePrecisions.length);
      return functions.reductions(points, covariance, candidatePrecisions);
    },
  };
}

function expectPoints({ lengthscales, termVariances }: ProcessPrior, ...points: readonly Matrix[]): void {
  for (const { columns } of points) expectEqual("columns of the points and number of lengthscales and terms", columns, lengthscales.length + termVariances.length);
}

function expectEqual(what: string, first: number, second: number): void {
  if (first !== second) throw new RangeError(`expected ${what} to be equal, got ${first} and ${second}`);
}
