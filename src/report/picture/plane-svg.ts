import { axisTitle } from "../geometry/axis.ts";
import type { Plane, PlaneLevelSet } from "../geometry/plane.ts";
import { limitGroups, type LimitGroup } from "../style/limit-group.ts";
import { limitColour, printPalette } from "../style/print-palette.ts";
import { markup, type Markup } from "../text/markup.ts";
import { formatNumber, formatQuantity } from "../text/number-text.ts";
import { contourText } from "../text/level-set-text.ts";
import { planeSummary } from "../text/plane-summary.ts";
import { plainText } from "../text/rich-text.ts";
import { isSameLevelSet, type LevelSetView, type ScanView } from "../view.ts";
import { forbiddenLabels } from "./forbidden-label.ts";
import { evaluationEntries, headerOf, type LegendEntry } from "./header.ts";
import { labelMarkup } from "./label.ts";
import { bandColour, expectedStroke, groupEntries, lineSwatch, ownerOf, observedStroke, uncertaintyEntry, uncertaintyOf } from "./limit-legend.ts";
import { areaClip, axesMarkup, frameOf, pathData, pixelX, pixelY, planeSize, svgDocument, textSize, type SvgFrame } from "./svg-frame.ts";
import { areaMarkup, evaluationMark, forbiddenBorder, strokeMarkup, type Stroke } from "./svg-marks.ts";

/** Another scan's contours, drawn over a picture for comparison. */
export interface Overlay {
  readonly view: ScanView;
  readonly plane: Plane; // of the same parameters
}

/**
 * A plane of a scan as an SVG document in the conventions of the field: observed limits solid, expected ones dashed with their
 * bands, what is forbidden shaded and named along its border, and above them what was searched for and what the lines mean.
 */
export function planeSvg(view: ScanView, plane: Plane, overlays: readonly Overlay[] = []): string {
  const [x, y] = [view.parameters[plane.x]!, view.parameters[plane.y]!];
  const groups = limitGroups(view);
  const header = headerOf(view, sliceLines(view, plane), legendEntries(view, groups, overlays), planeSize.width);
  const frame = frameOf({ ...x, title: axisTitle(x) }, { ...y, title: axisTitle(y) }, planeSize.width, planeSize.height, header.height);
  const title = `${view.name}: ${plainText(y.label ?? y.name)} against ${plainText(x.label ?? x.name)}`;
  return svgDocument(frame, { title, description: planeSummary(view, plane) }, [
    areaClip(frame),
    markup`<g clip-path="url(#area)">
${groups.map((group, k) => bandsMarkup(plane, frame, group, k))}
${areaMarkup(pathData(frame, plane.forbidden), printPalette.forbidden)}
${strokeMarkup(pathData(frame, plane.border), forbiddenBorder)}
${overlays.map((overlay, k) => overlayMarkup(overlay, frame, groups.length + k))}
${groups.map((group, k) => linesMarkup(plane, frame, group, k))}
${valuesMarkup(view, plane, frame)}</g>`,
    evaluationsMarkup(view, plane, frame),
    ...forbiddenLabels(view, plane, frame),
    axesMarkup(frame),
    header.at(frame.left, frame.top - frame.headerHeight),
  ]);
}

/** At which values the other parameters are fixed, in three and more dimensions. */
function sliceLines(view: ScanView, { x, y, at }: Plane): string[] {
  const fixed = view.parameters.flatMap(({ name, label, unit }, k) => {
    return k === x || k === y ? [] : [`${label ?? name}{} = ${formatQuantity(at[k]!, unit, 3)}`];
  });
  return fixed.length === 0 ? [] : [fixed.join(", ")];
}

function legendEntries(view: ScanView, groups: readonly LimitGroup[], overlays: readonly Overlay[]): LegendEntry[] {
  if (view.predict === undefined) return evaluationEntries(view);
  return [
    ...groups.flatMap((group, k) => groupEntries(view, group, k, overlays.length > 0 ? view.name : ownerOf(group, groups), contourText)),
    ...(groups.every(({ bands }) => bands.length > 0) ? [] : [uncertaintyEntry]),
    ...overlays.map((overlay, k): LegendEntry => {
      return { label: overlay.view.name, swatch: (x, y) => lineSwatch(x, y, overlayStroke(groups.length + k)) };
    }),
    ...evaluationEntries(view),
  ];
}

function drawnOf({ levelSets }: Plane, levelSet: LevelSetView | undefined): PlaneLevelSet | undefined {
  return levelSet === undefined ? undefined : levelSets.find((one) => isSameLevelSet(one.levelSet, levelSet));
}

/** Between the contours of the band's two edges lies what is inside one of them and outside the other. */
function bandsMarkup(plane: Plane, frame: SvgFrame, group: LimitGroup, index: number): Markup {
  const bands = group.bands.map((band) => {
    const rings = band.edges.flatMap((edge) => drawnOf(plane, edge)?.rings[0.5] ?? []);
    return areaMarkup(pathData(frame, rings), bandColour(band));
  });
  const colour = uncertaintyOf(group, index);
  const own = colour === undefined ? [] : [group.observed, group.expected].map((levelSet) => {
    const drawn = drawnOf(plane, levelSet);
    return drawn === undefined ? undefined : areaMarkup(pathData(frame, [...drawn.rings[0.16], ...drawn.rings[0.84]]), colour);
  });
  return markup`${bands}${own}`;
}

function linesMarkup(plane: Plane, frame: SvgFrame, { observed, expected }: LimitGroup, index: number): Markup {
  const line = (levelSet: LevelSetView | undefined, stroke: Stroke): Markup => {
    return strokeMarkup(pathData(frame, drawnOf(plane, levelSet)?.lines[0.5] ?? []), stroke);
  };
  return markup`${line(expected, expectedStroke(index))}${line(observed, observedStroke(index))}`;
}

function overlayStroke(index: number): Stroke {
  return { colour: limitColour(index), width: 2, dash: "solid" };
}

/** Of another scan its observed limits, or the expected ones where nothing is observed. */
function overlayMarkup({ view, plane }: Overlay, frame: SvgFrame, index: number): Markup {
  return markup`${limitGroups(view).map(({ observed, expected }) => {
    return strokeMarkup(pathData(frame, drawnOf(plane, observed ?? expected)?.lines[0.5] ?? []), overlayStroke(index));
  })}`;
}

function evaluationsMarkup(view: ScanView, { x, y }: Plane, frame: SvgFrame): Markup {
  const { points } = view.figure;
  if (points === "none") return markup``;
  const last = Math.max(1, view.evaluations.length - 1);
  const place = (point: Readonly<Record<string, number>>) => [pixelX(frame, point[view.parameters[x]!.name]!), pixelY(frame, point[view.parameters[y]!.name]!)] as const;
  return markup`<g>${view.evaluations.map(({ status, parameters }, i) => evaluationMark(status, ...place(parameters), points === "order" ? i / last : undefined))}</g>`;
}

function valuesMarkup(view: ScanView, { x, y }: Plane, frame: SvgFrame): Markup | undefined {
  const { values } = view.figure;
  if (values === undefined) return undefined;
  return markup`<g>${view.evaluations.flatMap(({ parameters, observations }) => {
    const value = observations[values]?.value;
    if (value === undefined) return [];
    const [column, row] = [pixelX(frame, parameters[view.parameters[x]!.name]!), pixelY(frame, parameters[view.parameters[y]!.name]!)];
    return [labelMarkup(formatNumber(value, 2), column, row - 6, { size: textSize.small, anchor: "middle", colour: printPalette.muted })];
  })}</g>`;
}
