import type { Parameter } from "../../space/index.ts";
import type { Profile } from "../geometry/profile.ts";
import { contourText } from "./level-set-text.ts";
import { formatNumber, withUnit } from "./number-text.ts";

/** How far the band reaches, with no more digits than are written. */
function extent(edges: readonly string[], middles: readonly string[], unit: string | undefined): string {
  if (edges.length === 0) return "has no end in the domain";
  if (edges.every((edge) => middles.includes(edge))) return "is narrower than the last digit";
  return `ends at ${withUnit(edges.join(", "), unit)}`;
}

/** Where the thresholds of observables are crossed, in words, with the band's edges. */
export function profileSummary({ levelSets }: Profile, { name, unit }: Parameter, observables: readonly string[]): string {
  return levelSets
    .filter(({ levelSet }) => observables.includes(levelSet.observable))
    .map(({ levelSet, crossings }) => {
      const middles = crossings[0.5].map((value) => formatNumber(value));
      const edges = [...crossings[0.16], ...crossings[0.84]].sort((a, b) => a - b).map((value) => formatNumber(value));
      if (middles.length === 0) return `${contourText(levelSet)} is not crossed.`;
      const places = middles.map((middle) => `${name} = ${withUnit(middle, unit)}`);
      return `${contourText(levelSet)} is crossed at ${places.join(" and ")}; the 68 % band ${extent(edges, middles, unit)}.`;
    })
    .join(" ");
}
