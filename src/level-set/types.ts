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
