import { seriesCount } from "./palette.ts";
import type { LevelSetView, ScanView } from "../view.ts";

export type Dash = "solid" | "dash" | "dot" | "dashdot" | "longdash";

/** How the lines of a level set are told apart: one colour for an observable, one kind of line for a threshold. */
export interface LevelSetStyle {
  readonly line: string; // role in the palette
  readonly band: string;
  readonly dash: Dash;
}

const furtherDashes: readonly Dash[] = ["dot", "dashdot", "longdash"];

/** Observed results are solid and expected ones dashed, as is the custom; further thresholds are dotted and so on. */
export function levelSetStyle(view: ScanView, levelSet: Pick<LevelSetView, "observable" | "threshold">): LevelSetStyle {
  const { observable, threshold } = levelSet;
  const index = view.observables.findIndex(({ name }) => name === observable);
  const k = view.observables[index]!.thresholds.indexOf(threshold);
  const first: Dash = /expected/i.test(observable) ? "dash" : "solid";
  const series = index % seriesCount;
  const dash = k === 0 ? first : furtherDashes[(k - 1) % furtherDashes.length]!;
  return { line: `series${series}`, band: `band${series}`, dash };
}
