import { evaluationTraces, type PlacedEvaluation } from "./evaluation-traces.ts";
import { contourText } from "../text/level-set-text.ts";
import { levelSetStyle } from "../style/level-set-style.ts";
import { formatNumber } from "../text/number-text.ts";
import type { Profile } from "../geometry/profile.ts";
import { commonLayout, parameterAxis, plotlyAxis, plotlyText, rounded } from "./plotly-figure.ts";
import type { JsonObject, PlotlyFigure } from "./plotly-figure.ts";
import type { EvaluationView, ScanView } from "../view.ts";

/** Observables along the axis of the one parameter: median, band, thresholds and where they are crossed. */
export function profileFigure(view: ScanView, profile: Profile, observables: readonly string[]): PlotlyFigure {
  const isLog = view.surrogates[observables[0]!]?.transform === "log";
  return {
    data: [
      ...(profile.predictions.length > 0 ? observables.flatMap((name) => predictionTraces(view, profile, name)) : []),
      ...thresholdTraces(view, observables),
      ...crossingTraces(view, profile, observables),
      ...evaluationTraces(view, observables.flatMap((name) => observedPlaces(view, name))),
      ...evaluationTraces(view, valuelessPlaces(view), "y2"),
    ],
    layout: {
      ...commonLayout,
      xaxis: parameterAxis(view.parameters[0]!),
      yaxis: plotlyAxis(observables.join(", "), isLog ? "log" : "linear"),
      yaxis2: { overlaying: "y", range: [0, 1], visible: false, fixedrange: true },
    },
  };
}

function predictionTraces(view: ScanView, { values, admissible, predictions }: Profile, name: string): JsonObject[] {
  const index = view.observables.findIndex((observable) => observable.name === name);
  const { median, lower, upper } = predictions[index]!;
  const { line, band, dash } = levelSetStyle(view, { observable: name, threshold: view.observables[index]!.thresholds[0]! });
  const shown = (column: Float64Array) => rounded(column.map((value, i) => (admissible[i] === 1 ? value : Number.NaN)));
  const common = { type: "scatter", mode: "lines", x: rounded(values), legendgroup: name };
  const edge = { ...common, line: { width: 0, simplify: false }, hoverinfo: "skip" };
  return [
    { ...edge, y: shown(upper), showlegend: false },
    { ...edge, y: shown(lower), fill: "tonexty", fillcolor: band, name: "68 % band" },
    {
      ...common, y: shown(median), line: { color: line, width: 2.2, dash, simplify: false }, name: plotlyText(name),
      hovertemplate: "%{x:.4~g}: %{y:.4~g}<extra></extra>",
    },
  ];
}

function thresholdTraces(view: ScanView, observables: readonly string[]): JsonObject[] {
  const { thresholds } = view.observables.find(({ name }) => name === observables[0])!;
  const { lower, upper } = view.parameters[0]!;
  return thresholds.map((threshold) => ({
    type: "scatter", mode: "lines", name: `threshold ${formatNumber(threshold)}`, hoverinfo: "skip",
    x: [lower, upper], y: [threshold, threshold], line: { color: "ink", width: 1, dash: "dot" },
  }));
}

function crossingTraces(view: ScanView, { levelSets }: Profile, observables: readonly string[]): JsonObject[] {
  return levelSets
    .filter(({ levelSet, crossings }) => observables.includes(levelSet.observable) && crossings[0.5].length > 0)
    .map(({ levelSet, crossings }, k) => ({
      type: "scatter", mode: "markers", name: "crossing", showlegend: k === 0,
      marker: { symbol: "diamond", size: 10, color: levelSetStyle(view, levelSet).line, line: { color: "paper", width: 1.5 } },
      x: rounded(crossings[0.5]), y: crossings[0.5].map(() => levelSet.threshold),
      hovertemplate: `${plotlyText(contourText(levelSet))} at %{x:.5~g}<extra></extra>`,
    }));
}

function observedPlaces(view: ScanView, observable: string): PlacedEvaluation[] {
  return placedAt(view, ({ observations }) => observations[observable]?.value);
}

/** Infeasible, failed and pending evaluations have no value: they stand on the axis. */
function valuelessPlaces(view: ScanView): PlacedEvaluation[] {
  return placedAt(view, ({ status }) => (status === "observed" ? undefined : 0.02));
}

function placedAt(view: ScanView, height: (evaluation: EvaluationView) => number | undefined): PlacedEvaluation[] {
  const { name } = view.parameters[0]!;
  return view.evaluations.flatMap((evaluation, i) => {
    const y = height(evaluation);
    return y === undefined ? [] : [{ evaluation, order: evaluation.order ?? i + 1, x: evaluation.parameters[name]!, y, opacity: 1 }];
  });
}
