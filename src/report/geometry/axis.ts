import { axisOf, physicalPoints, type Parameter, type PhysicalPoints } from "../../space/index.ts";

/** `count` values from bound to bound, evenly spaced on the parameter's scale. // [count] */
export function axisValues(parameter: Parameter, count: number): Float64Array {
  const axis = axisOf(parameter);
  return Float64Array.from({ length: count }, (_, i) => axis.toPhysical(count === 1 ? 0.5 : i / (count - 1)));
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
  return titleWithUnit(label ?? name, unit);
}

/** A title followed by a unit in brackets, where there is one. */
export function titleWithUnit(title: string, unit: string | undefined): string {
  return unit === undefined || unit === "" ? title : `${title} [${unit}]`;
}
