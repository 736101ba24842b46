import { InverseHessian } from "./inverse-hessian.ts";

/** A function with its gradient; the returned gradient may be reused by the callee at the next call. */
export type Objective = (x: Float64Array) => { readonly value: number; readonly gradient: Float64Array };

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
  readonly estimatedDistance: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
}

/** A local minimum within bounds: BFGS over the parameters that are not held at a bound [Bertsekas1982, Nocedal2006]. */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const k = start.length;
  const lower = options.lower ?? new Float64Array(k).fill(-Infinity);
  const upper = options.upper ?? new Float64Array(k).fill(Infinity);
  const tolerance = options.tolerance ?? 1e-10;
  const model = new InverseHessian(k, options.inverseHessian);
  const x = start.slice();
  const first = objective(x);
  if (!Number.isFinite(first.value)) throw new RangeError(`expected a finite objective at the start, got ${first.value}`);
  let value = first.value;
  const gradient = first.gradient.slice();
  let evaluations = 1;
  let known = options.inverseHessian !== undefined;
  let estimatedDistance = Infinity;
  const step = new Float64Array(k);
  const direction = new Float64Array(k);
  const change = new Float64Array(k);
  const trial = new Float64Array(k);

  let iterations = 0;
  for (; iterations < (options.maxIterations ?? 500); iterations++) {
    for (let i = 0; i < k; i++) {
      const outward = (x[i] <= lower[i] && gradient[i] >= 0) || (x[i] >= upper[i] && gradient[i] <= 0);
      if (outward && !model.isHeld(i)) model.hold(i);
      else if (!outward && model.isHeld(i)) model.release(i);
    }
    model.apply(gradient, direction);
    let slope = 0;
    for (let i = 0; i < k; i++) slope -= gradient[i] * direction[i];
    estimatedDistance = -slope / 2;
    if (slope === 0 || (known && estimatedDistance < tolerance)) {
      return { x, value, gradient, estimatedDistance, iterations, evaluations, converged: true };
    }
    let t = known ? 1 : Math.min(1, 1 / Math.sqrt(-slope));
    let accepted = false;
    for (let tries = 0; tries < 60 && !accepted; tries++) {
      let predicted = 0;
      for (let i = 0; i < k; i++) {
        trial[i] = Math.min(upper[i], Math.max(lower[i], x[i] - t * direction[i]));
        predicted += gradient[i] * (trial[i] - x[i]);
      }
      const next = objective(trial);
      evaluations++;
      if (next.value <= value + 1e-4 * predicted && predicted < 0) {
        accepted = true;
        let sy = 0;
        let yy = 0;
        let ss = 0;
        for (let i = 0; i < k; i++) {
          step[i] = trial[i] - x[i];
          change[i] = next.gradient[i] - gradient[i];
          gradient[i] = next.gradient[i];
          x[i] = trial[i];
          if (model.isHeld(i)) change[i] = 0;
          sy += step[i] * change[i];
          yy += change[i] ** 2;
          ss += step[i] ** 2;
        }
        value = next.value;
        if (sy > 1e-10 * Math.sqrt(yy * ss)) {
          if (!known) model.scale(sy / yy);
          known = true;
          model.update(step, change, sy);
        }
      } else {
        const curved = (-t * slope) / (2 * (next.value - value - t * slope));
        t *= Number.isFinite(next.value) ? Math.min(0.5, Math.max(0.1, curved)) : 0.25;
      }
    }
    if (!accepted) break;
  }
  return { x, value, gradient, estimatedDistance, iterations, evaluations, converged: false };
}
