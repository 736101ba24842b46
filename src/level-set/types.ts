import type { AxisLengths } from "./contour-measure.ts";

export type Side = "above" | "below";

/** One question asked of the scan: where is the observable above (or below) the threshold? */
export interface LevelSet {
  readonly observable: string;
  readonly threshold: number; // the observable's own units
  readonly side: Side;
  readonly weight: number;
}

/** Weighted points that stand for the admissible domain; the weights sum to 1. */
export interface Weighted<Points> {
  readonly points: Points; // [m, d]
  readonly weights: Float64Array; // [m]
}

/** What the 95 % bounds of a level set have to be within; at least one of the two. */
export interface ConvergenceCriteria {
  readonly misclassifiedVolume?: number; // of the admissible volume
  /** Along every axis, the mean distance that may separate the drawn contour from the true one. */
  readonly contourDistance?: AxisLengths;
}

/** What was known of every level set at one moment of a scan; plain JSON. Volumes are fractions of the admissible volume. */
export interface Assessment {
  readonly evaluations: number; // observed
  /** Observed evaluations the hyperparameters were fitted to; tells refits apart. */
  readonly fittedEvaluations: number;
  /** Every allowed point has been tried: nothing more can be learned. */
  readonly exhausted: boolean;
  readonly levelSets: readonly LevelSetAssessment[];
  readonly observables: readonly ObservableAssessment[];
  /** The largest inflation of any observable. */
  readonly inflation: number;
  readonly exploration?: Exploration; // absent in older journals
  /** The largest distance of an admissible point to an evaluated one, in lengthscales; what older journals have of the exploration. */
  readonly explorationRadius?: number;
  /** Where to look where only exploration is missing. // [d], unit cube */
  readonly leastExplored: readonly number[];
}

/** How well the domain has been looked at. */
export interface Exploration {
  /** Correlation with an evaluation from which on a point counts as explored. */
  readonly correlation: number;
  readonly unexploredVolume: number; // open to question and correlated by less, the largest of any observable
  readonly tolerance: number; // for that volume: the smallest of any level set
  /** The likeliest island or hole that nobody has looked at, over all level sets; absent where none is likely. */
  readonly overlooked?: { readonly observable: string; readonly threshold: number; readonly probability: number };
  /**
   * Of a list whose values scatter: how many points next to the contour were evaluated, and the volume of the others that may lie on its
   * other side all the same; the largest of any level set whose bound is within the tolerance.
   */
  readonly strays?: { readonly observable: string; readonly threshold: number; readonly evaluated: number; readonly volume: number };
}

export interface LevelSetAssessment {
  readonly observable: string;
  readonly threshold: number; // the observable's own units
  readonly side: Side;
  /** Over the decided volume; of all plausible models where the bound was computed, else of the surrogate alone, ∫ min(p, 1 - p) dw. */
  readonly expectedMisclassifiedVolume: number;
  readonly upperBound95: number | null; // bound on the misclassified volume; null where it was not computed
  /** Mean distance between the drawn and the true contour in the distances that may separate them; absent where none is declared. */
  readonly contourDistance?: { readonly expected: number; readonly upperBound95: number | null };
  readonly excursionVolume: number; // ∫ 1{p > 1/2} dw over the decided volume
  /** All evaluations lie on one side of the threshold. */
  readonly isOneSided: boolean;
  readonly inflation: number; // factor on the posterior standard deviation
}

export interface ObservableAssessment {
  readonly observable: string;
  /** Whitened forecast errors of what arrived since the assessment before. */
  readonly forecastResiduals: readonly number[];
  /** How undecided each of these was, 4 p (1 - p) with the probability p before it was evaluated; absent in older journals. */
  readonly forecastUndecided?: readonly number[];
  /** How many models of this observable have been rejected and replaced so far. */
  readonly restarts: number;
  readonly leaveOneOutInflation: number; // RMS of the leave-one-out residuals
  readonly prequentialInflation: number; // RMS of all forecast residuals of this model; 1 before the first
  readonly inflation: number; // factor on the posterior standard deviations, see `forecastInflation`
  /** Natural logarithm of the largest e-value against this model so far, and of the value at which it is rejected. */
  readonly logEValue: number;
  readonly logEValueLimit: number;
  /** Volume that lies nearer to an infeasible or failed evaluation than to an observed one: never counted as classified. */
  readonly undecidedVolume: number;
}

export type Verdict = "verified" | "model-certified" | "model-rejected" | "not-certified";
