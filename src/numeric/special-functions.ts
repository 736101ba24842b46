/** Functions of many values at once. // [n] -> [n] each */
export interface SpecialFunctions {
  /** eˣ. */
  exponential(x: Float64Array): Float64Array;

  /** Φ(x), with full relative precision in the lower tail. */
  normalCdf(x: Float64Array): Float64Array;

  /** ln Φ(x), with full relative precision in both tails. */
  logNormalCdf(x: Float64Array): Float64Array;

  /** Owen's T(h, b). // [n], [n] -> [n] */
  owensT(h: Float64Array, b: Float64Array): Float64Array;
}
