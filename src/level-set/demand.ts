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

/** "1.2 %". */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(2))} %`;
}

function volumeDemand(limit: number): Demand {
  return {
    name: "misclassified volume",
    limit,
    expected: ({ expectedMisclassifiedVolume }) => expectedMisclassifiedVolume,
    bound: ({ upperBound95 }) => upperBound95 ?? Infinity,
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
