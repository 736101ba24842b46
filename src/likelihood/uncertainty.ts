import { createTypescriptEngine, matrixFrom, NotPositiveDefiniteError, type Cholesky } from "../numeric/index.ts";
import { refuse } from "./errors.ts";
import type { Fit } from "./fit.ts";
import { FitProblem, type PoiRule } from "./fit-problem.ts";
import type { Data, Model } from "./model.ts";

const engine = createTypescriptEngine();
const stepShare = 1e-3; // of a standard deviation, for derivatives of the gradient

/**
 * Standard errors of a fit's parameters, from the inverse of half the Hessian of −2 ln L at its minimum; the Hessian by
 * central differences of the gradient. 0 where a parameter is fixed or stands at a bound. // [p]
 * `fixedPoi` as in the fit. Throws a LikelihoodError when the Hessian is not positive definite: that is no minimum.
 */
export function standardErrors(model: Model, result: Fit, data: Data = model.observed, fixedPoi?: number): Float64Array {
  const rule: PoiRule = fixedPoi === undefined ? {} : { fixed: fixedPoi };
  const problem = new FitProblem(model, data, rule);
  const x = problem.restrict(result.parameters);
  const inside = [...x.keys()].filter((j) => x[j] > problem.lower[j] && x[j] < problem.upper[j]);
  const guess = problem.inverseHessian(x);
  const k = inside.length;
  const hessian = new Float64Array(k * k);
  inside.forEach((j, row) => {
    const step = stepShare * Math.sqrt(2 * guess[j * x.length + j]);
    const above = gradientAt(problem, x.with(j, x[j] + step));
    const below = gradientAt(problem, x.with(j, x[j] - step));
    inside.forEach((i, column) => {
      const derivative = (above[i] - below[i]) / (2 * step);
      hessian[row * k + column] += derivative / 4; // half the Hessian, half from each side of the diagonal
      hessian[column * k + row] += derivative / 4;
    });
  });
  const covariance = invert(hessian, k);
  const errors = new Float64Array(model.parameters.names.length);
  inside.forEach((j, row) => (errors[problem.free[j]] = Math.sqrt(covariance[row * (k + 1)])));
  return errors;
}

function gradientAt(problem: FitProblem, x: Float64Array): Float64Array {
  return problem.objective(x).gradient.slice();
}

function invert(matrix: Float64Array, size: number): Float64Array {
  const factorised = matrix.every(Number.isFinite) ? factorise(matrix, size) : undefined;
  if (factorised === undefined || factorised.jitter > 0) {
    return refuse("", "expected a positive definite Hessian at the fitted parameters, got one that is not: they are no minimum");
  }
  return engine.inverseFromCholesky(factorised.factor).data;
}

function factorise(matrix: Float64Array, size: number): Cholesky | undefined {
  try {
    return engine.cholesky(matrixFrom(size, size, matrix));
  } catch (error) {
    if (error instanceof NotPositiveDefiniteError) return undefined;
    throw error;
  }
}
