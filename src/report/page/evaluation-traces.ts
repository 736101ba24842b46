import { formatObservation, formatQuantity } from "../text/number-text.ts";
import { colourBar, colourScale, plotlyText, rounded, type JsonObject } from "./plotly-figure.ts";
import { oneLine } from "../text/terminal-style.ts";
import type { EvaluationView, ScanView } from "../view.ts";

/** Where an evaluation is drawn, and how strongly: 1 is in full. */
export interface PlacedEvaluation {
  readonly evaluation: EvaluationView;
  readonly order: number; // 1 for the first of the scan
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
}

const signs: Readonly<Record<EvaluationView["status"], JsonObject>> = {
  observed: { symbol: "circle", size: 8, line: { color: "ink", width: 0.6 } },
  infeasible: { symbol: "x-thin", size: 8, color: "ink", line: { color: "ink", width: 2 } },
  failed: { symbol: "triangle-down-open", size: 10, color: "attention", line: { width: 2 } },
  pending: { symbol: "circle-open", size: 8, color: "muted", line: { width: 2 } },
};

/** Evaluations as one trace a status: observed ones coloured by their order, the others as signs of their own. */
export function evaluationTraces(view: ScanView, placed: readonly PlacedEvaluation[], yaxis = "y"): JsonObject[] {
  return (["observed", "infeasible", "failed", "pending"] as const).flatMap((status) => {
    const chosen = placed.filter(({ evaluation }) => evaluation.status === status);
    if (chosen.length === 0) return [];
    const colouring = status === "observed" ? orderColouring(view, chosen) : {};
    const marker = { ...signs[status], ...colouring, opacity: chosen.map(({ opacity }) => opacity) };
    return [
      {
        type: "scatter",
        mode: "markers",
        name: status,
        yaxis,
        legendrank: 1004,
        cliponaxis: false,
        x: rounded(chosen.map(({ x }) => x)),
        y: rounded(chosen.map(({ y }) => y)),
        text: chosen.map(({ evaluation, order }) => evaluationText(view, evaluation, order)),
        customdata: chosen.map(({ evaluation }) => evaluation.id),
        hovertemplate: "%{text}<extra></extra>",
        marker,
      },
    ];
  });
}

function orderColouring(view: ScanView, chosen: readonly PlacedEvaluation[]): JsonObject {
  return {
    color: chosen.map(({ order }) => order),
    cmin: 1,
    cmax: Math.max(2, view.evaluations.length, view.evaluations.at(-1)?.order ?? 0),
    colorscale: colourScale("order"),
    colorbar: colourBar("order"),
  };
}

/** What is known of an evaluation, as the lines of a label. */
function evaluationText(view: ScanView, evaluation: EvaluationView, order: number): string {
  const { id, status, origin, observations, reason } = evaluation;
  const parameters = view.parameters.map(({ name, unit }) => {
    return `${name} = ${formatQuantity(evaluation.parameters[name]!, unit, 6)}`;
  });
  const values = Object.entries(observations).map(([name, observation]) => `${name} = ${formatObservation(observation)}`);
  const why = reason === undefined ? "" : `: ${shortened(oneLine(reason))}`;
  const outcome = status === "observed" ? values : [`${status}${why}`];
  return [`no. ${order}, ${id} (${origin})`, ...parameters, ...outcome].map(plotlyText).join("<br>");
}

function shortened(text: string): string {
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}
