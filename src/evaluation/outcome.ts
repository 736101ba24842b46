/** One value of one observable; `standardError` is 0 or absent when the evaluation has no noise of its own. */
export interface Observation {
  readonly value: number; // the observable's own units
  readonly standardError?: number;
  /** The value sits at an end of the transform's domain (CLs of exactly 0 or 1, a limit of 0): only a bound is known. */
  readonly saturated?: boolean;
}

/** What an evaluation came to; an expected failure is a value, not an exception. */
export type Outcome =
  | {
      readonly kind: "observed";
      readonly observables: Readonly<Record<string, Observation>>;
      readonly gradients?: Readonly<Record<string, Readonly<Record<string, number>>>>; // d observable / d parameter
      readonly costSeconds?: number;
      readonly events?: number; // simulated, where the evaluation says so
    }
  | { readonly kind: "infeasible"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string; readonly retryable: boolean };
