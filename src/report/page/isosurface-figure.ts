import { axisTitle, axisValues } from "../geometry/axis.ts";
import { levelField } from "../geometry/level-field.ts";
import { predictAll } from "../geometry/predict-blocks.ts";
import { contourSurface, type SpacePoint } from "../../level-set/index.ts";
import { axisOf, physicalPoints, type Parameter, type PhysicalPoints } from "../../space/index.ts";
import { axisTicks } from "../picture/axis-ticks.ts";
import { levelSetStyle } from "../style/level-set-style.ts";
import { contourText } from "../text/level-set-text.ts";
import { htmlText, plainText } from "../text/rich-text.ts";
import { levelSetsOf, type LevelSetView, type ScanView } from "../view.ts";
import type { PageFigure } from "./figure-markup.ts";
import { commonLayout, plotlyText, rounded, type JsonObject } from "./plotly-figure.ts";

/** Nodes along each axis of the grid between which the surfaces are linear. */
const nodes = 25;

/** The contours of a scan of three parameters as surfaces that can be turned, with the evaluations; needs plotly's WebGL traces. */
export function isosurfaceFigure(view: ScanView): PageFigure {
  const predictions = predictAll(view, gridOf(view.parameters));
  const surfaces = levelSetsOf(view).map((levelSet) => {
    const index = view.observables.findIndex(({ name }) => name === levelSet.observable);
    return surfaceTrace(view, levelSet, levelField(view.observables[index]!, levelSet.threshold, predictions[index]!, 0.5));
  });
  const [x, y, z] = view.parameters as readonly [Parameter, Parameter, Parameter];
  return {
    id: "isosurface",
    title: `Contours in ${view.parameters.map(({ name, label }) => plainText(label ?? name)).join(", ")}`,
    summary: "Each surface is where the probability of an excursion set is one half. Turn it by dragging. Points are evaluations.",
    size: "large",
    library: "gl3d",
    figure: {
      data: [...surfaces, evaluationsTrace(view)],
      layout: {
        ...commonLayout,
        scene: { xaxis: sceneAxis(x), yaxis: sceneAxis(y), zaxis: sceneAxis(z), aspectmode: "cube", camera: { eye: { x: 1.5, y: 1.5, z: 0.7 }, center: { x: 0, y: 0, z: -0.15 } } },
      },
    },
  };
}

function surfaceTrace(view: ScanView, levelSet: LevelSetView, values: Float64Array): JsonObject {
  const axes = view.parameters.map(axisOf);
  const toPhysical = (point: SpacePoint): number[] => point.map((unit, k) => axes[k]!.toPhysical(unit));
  const isAdmissible = (point: SpacePoint): boolean => view.admissible(physicalPoints(3, Float64Array.from(toPhysical(point))))[0] === 1;
  const { vertices, triangles } = contourSurface({ nodes, values }, 0, isAdmissible);
  const places = vertices.map(toPhysical);
  const [x, y, z] = [0, 1, 2].map((k) => rounded(places.map((place) => place[k]!), 5));
  const [i, j, k] = [0, 1, 2].map((corner) => triangles.map((triangle) => triangle[corner]!));
  return {
    type: "mesh3d", x: x!, y: y!, z: z!, i: i!, j: j!, k: k!, color: levelSetStyle(view, levelSet).line, opacity: 0.6, flatshading: false,
    showlegend: true, hoverinfo: "skip", name: plotlyText(contourText(levelSet)),
  };
}

/** A full grid over three parameters, the last varying fastest. // [nodes³, 3] */
function gridOf(parameters: readonly Parameter[]): PhysicalPoints {
  const axes = parameters.map((parameter) => axisValues(parameter, nodes));
  const data = Float64Array.from({ length: 3 * nodes ** 3 }, (_, i) => {
    const k = i % 3;
    return axes[k]![Math.floor((i - k) / 3 / nodes ** (2 - k)) % nodes]!;
  });
  return physicalPoints(3, data);
}

function evaluationsTrace(view: ScanView): JsonObject {
  const observed = view.evaluations.filter(({ status }) => status === "observed");
  const [x, y, z] = view.parameters.map(({ name }) => rounded(observed.map(({ parameters }) => parameters[name]!)));
  return {
    type: "scatter3d", mode: "markers", name: "observed", x: x!, y: y!, z: z!, hovertemplate: "%{x:.4~g}, %{y:.4~g}, %{z:.4~g}<extra></extra>",
    marker: { size: 3, color: "ink" },
  };
}

function sceneAxis(parameter: Parameter): JsonObject {
  const { lower, upper, scale } = parameter;
  const range = scale === "log" ? [Math.log10(lower), Math.log10(upper)] : [lower, upper];
  const { major } = axisTicks(parameter, 5);
  return {
    title: { text: htmlText(axisTitle(parameter)) }, type: scale, range, gridcolor: "rule", linecolor: "ink", zeroline: false,
    backgroundcolor: "paper", showbackground: true, tickvals: major.map(({ value }) => value), ticktext: major.map(({ text }) => htmlText(text)),
  };
}
