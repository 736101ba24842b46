import { formatNumber } from "./number-text.ts";
import type { Parameter } from "../../space/index.ts";

/** Part of the largest below which what a parameter adds to a direction is not worth a word. */
const leastPart = 0.05;

/**
 * A direction of the unit cube as a combination of the parameters in their own units, "m1 - 0.93 m2": the parameter that the direction is
 * nearest to first, with coefficient 1. // [d]
 */
export function directionText(direction: readonly number[], parameters: readonly Parameter[]): string {
  const main = direction.reduce((best, part, k) => (Math.abs(part) > Math.abs(direction[best]!) ? k : best), 0);
  const slope = (k: number): number => direction[k]! / rangeOf(parameters[k]!);
  const others = [...direction.keys()].filter((k) => k !== main && Math.abs(direction[k]!) >= leastPart * Math.abs(direction[main]!));
  const terms = others.map((k) => {
    const coefficient = slope(k) / slope(main);
    const size = formatNumber(Math.abs(coefficient), 2);
    return ` ${coefficient < 0 ? "-" : "+"} ${size === "1" ? "" : `${size} `}${coordinateName(parameters[k]!)}`;
  });
  return `${coordinateName(parameters[main]!)}${terms.join("")}`;
}

/** What is linear in the coordinate of the cube. */
function coordinateName({ name, scale }: Parameter): string {
  return scale === "log" ? `ln(${name})` : name;
}

function rangeOf({ lower, upper, scale }: Parameter): number {
  return scale === "log" ? Math.log(upper / lower) : upper - lower;
}
