import { formatNumber } from "./number-text.ts";
import { scaleRoles } from "./palette.ts";
import { plotlyText, rounded, type Json, type JsonObject } from "./plotly-figure.ts";
import { oneLine } from "./terminal-style.ts";
import type { EvaluationView, ScanView } from "./view.ts";

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
    const marker = { ...signs[status], ...(status === "observed" && orderColouring(view, chosen)), opacity: chosen.map(({ opacity }) => opacity) };
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
    cmax: Math.max(2, view.evaluations.length),
    colorscale: scaleRoles("order").map((role, i): Json => [i / 4, role]),
    colorbar: {
      orientation: "h",
      title: { text: "order", side: "right", font: { size: 12 } },
      thickness: 8,
      len: 0.45,
      x: 0,
      xanchor: "left",
      y: 0,
      yref: "container",
      yanchor: "bottom",
      ypad: 4,
      outlinewidth: 0,
      tickfont: { size: 11 },
    },
  };
}

/** What is known of an evaluation, as the lines of a label. */
function evaluationText(view: ScanView, evaluation: EvaluationView, order: number): string {
  const { id, status, origin, observations, reason } = evaluation;
  const parameters = view.parameters.map(({ name, unit }) => {
    return `${name} = ${formatNumber(evaluation.parameters[name]!, 6)}${unit === undefined ? "" : ` ${unit}`}`;
  });
  const values = Object.entries(observations).map(([name, { value, standardError }]) => {
    return `${name} = ${formatNumber(value)}${standardError === undefined ? "" : ` ± ${formatNumber(standardError, 2)}`}`;
  });
  const outcome = status === "observed" ? values : [`${status}${reason === undefined ? "" : `: ${shortened(oneLine(reason))}`}`];
  return [`no. ${order}, ${id} (${origin})`, ...parameters, ...outcome].map(plotlyText).join("<br>");
}

function shortened(text: string): string {
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}
