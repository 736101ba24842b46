import { normalCdf, normalDensity, normalQuantile } from "../numeric/index.ts";
import type { TransformName } from "./types.ts";

/** How near to an end of its domain a value still counts: nearer ones, the end itself included, are saturated. */
const nearest = 1e-300;

interface OutputTransform {
  readonly lower: number; // ends of the domain, the observable's own units
  readonly upper: number;
  forward(value: number): number;
  inverse(transformed: number): number;
  /** dg/dy, in terms of g. */
  slope(transformed: number): number;
}

const transforms: Readonly<Record<TransformName, OutputTransform>> = {
  identity: { lower: -Infinity, upper: Infinity, forward: (value) => value, inverse: (transformed) => transformed, slope: () => 1 },
  log: { lower: 0, upper: Infinity, forward: Math.log, inverse: Math.exp, slope: (transformed) => Math.exp(-transformed) },
  logit: {
    lower: 0,
    upper: 1,
    forward: (value) => Math.log(value) - Math.log1p(-value),
    inverse: (transformed) => 1 / (1 + Math.exp(-transformed)),
    slope: (transformed) => 2 + Math.exp(transformed) + Math.exp(-transformed),
  },
  probit: { lower: 0, upper: 1, forward: normalQuantile, inverse: normalCdf, slope: (transformed) => 1 / normalDensity(transformed) },
};

/**
 * The value in transformed units: y, ln y, ln(y / (1 - y)) or Φ⁻¹(y), all strictly increasing.
 * A saturated value stands for the one 1e-300 from its end of the domain: probit(0) = -37.05 = -probit(1).
 * Throws a RangeError outside the domain.
 */
export function transformValue(transform: TransformName, value: number): number {
  const expected = outsideDomain(transform, value);
  if (expected !== undefined) throw new RangeError(`expected ${expected} for the ${transform} transform, got ${value}`);
  const { lower, upper, forward } = transforms[transform];
  if (value - lower <= nearest) return forward(nearest);
  // 1 - 1e-300 is not a float64; logit and probit are odd about 1/2, so the mirror image of 1e-300 says where it lies.
  return upper - value <= nearest ? -forward(nearest) : forward(value);
}

/** Transformed units back to the observable's own; may round to an end of the domain. */
export function inverseTransform(transform: TransformName, transformed: number): number {
  return transforms[transform].inverse(transformed);
}

/** The derivative dg/dy of the transform at a value. Throws a RangeError outside the domain. */
export function transformSlope(transform: TransformName, value: number): number {
  return transforms[transform].slope(transformValue(transform, value));
}

/** Whether the value is so near an end of the domain (CLs of 0 or 1, a limit of 0) that it only bounds the true one. */
export function isSaturated(transform: TransformName, value: number): boolean {
  const { lower, upper } = transforms[transform];
  return value - lower <= nearest || upper - value <= nearest;
}

/** The value moved into the domain, ends included: where an error bar may reach. */
export function withinDomain(transform: TransformName, value: number): number {
  const { lower, upper } = transforms[transform];
  return Math.min(Math.max(value, lower), upper);
}

/** What the transform takes, when it does not take this value ("a number from 0 to 1"); undefined when it does, saturated or not. */
export function outsideDomain(transform: TransformName, value: number): string | undefined {
  const { lower, upper } = transforms[transform];
  if (Number.isFinite(value) && value >= lower && value <= upper) return undefined;
  if (lower === -Infinity) return "a finite number";
  return upper === Infinity ? `a finite number, ${lower} or more` : `a number from ${lower} to ${upper}`;
}

/**
 * The transform by name, or for "auto" the first that fits values and thresholds together:
 * - probit: all from 0 to 1, thresholds strictly between: probabilities and CLs, whose probit is close to linear in the signal;
 * - log: all positive, zero allowed as a saturated value but not as a threshold, and the positive ones spanning more than a
 *   factor of 10: limits and rates;
 * - identity: anything else.
 * It depends on nothing but its arguments, so the choice made from the design's values holds for the whole scan.
 */
export function chooseTransform(
  transform: TransformName | "auto", values: ArrayLike<number>, thresholds: readonly number[],
): TransformName {
  if (transform !== "auto") return transform;
  const all = [...Array.from(values), ...thresholds];
  if (all.every((value) => value >= 0 && value <= 1) && thresholds.every((value) => value > 0 && value < 1)) return "probit";
  const positive = all.filter((value) => value > 0);
  const spanning = Math.max(...positive) > 10 * Math.min(...positive);
  return spanning && all.every((value) => value >= 0) && thresholds.every((value) => value > 0) ? "log" : "identity";
}
