import { physicalPoints, type Parameter, type PhysicalPoints } from "../space/index.ts";

/** What the scale of an axis depends on. */
export type AxisRange = Pick<Parameter, "lower" | "upper" | "scale">;

/** The value at a fraction of a parameter's axis, 0 at its lower and 1 at its upper bound; equal steps in log on a log scale. */
export function valueAt({ lower, upper, scale }: AxisRange, fraction: number): number {
  if (fraction === 0) return lower; // the bounds exactly, whatever rounding does
  if (fraction === 1) return upper;
  return scale === "log" ? lower * (upper / lower) ** fraction : lower + (upper - lower) * fraction;
}

/** The fraction of a parameter's axis at which a value lies; the inverse of `valueAt`. */
export function fractionOf({ lower, upper, scale }: AxisRange, value: number): number {
  return scale === "log" ? Math.log(value / lower) / Math.log(upper / lower) : (value - lower) / (upper - lower);
}

/** `count` values from bound to bound, evenly spaced on the parameter's scale. // [count] */
export function axisValues(parameter: AxisRange, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => valueAt(parameter, count === 1 ? 0.5 : i / (count - 1)));
}

/** As many points as a table may have before it is surely a mistake. */
const mostGridPoints = 1_000_000;

/**
 * A full grid with `count` values on every axis, bounds included; the last parameter varies fastest. // [count^d, d]
 * Throws a RangeError when there would be more than a million points.
 */
export function gridPoints(parameters: readonly Parameter[], count: number): PhysicalPoints {
  const d = parameters.length;
  const n = count ** d;
  if (!Number.isInteger(count) || count < 1 || n > mostGridPoints) {
    throw new RangeError(
      `expected a grid of 1 to ${mostGridPoints} points, got ${count}^${d}; choose a smaller grid or list the points in a file`,
    );
  }
  const axes = parameters.map((parameter) => axisValues(parameter, count));
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let k = d - 1, rest = i; k >= 0; k--, rest = Math.floor(rest / count)) data[i * d + k] = axes[k]![rest % count]!;
  }
  return physicalPoints(d, data);
}

/** A parameter as the title of an axis: its label, or its name, and its unit: "m(gluino) [GeV]". */
export function axisTitle({ name, label, unit }: Parameter): string {
  return unit === undefined || unit === "" ? (label ?? name) : `${label ?? name} [${unit}]`;
}
