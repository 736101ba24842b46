import { axisTitle } from "../geometry/axis.ts";
import type { Outline, Projection } from "../geometry/projection.ts";
import { limitGroups, type LimitGroup } from "../style/limit-group.ts";
import { limitColour, printPalette, uncertaintyColour } from "../style/print-palette.ts";
import { markup, type Markup } from "../text/markup.ts";
import { plainText } from "../text/rich-text.ts";
import { isSameLevelSet, type ScanView } from "../view.ts";
import { headerOf, type LegendEntry } from "./header.ts";
import { lineSwatch } from "./limit-legend.ts";
import { areaClip, axesMarkup, frameOf, pathData, planeSize, svgDocument, type SvgFrame } from "./svg-frame.ts";
import { areaMarkup, forbiddenBorder, strokeMarkup, type Stroke } from "./svg-marks.ts";

/**
 * The profile of a scan of three and more parameters onto two as an SVG document: solid around the points that are excluded whatever the
 * others are, dotted around those excluded for some, shaded where it depends on them.
 */
export function projectionSvg(view: ScanView, projection: Projection): string {
  const [x, y] = [view.parameters[projection.x]!, view.parameters[projection.y]!];
  const groups = limitGroups(view);
  const others = view.parameters.filter((parameter) => parameter !== x && parameter !== y).map(({ name, label }) => label ?? name).join(", ");
  const header = headerOf(view, [`Profiled over ${others}`], legendEntries(groups), planeSize.width);
  const frame = frameOf({ ...x, title: axisTitle(x) }, { ...y, title: axisTitle(y) }, planeSize.width, planeSize.height, header.height);
  const title = `${view.name}: ${plainText(y.label ?? y.name)} against ${plainText(x.label ?? x.name)}, profiled over ${plainText(others)}`;
  const description = "Solid: in the excursion set whatever the other parameters are. Dotted: for some of their values.";
  return svgDocument(frame, { title, description }, [
    areaClip(frame),
    markup`<g clip-path="url(#area)">
${groups.map((group, k) => areaMarkup(ringsPath(projection, frame, group), uncertaintyColour(k)))}
${areaMarkup(pathData(frame, projection.forbidden), printPalette.forbidden)}
${strokeMarkup(pathData(frame, projection.border), forbiddenBorder)}
${groups.map((group, k) => linesMarkup(projection, frame, group, k))}</g>`,
    axesMarkup(frame),
    header.at(frame.left, frame.top - frame.headerHeight),
  ]);
}

function always(index: number): Stroke {
  return { colour: limitColour(index), width: 2.4, dash: "solid" };
}

function somewhere(index: number): Stroke {
  return { colour: limitColour(index), width: 2.2, dash: "dot" };
}

function legendEntries(groups: readonly LimitGroup[]): LegendEntry[] {
  return groups.flatMap((group, k): LegendEntry[] => {
    const owner = groups.length > 1 ? `${group.name}: ` : "";
    return [
      { label: `${owner}whatever the others`, swatch: (x, y) => lineSwatch(x, y, always(k)) },
      { label: `${owner}for some of their values`, swatch: (x, y) => lineSwatch(x, y, somewhere(k), uncertaintyColour(k)) },
    ];
  });
}

/** The observed limit's outlines, or the expected one's where nothing is observed. */
function outlines({ levelSets }: Projection, { observed, expected }: LimitGroup): { readonly always: Outline; readonly somewhere: Outline } | undefined {
  return levelSets.find(({ levelSet }) => isSameLevelSet(levelSet, (observed ?? expected)!));
}

/** Filled by the even-odd rule: what lies between the two outlines. */
function ringsPath(projection: Projection, frame: SvgFrame, group: LimitGroup): string {
  const drawn = outlines(projection, group);
  return drawn === undefined ? "" : pathData(frame, [...drawn.always.rings, ...drawn.somewhere.rings]);
}

function linesMarkup(projection: Projection, frame: SvgFrame, group: LimitGroup, index: number): Markup {
  const drawn = outlines(projection, group);
  if (drawn === undefined) return markup``;
  return markup`${strokeMarkup(pathData(frame, drawn.somewhere.lines), somewhere(index))}${strokeMarkup(pathData(frame, drawn.always.lines), always(index))}`;
}
