import type { BulkScoring, CovarianceParts, Engine, Matrix, RandomStream } from "../numeric/index.ts";
import type { UnitPoints } from "../space/index.ts";
import type { Side } from "../level-set/index.ts";

/** Larger is better, for every acquisition function, always. // [c, d] -> [c] */
export type Score = (candidates: UnitPoints) => Float64Array;

/** What the surrogate of one observable says at the integration points, pending evaluations accounted for. */
export interface LookAhead {
  /** Posterior mean and variance before the pending points are observed. // [m], standardised units */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** v(z), the variance that the pending evaluations will take away. // [m] */
  readonly pendingReduction: Float64Array;
  /** c_P(x, z), posterior covariance given the pending points. // [c, d] -> [c, m] */
  covariance(candidates: UnitPoints): Matrix;
  /** What `covariance` computes, for something else to compute it; absent where nothing else can. */
  covarianceParts?(candidates: UnitPoints): CovarianceParts;
  /** s_P²(x) + tau², the predictive variance of an evaluation at x given the pending points. // [c, d] -> [c] */
  predictiveVariance(candidates: UnitPoints): Float64Array;
  /** Posterior at the candidates: mean, and variance given the pending points. // [c, d] -> [c] each */
  posterior(candidates: UnitPoints): { readonly mean: Float64Array; readonly variance: Float64Array };
}

/** One level set as an acquisition function sees it. */
export interface AcquisitionTerm {
  readonly lookAhead: LookAhead; // shared by the thresholds of one observable
  readonly threshold: number; // standardised units
  readonly side: Side;
  readonly weight: number;
}

export interface AcquisitionContext {
  readonly terms: readonly AcquisitionTerm[];
  readonly weights: Float64Array; // [m], of the integration points, summing to 1
  readonly random: RandomStream;
  readonly engine: Engine;
  /** Where the scores only choose candidates that will be scored again. */
  readonly bulk?: BulkScoring;
}

/** A criterion: `prepare` does once what does not depend on the candidate, the returned function scores many. */
export interface AcquisitionFunction {
  readonly name: string;
  /** "uniform": only points spread evenly over the domain are scored, as a baseline needs; default: wherever the score may be high. */
  readonly candidates?: "uniform";
  prepare(context: AcquisitionContext): Score;
}
