import { axisOf, selectPoints, type PhysicalPoints } from "../../space/index.ts";
import { contourText } from "../text/level-set-text.ts";
import { levelSetStyle } from "../style/level-set-style.ts";
import type { LineProbability } from "../geometry/level-field.ts";
import { evaluationTraces, type PlacedEvaluation } from "./evaluation-traces.ts";
import { slicePoints, type Plane, type PlaneLevelSet } from "../geometry/plane.ts";
import { colourBar, colourScale, commonLayout, gappedLines, parameterAxis, plotlyText, rounded } from "./plotly-figure.ts";
import type { Json, JsonObject, PlotlyFigure } from "./plotly-figure.ts";
import type { ScanView } from "../view.ts";

/** All level sets in one plane: contours with their bands, what is forbidden, and the evaluations in order. */
export function planeFigure(view: ScanView, plane: Plane): PlotlyFigure {
  return {
    data: [
      ...plane.levelSets.map((levelSet) => bandTrace(view, levelSet)),
      ...(plane.levelSets.length > 0 ? [bandKey] : []),
      ...forbiddenTraces(plane),
      ...plane.levelSets.flatMap((levelSet) => lineTraces(view, levelSet)),
      ...allowedTraces(view, plane),
      ...evaluationTraces(view, placedEvaluations(view, plane)),
    ],
    layout: planeLayout(view, plane),
  };
}

/** The probability of the excursion set in a plane, with the contour and the places of the evaluations. */
export function probabilityFigure(view: ScanView, plane: Plane, levelSet: PlaneLevelSet): PlotlyFigure {
  const placed = placedEvaluations(view, plane).filter(({ evaluation }) => evaluation.status === "observed");
  return {
    data: [
      probabilityTrace(plane, levelSet),
      ...forbiddenTraces(plane),
      strokeTrace(levelSet, 0.5, { color: "ink", width: 2, simplify: false }),
      {
        type: "scatter",
        mode: "markers",
        name: "observed",
        legendrank: 1004,
        cliponaxis: false,
        x: rounded(placed.map(({ x }) => x)),
        y: rounded(placed.map(({ y }) => y)),
        hoverinfo: "skip",
        marker: { symbol: "circle", size: 4, color: "ink", opacity: placed.map(({ opacity }) => opacity) },
      },
    ],
    layout: planeLayout(view, plane),
  };
}

/** What an evaluation is worth anywhere in a plane, as a part of the most, with those under way. `score`: // [m, d] -> [m] */
export function acquisitionFigure(view: ScanView, plane: Plane, score: (points: PhysicalPoints) => Float64Array): PlotlyFigure {
  const inside = [...plane.admissible.keys()].filter((i) => plane.admissible[i] === 1);
  const values = new Float64Array(plane.admissible.length).fill(Number.NaN);
  const scores = score(selectPoints(slicePoints(plane, plane.xValues, plane.yValues), inside));
  const finite = scores.filter(Number.isFinite);
  const [least, most] = [finite.reduce((a, b) => Math.min(a, b), Infinity), finite.reduce((a, b) => Math.max(a, b), -Infinity)];
  inside.forEach((i, k) => (values[i] = most > least ? (Math.max(scores[k]!, least) - least) / (most - least) : 0));
  const pending = placedEvaluations(view, plane).filter(({ evaluation }) => evaluation.status === "pending");
  const heat: JsonObject = {
    type: "heatmap",
    x: rounded(plane.xValues),
    y: rounded(plane.yValues),
    z: rowsOf(plane, (i, j) => Number(values[j * plane.xValues.length + i]!.toFixed(2)), (i, j) => plane.admissible[j * plane.xValues.length + i] === 1),
    zmin: 0,
    zmax: 1,
    zsmooth: "best",
    colorscale: colourScale("order"),
    colorbar: { ...colourBar("worth"), tickvals: [0, 0.5, 1] },
    hovertemplate: "%{z}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>",
  };
  return { data: [heat, ...forbiddenTraces(plane), ...evaluationTraces(view, pending)], layout: planeLayout(view, plane) };
}

/** Values on the grid row by row, null where they are not shown. */
function rowsOf(plane: Plane, value: (i: number, j: number) => number, isShown: (i: number, j: number) => boolean): Json {
  return Array.from(plane.yValues, (_, j) => Array.from(plane.xValues, (__, i) => (isShown(i, j) ? value(i, j) : null)));
}

function planeLayout(view: ScanView, { x, y }: Plane): JsonObject {
  return { ...commonLayout, xaxis: parameterAxis(view.parameters[x]!), yaxis: parameterAxis(view.parameters[y]!) };
}

const area: JsonObject = { type: "scatter", mode: "lines", fill: "toself", hoverinfo: "skip" };

