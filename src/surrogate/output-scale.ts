import { inverseTransform, isSaturated, transformSlope, transformValue, withinDomain } from "./output-transform.ts";
import type { Compression, OutputScale, TransformName } from "./types.ts";

/**
 * Distance from the thresholds, in transformed units, beyond which values are compressed: 4 probits or e-folds, and the logit's
 * equivalent. Identity has no unit of its own, so nothing is compressed there.
 *
 * Only the side of a threshold matters, but a stationary Gaussian process spends its lengthscales on whatever varies most, and of a
 * plane of CLs most lies dozens of standard deviations away or at 0 or 1. Measured with the same numbers of evaluations (15 to 50,
 * chosen by the straddle), widths of 3 to 6 left a quarter of the misclassified volume on CLs rounded to 0 and 1, a half on limits
 * over a hundred decades, and the same within chance on smooth CLs. Bounded maps (clipping, tanh) do as well but have no inverse.
 */
const compressionWidths: Readonly<Partial<Record<TransformName, number>>> = { log: 4, probit: 4, logit: 7 };

/** The observable's own units to standardised ones. Throws a RangeError outside the transform's domain. */
export function standardise({ transform, compression, centre, spread }: OutputScale, value: number): number {
  return (compress(compression, transformValue(transform, value)) - centre) / spread;
}

/** Standardised units back to the observable's own. */
export function unstandardise({ transform, compression, centre, spread }: OutputScale, standardised: number): number {
  return inverseTransform(transform, expand(compression, centre + spread * standardised));
}

/**
 * A known standard error in standardised units: |dz/dy| times the error, or half the length that the interval value ± standardError
 * has there, cut at the ends of the domain, where that is less. The derivative alone grows beyond all bounds where CLs go to 0, and the
 * interval alone reaches from any value that is smaller than its error to the end of the scale, though such a value may be known to a factor.
 * A saturated value only bounds the true one and counts with an error of the compression width more.
 */
export function standardiseStandardError(scale: OutputScale, value: number, standardError: number): number {
  if (!(standardError >= 0 && standardError < Infinity)) {
    throw new RangeError(`expected a finite standard error of 0 or more, got ${standardError}`);
  }
  const { transform, compression, spread } = scale;
  const lower = standardise(scale, withinDomain(transform, value - standardError));
  const upper = standardise(scale, withinDomain(transform, value + standardError));
  const linear = standardError * transformSlope(transform, value) * compressionSlope(compression, transformValue(transform, value)) / spread;
  const slack = compression !== undefined && isSaturated(transform, value) ? compression.width / spread : 0;
  return Math.hypot(Math.min(linear, (upper - lower) / 2), slack);
}

/**
 * The scale of a set of values: compressed about the thresholds, then centred on their mean and divided by their standard
 * deviation, or by 1 where they are all the same to rounding. After compression these serve as well as median and quartiles did.
 */
export function fitOutputScale(transform: TransformName, values: Float64Array, thresholds: readonly number[]): OutputScale {
  const width = compressionWidths[transform];
  const ends = thresholds.map((threshold) => transformValue(transform, threshold));
  const compression = width === undefined || ends.length === 0
    ? undefined
    : { lower: Math.min(...ends), upper: Math.max(...ends), width };
  const compressed = values.map((value) => compress(compression, transformValue(transform, value)));
  const n = compressed.length;
  const centre = compressed.reduce((sum, value) => sum + value / n, 0);
  const deviation = rootMeanSquare(compressed.map((value) => value - centre));
  if (!Number.isFinite(deviation)) {
    throw new RangeError("expected values whose differences are numbers, got some so large that they overflow; use a larger unit");
  }
  const spread = deviation > 1e-12 * Math.abs(centre) ? deviation : 1;
  return { transform, ...(compression !== undefined && { compression }), centre, spread };
}

export function isSameScale(a: OutputScale, b: OutputScale): boolean {
  if (a === b) return true;
  const [one, other] = [a.compression, b.compression];
  return a.transform === b.transform && a.centre === b.centre && a.spread === b.spread &&
    one?.lower === other?.lower && one?.upper === other?.upper && one?.width === other?.width;
}

/**
 * Values of another source on the scale that a surrogate of this transform and these thresholds works on, up to shift and factor; what
 * is outside the transform's domain is moved to its end.
 */
export function latentHeights(transform: TransformName, values: Float64Array, thresholds: readonly number[]): Float64Array {
  const inside = values.map((value) => withinDomain(transform, value));
  const scale = fitOutputScale(transform, inside, thresholds);
  return inside.map((value) => standardise(scale, value));
}

/** Over the largest of them, so that squares neither overflow nor vanish. */
function rootMeanSquare(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0) / values.length);
}

/** g between the thresholds; threshold ± width asinh(distance / width) beyond, which joins with continuous slope and curvature. */
function compress(compression: Compression | undefined, transformed: number): number {
  if (compression === undefined) return transformed;
  const nearest = Math.min(Math.max(transformed, compression.lower), compression.upper);
  return nearest + compression.width * Math.asinh((transformed - nearest) / compression.width);
}

/** The derivative of `compress`. */
function compressionSlope(compression: Compression | undefined, transformed: number): number {
  if (compression === undefined) return 1;
  const nearest = Math.min(Math.max(transformed, compression.lower), compression.upper);
  return 1 / Math.hypot(1, (transformed - nearest) / compression.width);
}

/** The inverse of `compress`. */
function expand(compression: Compression | undefined, compressed: number): number {
  if (compression === undefined) return compressed;
  const nearest = Math.min(Math.max(compressed, compression.lower), compression.upper);
  return nearest + compression.width * Math.sinh((compressed - nearest) / compression.width);
}
