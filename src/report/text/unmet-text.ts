import { formatNumber } from "./number-text.ts";
import { latestAssessment, type LevelSetView, type ScanView } from "../view.ts";

/** What to know of a contour when all evaluations lie on one side of it: "all 20 values lie between 0.31 and 0.54; ..." */
export function unmetText(view: ScanView, levelSet: LevelSetView): string | undefined {
  const { observable, threshold } = levelSet;
  const values = view.evaluations.flatMap(({ observations }) => observations[observable]?.value ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (latestAssessment(view, levelSet) === undefined || values.length < 2 || (least <= threshold && threshold <= most)) return undefined;
  if (least === most) return `all ${values.length} values are ${formatNumber(least)}; check that the evaluator uses the parameters it is given`;
  return `all ${values.length} values lie between ${formatNumber(least)} and ${formatNumber(most)}; check the threshold if a contour was expected`;
}
