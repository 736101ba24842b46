import type { Parameter } from "./space.ts";

/** What the scale of an axis depends on. */
export type AxisRange = Pick<Parameter, "lower" | "upper" | "scale">;

/** The way of one parameter between the unit interval and its physical unit. */
export interface Axis {
  toPhysical(unit: number): number;
  toUnit(physical: number): number;
}

/** Significant digits that survive exp(log(x)) for every x a double can hold. */
const logDigits = 12;

/**
 * Linear: x = lower + u (upper - lower). Logarithmic: x = lower (upper / lower)^u. The ends are exact, and x is rounded to
 * the decimal digits that survive the way there and back: a value typed in decimal comes back as typed, and what the
 * constraints see is what the evaluator gets.
 */
export function axisOf(range: AxisRange): Axis {
  return range.scale === "log" ? logAxis(range) : linearAxis(range);
}

function linearAxis({ lower, upper }: AxisRange): Axis {
  const range = upper - lower;
  const round = decimalRounding(4 * Number.EPSILON * (3 * range + Math.max(Math.abs(lower), Math.abs(upper))));
  return {
    toPhysical: (unit) => within(unit, round(lower + unit * range), lower, upper),
    toUnit: (physical) => (physical - lower) / range,
  };
}

function logAxis({ lower, upper }: AxisRange): Axis {
  const from = Math.log(lower);
  const range = Math.log(upper) - from;
  return {
    toPhysical: (unit) => within(unit, Number(Math.exp(from + unit * range).toPrecision(logDigits)), lower, upper),
    toUnit: (physical) => (Math.log(physical) - from) / range,
  };
}

/** Rounding must not carry a point of the unit interval across its ends; points outside stay outside. */
function within(unit: number, physical: number, lower: number, upper: number): number {
  if (unit < 0 || unit > 1) return physical;
  if (unit === 0 || physical < lower) return lower;
  return unit === 1 || physical > upper ? upper : physical;
}

/** Rounds to the power of ten that is next above `resolution`. */
function decimalRounding(resolution: number): (value: number) => number {
  const decimals = -Math.ceil(Math.log10(resolution));
  const scale = 10 ** Math.abs(decimals); // exact up to 10^22, and dividing by it gives the double nearest to the decimal
  return decimals >= 0 ? (value) => Math.round(value * scale) / scale : (value) => Math.round(value / scale) * scale;
}
