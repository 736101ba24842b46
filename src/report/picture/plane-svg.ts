import { axisTitle } from "../geometry/axis.ts";
import { contourText } from "../text/level-set-text.ts";
import { levelSetStyle } from "../style/level-set-style.ts";
import { markup, type Markup } from "../text/markup.ts";
import { lightPalette } from "../style/palette.ts";
import type { Plane } from "../geometry/plane.ts";
import { planeSummary } from "../text/plane-summary.ts";
import { axesMarkup, frameOf, pathData, pixelX, pixelY, svgDocument, type SvgFrame } from "./svg-frame.ts";
import { legendOf } from "./svg-legend.ts";
import { evaluationMark, hatchPattern, strokeMarkup } from "./svg-marks.ts";
import { levelSetsOf, type ScanView } from "../view.ts";

/** Evaluations up to which every mark bears its number; with more the numbers would cover the contour. */
const mostNumbers = 60;

/** A plane of a scan as an SVG document: contours with their bands, what is forbidden, evaluations in order, axes and legend. */
export function planeSvg(view: ScanView, plane: Plane): string {
  const [x, y] = [view.parameters[plane.x]!, view.parameters[plane.y]!];
  const frame = frameOf({ ...x, title: axisTitle(x) }, { ...y, title: axisTitle(y) }, 520, 420);
  const lines = levelSetsOf(view).map((levelSet) => ({ text: contourText(levelSet), style: levelSetStyle(view, levelSet) }));
  const legend = legendOf(view, lines, plane.forbidden.length > 0);
  const right = frame.left + frame.width;
  const title = `${view.name}: ${y.label ?? y.name} against ${x.label ?? x.name}`;
  const description = planeSummary(view, plane);
  return svgDocument(right + 16 + legend.width, frame.top + frame.height + 52, { title, description }, [
    hatchPattern,
    bandsMarkup(view, plane, frame),
    markup`<path d="${pathData(frame, plane.forbidden)}" fill="url(#forbidden)" fill-rule="evenodd"/>`,
    linesMarkup(view, plane, frame),
    allowedMarkup(view, plane, frame),
    evaluationsMarkup(view, plane, frame),
    axesMarkup(frame),
    legend.at(right + 20, frame.top),
  ]);
}

function bandsMarkup(view: ScanView, plane: Plane, frame: SvgFrame): Markup {
  return markup`${plane.levelSets.map(({ levelSet, band }) => {
    const colour = lightPalette[levelSetStyle(view, levelSet).band]!;
    return markup`<path d="${pathData(frame, band)}" fill="${colour}"/>`;
  })}`;
}

function linesMarkup(view: ScanView, plane: Plane, frame: SvgFrame): Markup {
  return markup`${plane.levelSets.map(({ levelSet, lines }) => {
    const { line, dash } = levelSetStyle(view, levelSet);
    const colour = lightPalette[line]!;
    return [
      strokeMarkup(pathData(frame, [...lines[0.16], ...lines[0.84]]), colour, 0.7, "solid"),
      strokeMarkup(pathData(frame, lines[0.5]), colour, 2.2, dash),
    ];
  })}`;
}

function allowedMarkup(view: ScanView, { x, y }: Plane, frame: SvgFrame): Markup {
  const dots = Array.from({ length: view.allowed?.n ?? 0 }, (_, i) => {
    const point = view.allowed!.data.subarray(i * view.parameters.length);
    return markup`<circle cx="${pixelX(frame, point[x]!)}" cy="${pixelY(frame, point[y]!)}" r="1.4"/>`;
  });
  return markup`<g fill="${lightPalette.muted}">${dots}</g>`;
}

function evaluationsMarkup(view: ScanView, plane: Plane, frame: SvgFrame): Markup {
  const [x, y] = [view.parameters[plane.x]!.name, view.parameters[plane.y]!.name];
  const last = Math.max(1, view.evaluations.length - 1);
  const marks = view.evaluations.map(({ status, parameters }, i) => {
    return { i, status, column: pixelX(frame, parameters[x]!), row: pixelY(frame, parameters[y]!) };
  });
  const numbers = marks.length > mostNumbers ? [] : marks;
  const { muted, paper } = lightPalette;
  return markup`<g font-size="9" fill="${muted}" stroke="${paper}" stroke-width="2.5" paint-order="stroke">
${numbers.map(({ i, column, row }) => numberMarkup(frame, i + 1, column, row))}</g>
<g>${marks.map(({ i, status, column, row }) => evaluationMark(status, column, row, i / last))}</g>`;
}

/** The number of an evaluation beside its mark, on the left where there is no room on the right. */
function numberMarkup({ left, width }: SvgFrame, number: number, column: number, row: number): Markup {
  const isNearEdge = column > left + width - 18;
  const x = Number((column + (isNearEdge ? -5 : 5)).toFixed(2));
  const anchor = isNearEdge ? markup` text-anchor="end"` : undefined;
  return markup`<text x="${x}" y="${Number((row - 4).toFixed(2))}"${anchor}>${number}</text>`;
}
