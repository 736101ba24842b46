import { axisOf } from "../../space/index.ts";
import { axisTitle } from "../geometry/axis.ts";
import { levelSetStyle, type LevelSetStyle } from "../style/level-set-style.ts";
import { markup, type Markup } from "../text/markup.ts";
import { lightPalette } from "../style/palette.ts";
import type { Polyline } from "../geometry/plane.ts";
import { profileSummary } from "../page/profile-figure.ts";
import type { Profile } from "../geometry/profile.ts";
import { axesMarkup, frameOf, pathData, pixelX, pixelY, svgDocument, type SvgAxis, type SvgFrame } from "./svg-frame.ts";
import { legendOf } from "./svg-legend.ts";
import { evaluationMark, strokeMarkup } from "./svg-marks.ts";
import type { Prediction, ScanView } from "../view.ts";

interface Curve {
  readonly name: string;
  readonly style: LevelSetStyle;
  readonly prediction?: Prediction; // absent before the first fit
}

/** A scan of one parameter as an SVG document: observables with their bands, thresholds, crossings and evaluations in order. */
export function profileSvg(view: ScanView, profile: Profile, observables: readonly string[]): string {
  const parameter = view.parameters[0]!;
  const curves = observables.map((name) => curveOf(view, profile, name));
  const { thresholds } = view.observables.find(({ name }) => name === observables[0])!;
  const frame = frameOf({ ...parameter, title: axisTitle(parameter) }, heightAxis(view, curves, thresholds), 520, 360);
  const legend = legendOf(view, curves.map(({ name, style }) => ({ text: name, style })), false);
  const right = frame.left + frame.width;
  const title = `${view.name}: ${observables.join(", ")} against ${parameter.label ?? parameter.name}`;
  const description = profileSummary(profile, parameter, observables);
  return svgDocument(right + 16 + legend.width, frame.top + frame.height + 52, { title, description }, [
    ...curves.map((curve) => curveMarkup(frame, profile, curve)),
    ...thresholds.map((threshold) => {
      return strokeMarkup(`M${frame.left},${pixelY(frame, threshold)}h${frame.width}`, lightPalette.ink!, 1, "dot");
    }),
    crossingsMarkup(frame, profile, curves),
    evaluationsMarkup(view, frame, observables),
    axesMarkup(frame),
    legend.at(right + 20, frame.top),
  ]);
}

function curveOf(view: ScanView, { predictions }: Profile, name: string): Curve {
  const index = view.observables.findIndex((observable) => observable.name === name);
  const style = levelSetStyle(view, { observable: name, threshold: view.observables[index]!.thresholds[0]! });
  const prediction = predictions[index];
  return prediction === undefined ? { name, style } : { name, style, prediction };
}

/** An axis with room for all values, bands and thresholds. */
function heightAxis(view: ScanView, curves: readonly Curve[], thresholds: readonly number[]): SvgAxis {
  const names = curves.map(({ name }) => name);
  const observed = view.evaluations.flatMap(({ observations }) => names.flatMap((name) => observations[name]?.value ?? []));
  const bands = curves.flatMap(({ prediction }) => (prediction === undefined ? [] : [...prediction.lower, ...prediction.upper]));
  const title = names.join(", ");
  const isLog = view.surrogates[names[0]!]?.transform === "log";
  const values = [...observed, ...bands, ...thresholds].filter((value) => !isLog || value > 0); // exp underflows to 0 far down
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  if (least === greatest) return { lower: least - 1, upper: greatest + 1, scale: "linear", title };
  const scale = isLog ? "log" : "linear";
  const axis = axisOf({ lower: least, upper: greatest, scale });
  return { lower: axis.toPhysical(-0.05), upper: axis.toPhysical(1.05), scale, title };
}

function curveMarkup(frame: SvgFrame, { values, admissible }: Profile, { style, prediction }: Curve): Markup {
  if (prediction === undefined) return markup``;
  const band = admissibleRuns(admissible).map((run) => {
    const along = (column: Float64Array): Polyline => run.map((i) => [values[i]!, column[i]!]);
    return { outline: [...along(prediction.upper), ...along(prediction.lower).toReversed()], median: along(prediction.median) };
  });
  return markup`<path d="${pathData(frame, band.map(({ outline }) => outline))}" fill="${lightPalette[style.band]!}"/>
${strokeMarkup(pathData(frame, band.map(({ median }) => median)), lightPalette[style.line]!, 2.2, style.dash)}`;
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

function crossingsMarkup(frame: SvgFrame, { levelSets }: Profile, curves: readonly Curve[]): Markup {
  return markup`${levelSets.map(({ levelSet, crossings }) => {
    const curve = curves.find(({ name }) => name === levelSet.observable);
    if (curve === undefined) return undefined;
    const top = pixelY(frame, levelSet.threshold) - 6;
    const colours = markup`fill="${lightPalette[curve.style.line]!}" stroke="${lightPalette.paper}"`;
    return crossings[0.5].map((value) => markup`<path d="M${pixelX(frame, value)},${top}l6,6l-6,6l-6,-6z" ${colours}/>`);
  })}`;
}

/** Evaluations without a value stand on the axis. */
function evaluationsMarkup(view: ScanView, frame: SvgFrame, observables: readonly string[]): Markup {
  const { name } = view.parameters[0]!;
  const last = Math.max(1, view.evaluations.length - 1);
  return markup`<g>${view.evaluations.map(({ status, parameters, observations }, i) => {
    const x = pixelX(frame, parameters[name]!);
    if (status !== "observed") return evaluationMark(status, x, frame.top + frame.height - 7, 0);
    return observables.map((observable) => evaluationMark(status, x, pixelY(frame, observations[observable]!.value), i / last));
  })}</g>`;
}
