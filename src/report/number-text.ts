/** A number for reading: `digits` significant digits, no trailing zeros, with an exponent below 0.0001 and from a million on. */
export function formatNumber(value: number, digits = 4): string {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  return size > 0 && (size < 1e-4 || size >= 1e6) ? rounded.toExponential().replace("e+", "e") : String(rounded);
}

/** A fraction as a percentage: 0.0234 is "2.3 %". */
export function formatPercent(fraction: number, digits = 2): string {
  return `${formatNumber(100 * fraction, digits)} %`;
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
