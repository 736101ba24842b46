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

/** Powers of ten that are exact doubles: an integer over one of them is the double nearest to the decimal. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

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
  const error = Number.EPSILON * (3 * range + Math.max(Math.abs(lower), Math.abs(upper))); // of the way there and back
  const decimals = -Math.ceil(Math.log10(4 * error));
  return {
    toPhysical: (unit) => within(unit, roundDecimals(lower + unit * range, decimals), lower, upper),
    toUnit: (physical) => (physical - lower) / range,
  };
}

function logAxis({ lower, upper }: AxisRange): Axis {
  const from = Math.log(lower);
  const range = Math.log(upper) - from;
  return {
    toPhysical(unit) {
      const logarithm = from + unit * range;
      const decimals = logDigits - 1 - Math.floor(logarithm / Math.LN10);
      return within(unit, roundDecimals(Math.exp(logarithm), decimals), lower, upper);
    },
    toUnit: (physical) => (Math.log(physical) - from) / range,
  };
}

/** Rounding must not carry a point of the unit interval across its ends; points outside stay outside. */
function within(unit: number, physical: number, lower: number, upper: number): number {
  if (unit < 0 || unit > 1) return physical;
  if (unit === 0 || physical < lower) return lower;
  return unit === 1 || physical > upper ? upper : physical;
}

/** Rounds to a number of decimals, which is negative for tens, hundreds and so on. */
function roundDecimals(value: number, decimals: number): number {
  const scale = powersOfTen[Math.abs(decimals)];
  if (scale !== undefined) return decimals >= 0 ? Math.round(value * scale) / scale : Math.round(value / scale) * scale;
  const digits = decimals + 1 + Math.floor(Math.log10(Math.abs(value)));
  return digits >= 1 && digits <= 100 ? Number(value.toPrecision(digits)) : value;
}
