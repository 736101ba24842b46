import { formatBound, formatNumber, formatPercent } from "./number-text.ts";
import { latestAssessment, type LevelSetView, type ScanView } from "../view.ts";

/** The excursion set in symbols: "clsObserved ≤ 0.05". */
export function excursionText({ observable, threshold, side }: LevelSetView): string {
  return `${observable} ${side === "above" ? "≥" : "≤"} ${formatNumber(threshold)}`;
}

/** The contour in symbols: "clsObserved = 0.05". */
export function contourText({ observable, threshold }: LevelSetView): string {
  return `${observable} = ${formatNumber(threshold)}`;
}

/** What is known of a level set, in a sentence that can be quoted. */
export function levelSetSentence(view: ScanView, levelSet: LevelSetView): string {
  const assessment = latestAssessment(view, levelSet);
  if (assessment === undefined) return `${excursionText(levelSet)}: not assessed yet.`;
  const { excursionVolume, expectedMisclassifiedVolume, upperBound95 } = assessment;
  const bound = upperBound95 === null ? "" : `, uncertain by at most ${formatBound(upperBound95)} (95 %)`;
  return (
    `${excursionText(levelSet)} in ${formatPercent(excursionVolume, 3)} of the admissible volume${bound}; ` +
    `${formatPercent(expectedMisclassifiedVolume)} is expected to be misclassified (target ${view.target}).`
  );
}

/** The largest volume that no level set of an observable counts: it lies nearer to infeasible or failed evaluations than to observed. */
export function undecidedVolume(view: ScanView): number {
  return Math.max(0, ...(view.assessments.at(-1)?.observables.map((observable) => observable.undecidedVolume) ?? []));
}

/** The largest expected misclassified volume of all level sets. */
export function uncertainVolume(view: ScanView): number | undefined {
  const volumes = view.assessments.at(-1)?.levelSets.map(({ expectedMisclassifiedVolume }) => expectedMisclassifiedVolume);
  return volumes === undefined || volumes.length === 0 ? undefined : Math.max(...volumes);
}

/** The largest bound of all level sets, what keeps the scan from being converged; undefined where one was not computed. */
export function boundedVolume(view: ScanView): number | undefined {
  const bounds = view.assessments.at(-1)?.levelSets.map(({ upperBound95 }) => upperBound95 ?? Infinity) ?? [];
  const largest = Math.max(...bounds);
  return Number.isFinite(largest) ? largest : undefined;
}
