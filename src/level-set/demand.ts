import type { Assessment, ConvergenceCriteria, LevelSetAssessment } from "./types.ts";

/** One thing that the bounds of every level set have to be within. */
export interface Demand {
  readonly name: string;
  readonly limit: number;
  expected(levelSet: LevelSetAssessment): number;
  bound(levelSet: LevelSetAssessment): number; // Infinity where it was not computed
  format(value: number): string;
}

/** What the criteria demand, the volume first. */
export function demandsOf({ misclassifiedVolume, contourDistance }: ConvergenceCriteria): readonly Demand[] {
  return [
    ...(misclassifiedVolume === undefined ? [] : [volumeDemand(misclassifiedVolume)]),
    ...(contourDistance === undefined ? [] : [distanceDemand]),
  ];
}

/** The largest value of all level sets, and whose it is in words. */
export function worstOf(
  { levelSets }: Assessment,
  valueOf: (levelSet: LevelSetAssessment) => number,
): { readonly value: number; readonly where: string } {
  const worst = levelSets.toSorted((a, b) => valueOf(b) - valueOf(a))[0]!;
  return { value: valueOf(worst), where: `${worst.observable} at ${worst.threshold}` };
}

/** The smallest volume that is told: none is known better than to a millionth. */
export const smallestVolume = 1e-6;

/** "1.2 %", and "less than 0.0001 %" of what is not nothing. */
export function percent(fraction: number): string {
  if (fraction > 0 && fraction < smallestVolume) return `less than ${percent(smallestVolume)}`;
  return `${Number((100 * fraction).toPrecision(2))} %`;
}

function volumeDemand(limit: number): Demand {
  return {
    name: "misclassified volume",
    limit,
    expected: ({ expectedMisclassifiedVolume }) => expectedMisclassifiedVolume,
    bound: ({ upperBound95 }) => Math.max(upperBound95 ?? Infinity, smallestVolume),
    format: percent,
  };
}

const distanceDemand: Demand = {
  name: "mean contour distance",
  limit: 1,
  expected: ({ contourDistance }) => contourDistance?.expected ?? Infinity,
  bound: ({ contourDistance }) => contourDistance?.upperBound95 ?? Infinity,
  format: (value) => `${Number((100 * value).toPrecision(2))} % of the declared one`,
};
