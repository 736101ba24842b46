import { inverseTransform, transformValue, withinDomain } from "./output-transform.ts";
import type { OutputScale, TransformName } from "./types.ts";

/** The observable's own units to standardised ones. */
export function standardise(scale: OutputScale, value: number): number {
  return (transformValue(scale.transform, value) - scale.centre) / scale.spread;
}

/** Standardised units back to the observable's own. */
export function unstandardise(scale: OutputScale, standardised: number): number {
  return inverseTransform(scale.transform, scale.centre + scale.spread * standardised);
}

/**
 * A standard error in standardised units: half the length that the interval value ± standardError has there, cut at the ends of the
 * domain. For small errors that is |dz/dy| times the error; unlike the derivative it stays finite at saturated values.
 */
export function standardiseStandardError(scale: OutputScale, value: number, standardError: number): number {
  if (!(standardError >= 0 && standardError < Infinity)) {
    throw new RangeError(`expected a standard error of 0 or more, got ${standardError}`);
  }
  const [lower, upper] = [value - standardError, value + standardError].map((end) => standardise(scale, withinDomain(scale.transform, end)));
  return (upper - lower) / 2;
}

export function fitOutputScale(transform: TransformName, values: Float64Array, _thresholds: readonly number[]): OutputScale {
  const transformed = values.map((value) => transformValue(transform, value));
  const centre = transformed.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(transformed.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length) || 1;
  return { transform, centre, spread };
}
