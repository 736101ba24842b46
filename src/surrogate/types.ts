import type { CovarianceParts, KernelName, Matrix, RandomStream } from "../numeric/index.ts";
import type { UnitPoints } from "../space/index.ts";

export type TransformName = "identity" | "log" | "logit" | "probit";

/** What a kernel and a noise level need, in standardised output units and unit-cube input units. */
export interface Hyperparameters {
  readonly kernel: KernelName;
  readonly lengthscales: Float64Array; // [p], in units of the kernel's inputs
  readonly amplitude: number; // prior variance of the latent function about its mean
  readonly noiseVariance: number; // the inferred nugget, added to every known standard error squared
}

/** Everything that makes a surrogate but the data; plain JSON, so that a journal can hold it. */
export interface SurrogateSettings {
  readonly kernel: KernelName;
  readonly lengthscales: readonly number[]; // [p], in units of the kernel's inputs: the unit cube's, or of coordinates scaled to [0, 1]
  /** Orthonormal directions along which the lengthscales are, where they were learned; absent: those of the inputs. // [p, p] */
  readonly axes?: readonly (readonly number[])[];
  readonly amplitude: number; // standardised units squared
  readonly noiseVariance: number; // standardised units squared
  /** By which observations with an offset scatter about the function beside it, where there are some. */
  readonly scatterVariance?: number; // standardised units squared
  readonly mean: MeanPrior;
  readonly outputScale: OutputScale;
}

/** Normal prior of the mean, which conditioning integrates out; a variance of 0 fixes what it belongs to. Standardised units. */
export interface MeanPrior {
  readonly constant: number;
  readonly variance: number; // of the constant
  /** Of the coefficient of each term, all of mean 0; absent where the mean is a constant. // [b] */
  readonly termVariances?: readonly number[];
  /** The same for the terms of a trend that nobody has asked for; absent where the model has none. // [t] */
  readonly trendVariances?: readonly number[];
}

/** What a model has learned of the offset of one source. */
export interface LearnedOffset {
  readonly mean: number; // transformed units, as they are near the thresholds
  readonly standardDeviation: number;
}

/** Observations of one observable, in its own units; `standardErrors` are 0 where the evaluation gave none. */
export interface Dataset {
  readonly points: UnitPoints; // [n, d]
  readonly values: Float64Array; // [n]
  readonly standardErrors: Float64Array; // [n]
  /** Absent where no observation has an offset. */
  readonly offsets?: Offsets;
}

/**
 * Observations of one source may all be off by the same amount, which is normal about 0 on the transformed scale, and scatter beside it:
 * z_i = f(x_i) + o_s + e_i + noise. The offset is integrated out, how far they scatter is fitted; f is the function without both.
 */
export interface Offsets {
  readonly count: number; // of all sources, also of those without an observation here
  readonly sources: Int32Array; // [n], 1 to count, or 0: none
  readonly standardDeviations: Float64Array; // [n], transformed units; Infinity where nobody knows
}

export interface Posterior {
  readonly mean: Float64Array; // [m], standardised units
  readonly variance: Float64Array; // [m], latent function: observation noise not included
}

/** How an observable's own units map to the standardised ones: z = (compress(transform(y)) - centre) / spread. */
export interface OutputScale {
  readonly transform: TransformName;
  readonly compression?: Compression; // absent: none
  readonly centre: number; // compressed units
  readonly spread: number;
}

/** Transformed values further from the thresholds than about `width` grow logarithmically only. All in transformed units. */
export interface Compression {
  readonly lower: number; // the lowest threshold
  readonly upper: number; // the highest threshold
  readonly width: number;
}

/** An immutable Gaussian-process model of one observable, conditioned on its data. */
export interface Surrogate {
  readonly n: number;
  /** What `conditionSurrogate` needs beside the data to build this model again. */
  readonly settings: SurrogateSettings;
  readonly hyperparameters: Hyperparameters;
  readonly outputScale: OutputScale;
  readonly jitter: number; // added to the diagonal to factorise; 0 when none was needed
  readonly logMarginalLikelihood: number;

  /** The observable's own units to standardised units, thresholds included. */
  standardise(value: number): number;
  /** Standardised units back to the observable's own units; monotone, so medians and quantiles map through it. */
  unstandardise(value: number): number;

  /**
   * The coordinates in which the kernel measures distances, in units of their lengthscales: the distance between two rows is what
   * the covariance falls with. // [m, d] -> [m, p]
   */
  scaledInputs(points: UnitPoints): UnitPoints;

  /** Posterior mean and variance of the latent function, to read only. // [m, d] */
  posterior(points: UnitPoints): Posterior;

  /** The posterior mean alone, O(n) a point where the variance takes O(n²). // [m, d] -> [m], standardised units */
  mean(points: UnitPoints): Float64Array;

  /**
   * Posterior covariance between the latent function at two sets of points, to read only. // [a, d] x [b, d] -> [a, b]
   * What depends on one set alone is kept with that set object: many calls with the same `b` cost O(a n (n + b)) each. A model that
   * has grown by one point goes on from what the one before it has kept: posterior and covariance of the same sets cost O(n (a + b) + a b).
   */
  covariance(a: UnitPoints, b: UnitPoints): Matrix;

  /** What `covariance` computes, for something else to compute it. // [a, d] x [b, d] */
  covarianceParts(a: UnitPoints, b: UnitPoints): CovarianceParts;

  /** The noise variance tau² to expect of a further evaluation: the nugget, and known standard errors where the data have them. */
  readonly noiseVariance: number;

  /**
   * The same model once the points are observed, before their outcome is known: the covariance shrinks, the mean stays.
   * (mathematics: pending is conditioning.) `noiseVariances` is what their evaluations are expected to have, by default
   * `noiseVariance` each; standardised units squared. // [q, d], [q]
   */
  withPending(points: UnitPoints, noiseVariances?: Float64Array): Surrogate;

  /** The same hyperparameters and output scale conditioned on more data: what a refit schedule uses in between. */
  withData(data: Dataset): Surrogate;

  /** By how much the values of each source of `Offsets` are off; undefined for one without an observation of this observable. // [s] */
  offsets(): readonly (LearnedOffset | undefined)[];

  /** Standardised leave-one-out residuals (y_i - m_{-i}) / sqrt(s²_{-i} + tau_i²). // [n] */
  leaveOneOut(): Float64Array;

  /**
   * Whitened forecast errors L⁻¹(y - m) of outcomes this model has not seen, L Lᵀ their joint predictive covariance,
   * noise included; standard normal when the model is right. // [k]
   */
  forecastResiduals(outcomes: Dataset): Float64Array;

  /** Joint draws of the latent function: O(m² (m + n)). // [count, m], standardised units */
  samplePaths(points: UnitPoints, count: number, random: RandomStream): Matrix;
}
