import { axisOf, type AxisRange } from "../../space/index.ts";
import type { Polyline } from "../geometry/plane.ts";
import { printPalette } from "../style/print-palette.ts";
import { markup, type Markup } from "../text/markup.ts";
import { axisTicks, type Ticks } from "./axis-ticks.ts";
import { fontFamily } from "./font.ts";
import { labelMarkup, labelWidth } from "./label.ts";
import { roundPixel } from "./pixels.ts";

/** One direction of a drawing: its values, their scale and what is written along it. */
export interface SvgAxis extends AxisRange {
  readonly title: string; // a label
}

/** A drawing area with axes, and room for a header above it within the same border; all lengths are pixels of the view box. */
export interface SvgFrame {
  readonly left: number;
  readonly top: number; // of the drawing area
  readonly width: number;
  readonly height: number;
  readonly headerHeight: number;
  readonly x: SvgAxis;
  readonly y: SvgAxis;
}

/** Sizes of the texts, chosen to be read when a picture is printed 8 cm wide. */
export const textSize = { number: 16, title: 18, header: 15, small: 12 } as const;

/** The drawing area of a plane, pixels. */
export const planeSize = { width: 500, height: 400 } as const;

const margin = { top: 12, right: 26, bottom: 58, title: 24 };

/** A frame with as much room at its left as the numbers there need. */
export function frameOf(x: SvgAxis, y: SvgAxis, width: number, height: number, headerHeight: number): SvgFrame {
  const numbers = Math.max(...ticksOf(y, height / 64).major.map(({ text }) => labelWidth(text, { size: textSize.number })));
  return { left: Math.ceil(margin.title + numbers + 20), top: margin.top + headerHeight, width, height, headerHeight, x, y };
}

/** The size of the whole document around a frame. */
export function documentSize({ left, top, width, height }: SvgFrame): { readonly width: number; readonly height: number } {
  return { width: left + width + margin.right, height: top + height + margin.bottom };
}

function ticksOf(axis: SvgAxis, count: number): Ticks {
  return axisTicks(axis, count);
}

export function pixelX({ left, width, x }: SvgFrame, value: number): number {
  return roundPixel(left + width * axisOf(x).toUnit(value));
}

export function pixelY({ top, height, y }: SvgFrame, value: number): number {
  return roundPixel(top + height * (1 - axisOf(y).toUnit(value)));
}

/** The path data of polylines given in physical units. */
export function pathData(frame: SvgFrame, lines: readonly Polyline[]): string {
  return lines
    .map((line) => `M${withoutNeedless(line.map(([x, y]) => [pixelX(frame, x), pixelY(frame, y)] as const)).join("L")}`)
    .join("");
}

/** The points of a line without those that lie on the way from their predecessor to their successor, to a hundredth of a pixel. */
function withoutNeedless(line: Polyline): Polyline {
  const kept: Polyline[number][] = [];
  for (const [i, [x, y]] of line.entries()) {
    const [before, after] = [kept.at(-1), line[i + 1]];
    if (before !== undefined && before[0] === x && before[1] === y) continue;
    if (before !== undefined && after !== undefined) {
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
      const isBetween = (x - before[0]) * (x - after[0]) + (y - before[1]) * (y - after[1]) <= 0;
      if (isBetween && Math.abs((x - before[0]) * dy - (y - before[1]) * dx) <= 0.01 * Math.hypot(dx, dy)) continue;
    }
    kept.push([x, y]);
  }
  return kept;
}

/** The border, ticks inwards on all four sides as is the custom of the field, numbers and titles. */
export function axesMarkup(frame: SvgFrame): Markup {
  const { left, top, width, height, headerHeight, x, y } = frame;
  const [right, bottom] = [left + width, top + height];
  const [columns, rows] = [ticksOf(x, width / 90), ticksOf(y, height / 64)];
  const upright = (value: number, length: number): string => `M${pixelX(frame, value)},${bottom}v-${length}M${pixelX(frame, value)},${top}v${length}`;
  const level = (value: number, length: number): string => `M${left},${pixelY(frame, value)}h${length}M${right},${pixelY(frame, value)}h-${length}`;
  const marks = [
    ...columns.major.map(({ value }) => upright(value, 10)), ...columns.minor.map((value) => upright(value, 5)),
    ...rows.major.map(({ value }) => level(value, 10)), ...rows.minor.map((value) => level(value, 5)),
  ].join("");
  const { ink } = printPalette;
  const number = { size: textSize.number };
  const separator = headerHeight === 0 ? undefined : markup`<path d="M${left},${top}h${width}" stroke="${ink}"/>`;
  return markup`<path d="${marks}" stroke="${ink}" fill="none"/>
${separator}<rect x="${left}" y="${top - headerHeight}" width="${width}" height="${height + headerHeight}" fill="none" stroke="${ink}" stroke-width="1.4"/>
<g>${columns.major.map(({ value, text }) => labelMarkup(text, pixelX(frame, value), bottom + 22, { ...number, anchor: "middle" }))}</g>
<g>${rows.major.map(({ value, text }) => labelMarkup(text, left - 8, pixelY(frame, value) + 5.5, { ...number, anchor: "end" }))}</g>
${labelMarkup(x.title, right, bottom + 48, { size: textSize.title, anchor: "end" })}
${labelMarkup(y.title, margin.title, top, { size: textSize.title, anchor: "end", angle: -90 })}`;
}

/** A whole drawing on white paper, described for those who cannot see it. */
export function svgDocument(
  frame: SvgFrame,
  { title, description }: { readonly title: string; readonly description: string },
  content: readonly Markup[],
): string {
  const { ink, paper } = printPalette;
  const { width, height } = documentSize(frame);
  const size = markup`viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${fontFamily}" font-size="${textSize.header}" fill="${ink}">
<title>${title}</title>
<desc>${description}</desc>
<rect width="${width}" height="${height}" fill="${paper}"/>
${content.map((part) => markup`${part}\n`)}</svg>
`.markup;
}

/** A clip path over the drawing area, to be referred to as url(#area): lines end at the border, not half their width past it. */
export function areaClip({ left, top, width, height }: SvgFrame): Markup {
  return markup`<defs><clipPath id="area"><rect x="${left}" y="${top}" width="${width}" height="${height}"/></clipPath></defs>`;
}
