import { ticks } from "d3-array";
import type { AxisRange } from "../../space/index.ts";
import { formatNumber } from "../text/number-text.ts";

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** About `count` round values on a parameter's axis; powers of ten and their double and fivefold on a log scale. */
export function axisTicks({ lower, upper, scale }: AxisRange, count: number): Tick[] {
  const decades = scale === "log" ? Math.log10(upper / lower) : 0;
  if (decades < 1) {
    return ticks(lower, upper, count).map((value) => ({ value, text: formatNumber(value, 12).replace("-", "−") }));
  }
  const steps = decades * 3 <= count ? [1, 2, 5] : [1];
  const every = Math.ceil((decades * steps.length) / (2 * count)); // leave out decades where there are too many
  const [first, last] = [Math.floor(Math.log10(lower)), Math.ceil(Math.log10(upper))];
  const exponents = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((exponent) => exponent % every === 0);
  const writtenOut = first >= -2 && last <= 4;
  return exponents
    .flatMap((exponent) => steps.map((step) => ({ step, exponent, value: Number(`${step}e${exponent}`) })))
    .filter(({ value }) => value >= lower && value <= upper)
    .map(({ step, exponent, value }) => ({ value, text: writtenOut ? String(value) : powerText(step, exponent) }));
}

/** A power as 10⁻⁵ or 2·10⁻⁵. */
function powerText(step: number, exponent: number): string {
  const power = `10${[...String(exponent)].map((character) => superscripts[character]!).join("")}`;
  return step === 1 ? power : `${step}·${power}`;
}

const superscripts: Readonly<Record<string, string>> = {
  "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹",
};
