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
