import { contourText } from "../text/level-set-text.ts";
import { countNoun, formatNumber, formatPercent, withUnit } from "../text/number-text.ts";
import type { ContourComparison, DisagreeingPoint } from "./compared-contours.ts";

/** How many points that disagree are listed one by one. */
const mostListed = 20;

/** What `excursion compare` prints: for each contour the area between, the distances and the points that disagree. */
export function comparisonText(comparisons: readonly ContourComparison[]): string {
  return comparisons.map(contourLines).join("\n");
}

function contourLines({ levelSet, parameters, unit, distance, areaBetween, areaBetweenSquared, disagreeing }: ContourComparison): string {
  const area = `${formatPercent(areaBetween)} of the admissible area`;
  const squared = areaBetweenSquared === undefined ? "" : `, ${formatNumber(areaBetweenSquared, 3)}${unit === "" ? "" : ` ${unit}²`}`;
  const facts = [
    ["area between", area + squared],
    ...(distance === undefined
      ? [["distance", "none: one of the contours has no line here"]]
      : [
          ["mean distance", lengthText(distance.mean, unit)],
          ["first to second", directedText(distance.firstToSecond, unit)],
          ["second to first", directedText(distance.secondToFirst, unit)],
        ]),
    ["points that disagree", disagreeing.length === 0 ? "none" : countNoun(disagreeing.length, "evaluated point")],
  ];
  const width = Math.max(...facts.map(([name]) => name!.length));
  const listed = disagreeing.slice(0, mostListed).map((point) => `    ${pointText(point, levelSet.observable)}\n`);
  const more = disagreeing.length > mostListed ? `    and ${disagreeing.length - mostListed} more\n` : "";
  const lines = facts.map(([name, text]) => `  ${name!.padEnd(width)}  ${text}\n`);
  return `${contourText(levelSet)} in ${parameters.join(", ")}\n${lines.join("")}${listed.join("")}${more}`;
}

function directedText({ mean, largest, at }: NonNullable<ContourComparison["distance"]>["firstToSecond"], unit: string): string {
  return `${lengthText(mean, unit)} in the mean, at most ${lengthText(largest, unit)} at (${at.map((value) => formatNumber(value)).join(", ")})`;
}

function lengthText(length: number, unit: string): string {
  return withUnit(formatNumber(length, 3), unit);
}

function pointText({ scan, id, parameters, value }: DisagreeingPoint, observable: string): string {
  const place = Object.entries(parameters).map(([name, coordinate]) => `${name}=${formatNumber(coordinate, 6)}`);
  return `${scan} ${id} ${place.join(" ")}  ${observable}=${formatNumber(value)}`;
}
