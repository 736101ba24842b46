import { profileOf, type ProfileLevelSet } from "../geometry/profile.ts";
import { contourText } from "../text/level-set-text.ts";
import { formatQuantity } from "../text/number-text.ts";
import { isSameLevelSet, type LevelSetView, type ScanView } from "../view.ts";

/** Where two scans of one parameter cross a threshold, in the parameter's unit. */
export interface CrossingComparison {
  readonly levelSet: LevelSetView;
  readonly parameter: string;
  readonly unit: string;
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** The largest distance from a crossing of either to the nearest of the other; absent where one of them has none. */
  readonly largestDistance?: number;
}

/** Values along the parameter between which crossings are interpolated. */
const nodes = 801;

/**
 * The crossings of two scans of the same one parameter, level set by level set.
 * @throws RangeError when the parameters or level sets have nothing in common.
 */
export function compareCrossings(first: ScanView, second: ScanView): CrossingComparison[] {
  const [names, others] = [first, second].map((view) => view.parameters.map(({ name }) => name).join(", "));
  if (names !== others) throw new RangeError(`expected two scans of the same parameters, got ${names} and ${others}`);
  const [{ name, unit = "" }] = first.parameters as [ScanView["parameters"][number]];
  const found = profileOf(second, nodes).levelSets;
  const comparisons = profileOf(first, nodes).levelSets.flatMap(({ levelSet, crossings }: ProfileLevelSet): CrossingComparison[] => {
    const match = found.find((other) => isSameLevelSet(other.levelSet, levelSet));
    if (match === undefined) return [];
    const [a, b] = [crossings[0.5], match.crossings[0.5]];
    const distances = a.length === 0 || b.length === 0 ? [] : [...a.map((one) => nearest(one, b)), ...b.map((one) => nearest(one, a))];
    return [{ levelSet, parameter: name, unit, first: a, second: b, ...(distances.length > 0 && { largestDistance: Math.max(...distances) }) }];
  });
  if (comparisons.length > 0) return comparisons;
  throw new RangeError(`expected two fitted scans with an observable and threshold in common, got none in ${first.name} and ${second.name}`);
}

/** What `excursion compare` prints of scans of one parameter. */
export function crossingsText(comparisons: readonly CrossingComparison[]): string {
  return comparisons.map(({ levelSet, parameter, unit, first, second, largestDistance }) => {
    const listed = (values: readonly number[]): string => (values.length === 0 ? "none" : values.map((value) => formatQuantity(value, unit)).join(", "));
    const apart = largestDistance === undefined ? "not comparable: one of the scans has no crossing" : formatQuantity(largestDistance, unit, 3);
    return `${contourText(levelSet)} in ${parameter}\n  first             ${listed(first)}\n  second            ${listed(second)}\n  largest distance  ${apart}\n`;
  }).join("\n");
}

function nearest(value: number, others: readonly number[]): number {
  return Math.min(...others.map((other) => Math.abs(other - value)));
}