function bandTrace(view: ScanView, { levelSet, band }: PlaneLevelSet): JsonObject {
  const fillcolor = levelSetStyle(view, levelSet).band;
  return { ...area, line: { width: 0, simplify: false }, fillcolor, showlegend: false, ...gappedLines(band) };
}

/** The legend's entry for all bands. */
const bandKey: JsonObject = {
  ...area, line: { width: 0 }, fillcolor: "neutralBand", name: "shaded: 68 % band", legendrank: 1001, x: [null], y: [null],
};

function forbiddenTraces({ forbidden }: Plane): JsonObject[] {
  if (forbidden.length === 0) return [];
  const fillpattern = { shape: "/", size: 7, solidity: 0.15, bgcolor: "forbidden", fgcolor: "hatch", fillmode: "replace" };
  const line = { color: "hatch", width: 0.5 };
  return [{ ...area, line, fillcolor: "forbidden", fillpattern, name: "forbidden", legendrank: 1002, ...gappedLines(forbidden) }];
}

function lineTraces(view: ScanView, levelSet: PlaneLevelSet): JsonObject[] {
  const { line, dash } = levelSetStyle(view, levelSet.levelSet);
  const edge = { color: line, width: 0.8, simplify: false };
  const contour = strokeTrace(levelSet, 0.5, { color: line, width: 2.5, dash, simplify: false });
  return [strokeTrace(levelSet, 0.16, edge), strokeTrace(levelSet, 0.84, edge), contour];
}

function strokeTrace({ levelSet, lines }: PlaneLevelSet, q: LineProbability, line: JsonObject): JsonObject {
  const name = plotlyText(contourText(levelSet));
  return {
    type: "scatter", mode: "lines", line, name, legendgroup: name, showlegend: q === 0.5,
    hovertemplate: `p = ${q}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>`,
    ...gappedLines(lines[q]),
  };
}

function allowedTraces({ allowed }: ScanView, { x, y }: Plane): JsonObject[] {
  if (allowed === undefined) return [];
  const column = (k: number): Json => rounded(Array.from({ length: allowed.n }, (_, i) => allowed.data[i * allowed.d + k]!));
  return [
    {
      type: "scatter", mode: "markers", name: "allowed points", legendrank: 1003, cliponaxis: false, hoverinfo: "skip",
      marker: { symbol: "circle", size: 3, color: "muted" },
      x: column(x), y: column(y),
    },
  ];
}

function placedEvaluations(view: ScanView, plane: Plane): PlacedEvaluation[] {
  const [x, y] = [view.parameters[plane.x]!.name, view.parameters[plane.y]!.name];
  return view.evaluations.map((evaluation, i) => {
    const { parameters } = evaluation;
    return { evaluation, order: evaluation.order ?? i + 1, x: parameters[x]!, y: parameters[y]!, opacity: nearness(view, plane, parameters) };
  });
}

/** 1 for an evaluation in the slice, falling to 0.15 with its distance from it; always 1 in two dimensions. */
function nearness(view: ScanView, { x, y, at }: Plane, parameters: Readonly<Record<string, number>>): number {
  const offsets = view.parameters.map((parameter, k) => {
    if (k === x || k === y) return 0;
    const axis = axisOf(parameter);
    return axis.toUnit(parameters[parameter.name]!) - axis.toUnit(at[k]!);
  });
  return Number((0.15 + 0.85 * Math.exp(-((Math.hypot(...offsets) / 0.3) ** 2))).toFixed(2));
}

function probabilityTrace(plane: Plane, { probability }: PlaneLevelSet): JsonObject {
  const columns = plane.xValues.length;
  return {
    type: "heatmap",
    x: rounded(plane.xValues),
    y: rounded(plane.yValues),
    z: rowsOf(plane, (i, j) => Number(probability[j * columns + i]!.toFixed(3)), nearAdmissible(plane)),
    zmin: 0,
    zmax: 1,
    zsmooth: "best",
    colorscale: colourScale("probability"),
    colorbar: { ...colourBar("probability"), tickvals: [0, 0.5, 1] },
    hovertemplate: "p = %{z}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>",
  };
}

/** Whether a node or one of its neighbours is admissible: colours are interpolated up to the border of the forbidden region. */
function nearAdmissible({ admissible, xValues, yValues }: Plane): (i: number, j: number) => boolean {
  const steps = [-1, 0, 1];
  const inside = (i: number, j: number): boolean => {
    return i >= 0 && i < xValues.length && j >= 0 && j < yValues.length && admissible[j * xValues.length + i] === 1;
  };
  return (i, j) => steps.some((right) => steps.some((up) => inside(i + right, j + up)));
}
