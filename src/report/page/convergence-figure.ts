import { smallestVolume } from "../../level-set/index.ts";
import { contourText, levelSetSentence } from "../text/level-set-text.ts";
import { levelSetStyle } from "../style/level-set-style.ts";
import { commonLayout, plotlyAxis, plotlyText, rounded, type JsonObject, type PlotlyFigure } from "./plotly-figure.ts";
import { isSameLevelSet, levelSetsOf, type LevelSetView, type ScanView } from "../view.ts";

/** How the expected misclassified volume and its bound came down towards the target as evaluations arrived. */
export function convergenceFigure(view: ScanView): PlotlyFigure {
  const counts = view.assessments.map(({ evaluations }) => evaluations);
  const [first, last] = [counts[0] ?? 0, counts.at(-1) ?? 1];
  const target: JsonObject[] = view.targetVolume === undefined ? [] : [{
    type: "scatter", mode: "lines", name: "target", x: [first, last], y: [view.targetVolume, view.targetVolume],
    line: { color: "ink", width: 1.2, dash: "dash" }, hovertemplate: "target %{y:.2~%}<extra></extra>",
  }];
  return {
    data: [...levelSetsOf(view).flatMap((levelSet) => historyTraces(view, levelSet)), boundKey, ...target],
    layout: {
      ...commonLayout,
      xaxis: plotlyAxis("observed evaluations", "linear"),
      yaxis: { ...plotlyAxis("misclassified volume", "log"), tickformat: "~%", dtick: tickSpacing(view), showgrid: true },
    },
  };
}

/** The legend's entry for all bounds. */
const boundKey: JsonObject = {
  type: "scatter", mode: "markers", name: "95 % bound", x: [null], y: [null], hoverinfo: "skip",
  marker: { symbol: "triangle-down-open", size: 7, color: "muted", line: { width: 1.5 } },
};

function historyTraces(view: ScanView, levelSet: LevelSetView): JsonObject[] {
  const { line, dash } = levelSetStyle(view, levelSet);
  const name = plotlyText(contourText(levelSet));
  const history = view.assessments.flatMap(({ evaluations, levelSets }) => {
    const found = levelSets.find((one) => isSameLevelSet(one, levelSet));
    return found === undefined ? [] : [{ evaluations, ...found }];
  });
  const bounded = history.filter(({ upperBound95 }) => upperBound95 !== null);
  return [
    {
      type: "scatter", mode: "lines+markers", name, legendgroup: name,
      line: { color: line, width: 2, dash }, marker: { size: 4 },
      x: history.map(({ evaluations }) => evaluations), y: rounded(history.map((one) => drawn(one.expectedMisclassifiedVolume))),
      hovertemplate: "n = %{x}: %{y:.2~%} expected<extra></extra>",
    },
    {
      type: "scatter", mode: "markers", legendgroup: name, showlegend: false,
      marker: { symbol: "triangle-down-open", size: 7, color: line, line: { width: 1.5 } },
      x: bounded.map(({ evaluations }) => evaluations), y: rounded(bounded.map((one) => drawn(one.upperBound95!))),
      hovertemplate: "n = %{x}: below %{y:.2~%} at 95 %<extra></extra>",
    },
  ];
}

/** Volumes below the smallest that counts are drawn there: a model that is sure of everything says 10⁻⁶⁰. */
function drawn(volume: number): number {
  return Math.max(volume, smallestVolume);
}

/** A label at 1, 2 and 5 of each decade, as long as there is room for them. */
function tickSpacing({ assessments }: ScanView): number | "D2" {
  const least = Math.min(...assessments.flatMap(({ levelSets }) => levelSets.map((one) => drawn(one.expectedMisclassifiedVolume))));
  return least < 1e-4 ? 1 : "D2";
}

/** The convergence in words. */
export function convergenceSummary(view: ScanView): string {
  const [first, last] = [view.assessments[0], view.assessments.at(-1)];
  if (first === undefined || last === undefined) return "Nothing has been assessed yet.";
  const sentences = levelSetsOf(view).map((levelSet) => levelSetSentence(view, levelSet));
  return `From ${first.evaluations} to ${last.evaluations} observed evaluations. At the end: ${sentences.join(" ")}`;
}
