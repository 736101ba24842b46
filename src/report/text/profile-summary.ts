import type { Parameter } from "../../space/index.ts";
import type { Profile } from "../geometry/profile.ts";
import { contourText } from "./level-set-text.ts";
import { formatNumber, formatQuantity, withUnit } from "./number-text.ts";

/** Where the thresholds of observables are crossed, in words, with the band's edges. */
export function profileSummary({ levelSets }: Profile, { name, unit }: Parameter, observables: readonly string[]): string {
  return levelSets
    .filter(({ levelSet }) => observables.includes(levelSet.observable))
    .map(({ levelSet, crossings }) => {
      const places = crossings[0.5].map((value) => `${name} = ${formatQuantity(value, unit)}`);
      const edges = [...crossings[0.16], ...crossings[0.84]].sort((a, b) => a - b).map((value) => formatNumber(value));
      if (places.length === 0) return `${contourText(levelSet)} is not crossed.`;
      const ends = withUnit(edges.join(", "), unit);
      return `${contourText(levelSet)} is crossed at ${places.join(" and ")}; the 68 % band ends at ${ends}.`;
    })
    .join(" ");
}
