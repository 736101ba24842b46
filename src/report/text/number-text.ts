import type { Observation } from "../../evaluation/index.ts";
import { smallestVolume } from "../../level-set/index.ts";

/** A number for reading: so many significant digits, no trailing zeros, an exponent below 0.0001 and from a million on. */
export function formatNumber(value: number, digits = 4): string {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  return size > 0 && (size < 1e-4 || size >= 1e6) ? rounded.toExponential().replace("e+", "e") : String(rounded);
}

/** A number and its unit, where it has one: "1450 GeV". */
export function formatQuantity(value: number, unit: string | undefined, digits = 4): string {
  return withUnit(formatNumber(value, digits), unit);
}

/** A text followed by a unit, where there is one. */
export function withUnit(text: string, unit: string | undefined): string {
  return unit === undefined || unit === "" ? text : `${text} ${unit}`;
}

/** An observed value with its standard error, where it has one: "0.044 ± 0.002". */
export function formatObservation({ value, standardError = 0 }: Observation, plusMinus = " ± "): string {
  return standardError === 0 ? formatNumber(value) : `${formatNumber(value)}${plusMinus}${formatNumber(standardError, 2)}`;
}

/** A fraction as a percentage: 0.0234 is "2.3 %", and what is less than a millionth but not nothing "< 0.0001 %". */
export function formatPercent(fraction: number, digits = 2): string {
  const isTiny = fraction > 0 && fraction < smallestVolume;
  return `${isTiny ? "< " : ""}${formatNumber(100 * (isTiny ? smallestVolume : fraction), digits)} %`;
}

/** A bound on a volume, which is never below the smallest that counts, since no bound is nothing. */
export function formatBound(fraction: number): string {
  return formatPercent(Math.max(fraction, smallestVolume));
}

/** A span of time in its two largest units: "48 s", "3 min 20 s", "2 h 5 min", "4 d 3 h". */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${formatNumber(seconds, 2)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** "1 evaluation", "3 evaluations". */
export function countNoun(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? "" : "s"}`;
}
