import { compileExpression, type AxisRange, axisOf } from "../../space/index.ts";
import { axisTitle, titleWithUnit } from "../geometry/axis.ts";
import type { Polyline } from "../geometry/plane.ts";
import type { Profile } from "../geometry/profile.ts";
import { limitGroups, type LimitGroup } from "../style/limit-group.ts";
import { printPalette } from "../style/print-palette.ts";
import { markup, type Markup } from "../text/markup.ts";
import { profileSummary } from "../text/profile-summary.ts";
import { plainText } from "../text/rich-text.ts";
import type { LevelSetView, Prediction, ScanView } from "../view.ts";
import { evaluationEntries, headerOf, type LegendEntry } from "./header.ts";
import { bandColour, expectedStroke, groupEntries, lineSwatch, observedStroke, ownerOf, uncertaintyEntry, uncertaintyOf } from "./limit-legend.ts";
import { areaClip, axesMarkup, frameOf, pathData, pixelX, pixelY, svgDocument, type SvgFrame } from "./svg-frame.ts";
import { areaMarkup, evaluationMark, strokeMarkup, type Stroke } from "./svg-marks.ts";

const size = { width: 500, height: 380 };

const predictionStroke: Stroke = { colour: printPalette.prediction, width: 2, dash: "longdash" };

/** A limit figure while it is made: limits are drawn as multiples of the prediction, where there is one. */
interface LimitFigure {
  readonly view: ScanView;
  readonly profile: Profile;
  readonly groups: readonly LimitGroup[];
  readonly thresholds: readonly number[];
  readonly factor: (x: number) => number;
}

/**
 * A scan of one parameter as an SVG document in the conventions of the field: observed limits solid, the expected one dashed in its
 * bands, the prediction where the thresholds are, and evaluations where the config asks for them.
 */
export function limitSvg(view: ScanView, profile: Profile, observables: readonly string[]): string {
  const parameter = view.parameters[0]!;
  const groups = limitGroups(view).filter(({ observed, expected }) => observables.includes((observed ?? expected)?.observable ?? ""));
  const { thresholds } = view.observables.find(({ name }) => name === observables[0])!;
  const { prediction } = view.figure;
  const expression = prediction === undefined ? undefined : compileExpression(prediction.expression, [parameter.name]);
  const factor = (x: number): number => (expression?.kind === "number" ? expression.evaluate([x], 0) : 1);
  const figure: LimitFigure = { view, profile, groups, thresholds, factor };
  const header = headerOf(view, [], legendEntries(figure), size.width);
  const y = { ...heightRange(figure, observables), title: heightTitle(figure) };
  const frame = frameOf({ ...parameter, title: axisTitle(parameter) }, y, size.width, size.height, header.height);
  const title = `${view.name}: ${observables.join(", ")} against ${plainText(parameter.label ?? parameter.name)}`;
  return svgDocument(frame, { title, description: profileSummary(profile, parameter, observables) }, [
    areaClip(frame),
    markup`<g clip-path="url(#area)">
${groups.map((group, k) => bandsMarkup(figure, frame, group, k))}
${thresholds.map((threshold) => strokeMarkup(pathData(frame, [thresholdLine(figure, threshold)]), predictionStroke))}
${groups.map((group, k) => linesMarkup(figure, frame, group, k))}</g>`,
    evaluationsMarkup(figure, frame, observables),
    axesMarkup(frame),
    header.at(frame.left, frame.top - frame.headerHeight),
  ]);
}

function legendEntries({ view, groups, thresholds }: LimitFigure): LegendEntry[] {
  const { prediction } = view.figure;
  const label = prediction === undefined ? `Threshold ${thresholds.join(", ")}` : (prediction.label ?? "Prediction");
  return [
    ...(view.predict === undefined ? [] : groups.flatMap((group, k) => groupEntries(view, group, k, ownerOf(group, groups), ({ observable }) => observable))),
    ...(view.predict === undefined || groups.every(({ bands }) => bands.length > 0) ? [] : [uncertaintyEntry]),
    { label, swatch: (x, y) => lineSwatch(x, y, predictionStroke) },
    ...evaluationEntries(view),
  ];
}

/** The prediction's own title, else what the limited observables are called. */
function heightTitle({ view, groups }: LimitFigure): string {
  const { prediction } = view.figure;
  if (prediction?.title !== undefined) return titleWithUnit(prediction.title, prediction.unit);
  const names = groups.map(({ name }) => view.observables.find((one) => one.name === name)?.label ?? name);
  const unit = prediction === undefined ? view.observables[0]!.unit : prediction.unit;
  return titleWithUnit([...new Set(names)].join(", "), unit);
}

function predictionOf({ view, profile }: LimitFigure, levelSet: LevelSetView | undefined): Prediction | undefined {
  return profile.predictions[view.observables.findIndex(({ name }) => name === levelSet?.observable)];
}

