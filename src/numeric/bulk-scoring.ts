import { type KernelName } from "./linear-algebra.ts";
import { type UndecidedPoints } from "./look-ahead-loss.ts";
import { type Matrix } from "./matrix.ts";

/** A posterior covariance before it is computed: c(x, z) = amplitude k(|x - z|) + Σ_r added_r(x) added_r(z) - Σ_r subtracted_r(x) subtracted_r(z). */
export interface CovarianceParts {
  readonly kernel: KernelName;
  readonly amplitude: number;
  readonly x: Matrix; // [c, p], candidates in the kernel's coordinates over the lengthscales
  readonly z: Matrix; // [m, p], integration points
  readonly added: FactorPair; // of the prior mean
  readonly subtracted: readonly FactorPair[]; // whitened cross covariances
}

/** Rows over the candidates and over the integration points. // [r, c], [r, m] */
export type FactorPair = readonly [overX: Matrix, overZ: Matrix];

/** Scores of many candidates in single precision, on a device made for it; the best of them are scored again in double precision. */
export interface BulkScoring {
  /** As `LookAheadReductions.reductions`, the covariances computed there too; undefined for a loss that it does not know. // -> [c] */
  reductions(points: UndecidedPoints, covariance: CovarianceParts, candidatePrecisions: Float64Array): Float64Array | undefined;
}
