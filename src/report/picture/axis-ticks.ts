import { tickIncrement, ticks } from "d3-array";
import type { AxisRange } from "../../space/index.ts";
import { formatNumber } from "../text/number-text.ts";

export interface Tick {
  readonly value: number;
  readonly text: string; // as a label: 10^{-3}
}

/** The ticks of an axis: those with a number, and the shorter ones between them. */
export interface Ticks {
  readonly major: readonly Tick[];
  readonly minor: readonly number[];
}

/** About `count` round values on a parameter's axis; powers of ten, or their multiples where there is room, on a log scale. */
export function axisTicks({ lower, upper, scale }: AxisRange, count: number): Ticks {
  const decades = scale === "log" ? Math.log10(upper / lower) : 0;
  return decades < 1 ? linearTicks(lower, upper, count) : logTicks(lower, upper, decades, count);
}

function linearTicks(lower: number, upper: number, count: number): Ticks {
  const major = ticks(lower, upper, count);
  const increment = tickIncrement(lower, upper, count);
  const step = increment < 0 ? -1 / increment : increment;
  const leading = Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9));
  const minor = ticks(lower, upper, Math.round(((upper - lower) / step) * (leading === 2 ? 4 : 5)));
  const isMajor = (value: number): boolean => major.some((one) => Math.abs(one - value) < 1e-6 * step);
  return {
    major: major.map((value) => ({ value, text: formatNumber(value, 12).replace("-", "−") })),
    minor: minor.filter((value) => !isMajor(value)),
  };
}

function logTicks(lower: number, upper: number, decades: number, count: number): Ticks {
  const [first, last] = [Math.floor(Math.log10(lower)), Math.ceil(Math.log10(upper))];
  const exponents = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const every = Math.ceil(decades / count); // leave out decades where there are too many
  const steps = decades * 3 <= count ? [1, 2, 5] : [1];
  const writtenOut = first >= -2 && last <= 4;
  const within = (value: number): boolean => value >= lower && value <= upper;
  const major = exponents
    .filter((exponent) => exponent % every === 0)
    .flatMap((exponent) => steps.map((step) => ({ step, exponent, value: Number(`${step}e${exponent}`) })))
    .filter(({ value }) => within(value))
    .map(({ step, exponent, value }) => ({ value, text: writtenOut ? String(value) : powerText(step, exponent) }));
  const between = every === 1 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1];
  const minor = exponents.flatMap((exponent) => between.map((step) => Number(`${step}e${exponent}`)));
  return { major, minor: minor.filter((value) => within(value) && major.every((one) => one.value !== value)) };
}

function powerText(step: number, exponent: number): string {
  if (exponent === 0 || exponent === 1) return String(step * 10 ** exponent);
  return `${step === 1 ? "" : `${step}·`}10^{${exponent}}`;
}
