import { InverseHessian } from "./inverse-hessian.ts";
import { type Evaluated, type Objective, type Problem, evaluate, searchAlong } from "./line-search.ts";

export type { Objective } from "./line-search.ts";

export interface MinimiseOptions {
  readonly lower?: Float64Array; // [k], default -Infinity
  readonly upper?: Float64Array; // [k], default +Infinity
  /** Estimated distance to minimum, gᵀHg/2 over the free parameters, at which to stop. Default 1e-10. */
  readonly tolerance?: number;
  readonly maxIterations?: number; // default 500
  /** Starting inverse Hessian. // [k, k] row-major, default the identity scaled by the first step */
  readonly inverseHessian?: Float64Array;
}

export interface Minimum {
  readonly x: Float64Array; // [k]
  readonly value: number;
  readonly gradient: Float64Array; // [k]
  /** How far the value is above its minimum, gᵀHg/2 over the parameters that are not held at a bound. */
  readonly estimatedDistance: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** False when the iterations ran out, or no step went downhill though the gradient says that one should. */
  readonly converged: boolean;
}

/**
 * A local minimum within bounds by BFGS over the parameters that are not held at a bound [Nocedal2006, Bertsekas1982].
 * It has converged when the estimated distance is below the tolerance and a further step has confirmed the curvature
 * behind that estimate, or when what is left is below the rounding of the value.
 * Throws a RangeError when the start lies outside the bounds, the shapes do not fit, or the objective is not finite there.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const { tolerance = 1e-10, maxIterations = 500 } = options;
  const problem = problemFrom(objective, start, options);
  const model = new InverseHessian(start.length, options.inverseHessian);
  const descent = new Float64Array(start.length);
  let current = pointAt(start);
  let spares: [Evaluated, Evaluated] = [pointAt(start), pointAt(start)];
  if (!evaluate(problem, current)) {
    throw new RangeError(`expected a finite objective and gradient at the start, got ${current.value} and [${current.gradient.join(", ")}]`);
  }

  let estimatedDistance = Infinity;
  const result = (iterations: number, converged: boolean): Minimum => {
    const { x, value, gradient } = current;
    return { x, value, gradient, estimatedDistance, iterations, evaluations: problem.evaluations, converged };
  };
  let wasClose = false;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    holdAtBounds(problem, current, model);
    model.apply(current.gradient, descent);
    const distance = halfProduct(current.gradient, descent);
    if (model.isLearned || distance === 0) estimatedDistance = distance;
    const isClose = model.isLearned && distance >= 0 && distance < tolerance;
    if (distance === 0 || (isClose && wasClose)) return result(iteration, true);
    wasClose = isClose;

    const first = model.isLearned ? 1 : Math.min(1, 1 / Math.sqrt(2 * distance));
    const next = distance > 0 ? searchAlong(problem, current, descent, first, spares) : undefined;
    if (next !== undefined) {
      model.learn(current, next);
      spares = [current, next === spares[0] ? spares[1] : spares[0]];
      current = next;
    } else if (isClose || (model.isLearned && Math.abs(distance) <= 16 * Number.EPSILON * Math.abs(current.value))) {
      return result(iteration, true);
    } else if (model.isLearned) {
      model.reset();
    } else {
      return result(iteration, false);
    }
  }
  return result(maxIterations, false);
}

function problemFrom(objective: Objective, start: Float64Array, options: MinimiseOptions): Problem {
  const k = start.length;
  const { lower = new Float64Array(k).fill(-Infinity), upper = new Float64Array(k).fill(Infinity), inverseHessian } = options;
  if (lower.length !== k || upper.length !== k) {
    throw new RangeError(`expected ${k} lower and upper bounds, got ${lower.length} and ${upper.length}`);
  }
  if (inverseHessian !== undefined && inverseHessian.length !== k * k) {
    throw new RangeError(`expected an inverse Hessian of ${k} x ${k} values, got ${inverseHessian.length}`);
  }
  for (let i = 0; i < k; i++) {
    if (inverseHessian !== undefined && !(inverseHessian[i * k + i] > 0)) {
      throw new RangeError(`expected a positive definite inverse Hessian, got ${inverseHessian[i * k + i]} on its diagonal in row ${i}`);
    }
    if (!(start[i] >= lower[i] && start[i] <= upper[i])) {
      throw new RangeError(`expected the start within [${lower[i]}, ${upper[i]}] in parameter ${i}, got ${start[i]}`);
    }
  }
  return { objective, lower, upper, evaluations: 0 };
}

function pointAt(x: Float64Array): Evaluated {
  return { x: x.slice(), gradient: new Float64Array(x.length), value: Number.NaN, factor: 0 };
}

/** Holds the parameters that stand at a bound with the value falling outwards, and releases all others. */
function holdAtBounds({ lower, upper }: Problem, { x, gradient }: Evaluated, model: InverseHessian): void {
  for (let i = 0; i < x.length; i++) {
    if ((x[i] <= lower[i] && gradient[i] >= 0) || (x[i] >= upper[i] && gradient[i] <= 0)) model.hold(i);
    else model.release(i);
  }
}

function halfProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / 2;
}