/** An axis with room for all limits, bands and thresholds; logarithmic where all are positive and reach over more than a decade. */
function heightRange(figure: LimitFigure, observables: readonly string[]): AxisRange {
  const values = shownHeights(figure, observables);
  const positive = values.filter((value) => value > 0);
  const isLog = positive.length > 0.9 * values.length && Math.max(...positive) > 10 * Math.min(...positive);
  const [least, greatest] = isLog ? [Math.min(...positive), Math.max(...positive)] : [Math.min(...values), Math.max(...values)];
  if (least === greatest) return { lower: least - 1, upper: greatest + 1, scale: "linear" };
  const scale = isLog ? "log" : "linear";
  const axis = axisOf({ lower: least, upper: greatest, scale });
  return { lower: !isLog && least >= 0 ? 0 : axis.toPhysical(-0.06), upper: axis.toPhysical(1.06), scale };
}

function shownHeights(figure: LimitFigure, observables: readonly string[]): number[] {
  const { view, groups, thresholds, factor } = figure;
  const shown = groups.flatMap(({ observed, expected, bands }) => [observed, expected, ...bands.flatMap(({ edges }) => edges)]);
  const limits = shown.flatMap((levelSet) => {
    const prediction = predictionOf(figure, levelSet);
    return prediction === undefined ? [] : curve(figure, prediction.median).flatMap((line) => line.map(([, height]) => height));
  });
  const lines = thresholds.flatMap((threshold) => thresholdLine(figure, threshold).map(([, height]) => height));
  const { name } = view.parameters[0]!;
  const observed = view.evaluations.flatMap(({ parameters, observations }) => {
    return observables.flatMap((observable) => (observations[observable] === undefined ? [] : [observations[observable].value * factor(parameters[name]!)]));
  });
  return [...limits, ...lines, ...observed].filter((value) => Number.isFinite(value));
}

/** A column of values along the axis, as multiples of the prediction; one line for each admissible stretch. */
function curve({ profile: { values, admissible }, factor }: LimitFigure, column: Float64Array): Polyline[] {
  return admissibleRuns(admissible).map((run) => run.map((i) => [values[i]!, column[i]! * factor(values[i]!)] as const));
}

/** Indices of neighbouring admissible values, one list for each stretch. */
function admissibleRuns(admissible: Uint8Array): number[][] {
  const runs: number[][] = [];
  for (const [i, inside] of admissible.entries()) {
    if (inside === 0) continue;
    if (i > 0 && admissible[i - 1] === 1) runs.at(-1)!.push(i);
    else runs.push([i]);
  }
  return runs;
}

function bandsMarkup(figure: LimitFigure, frame: SvgFrame, group: LimitGroup, index: number): Markup {
  const between = (lower: Float64Array | undefined, upper: Float64Array | undefined, colour: string): Markup | undefined => {
    if (lower === undefined || upper === undefined) return undefined;
    const edges = curve(figure, upper);
    const outlines = curve(figure, lower).map((line, k) => [...line, ...edges[k]!.toReversed()]);
    return areaMarkup(pathData(frame, outlines), colour);
  };
  const bands = group.bands.map((band) => {
    const [minus, plus] = band.edges.map((edge) => predictionOf(figure, edge)?.median);
    return between(minus, plus, bandColour(band));
  });
  const colour = uncertaintyOf(group, index);
  const own = colour === undefined ? [] : [group.observed, group.expected].map((levelSet) => {
    const prediction = predictionOf(figure, levelSet);
    return between(prediction?.lower, prediction?.upper, colour);
  });
  return markup`${bands}${own}`;
}

function linesMarkup(figure: LimitFigure, frame: SvgFrame, { observed, expected }: LimitGroup, index: number): Markup {
  const line = (levelSet: LevelSetView | undefined, stroke: Stroke): Markup | undefined => {
    const prediction = predictionOf(figure, levelSet);
    return prediction === undefined ? undefined : strokeMarkup(pathData(frame, curve(figure, prediction.median)), stroke);
  };
  return markup`${line(expected, expectedStroke(index))}${line(observed, observedStroke(index))}`;
}

function thresholdLine({ profile: { values }, factor }: LimitFigure, threshold: number): Polyline {
  return Array.from(values, (x) => [x, threshold * factor(x)] as const);
}

/** Evaluations without a value stand on the axis. */
function evaluationsMarkup({ view, factor }: LimitFigure, frame: SvgFrame, observables: readonly string[]): Markup {
  const { points } = view.figure;
  if (points === "none") return markup``;
  const { name } = view.parameters[0]!;
  const last = Math.max(1, view.evaluations.length - 1);
  return markup`<g>${view.evaluations.map(({ status, parameters, observations }, i) => {
    const value = parameters[name]!;
    const order = points === "order" ? i / last : undefined;
    if (status !== "observed") return evaluationMark(status, pixelX(frame, value), frame.top + frame.height - 7, order);
    return observables.map((observable) => {
      return evaluationMark(status, pixelX(frame, value), pixelY(frame, observations[observable]!.value * factor(value)), order);
    });
  })}</g>`;
}
