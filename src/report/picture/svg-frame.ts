import { axisTicks, type Tick } from "./axis-ticks.ts";
import { axisOf, type AxisRange } from "../../space/index.ts";
import { markup, type Markup } from "../text/markup.ts";
import { lightPalette } from "../style/palette.ts";
import type { Polyline } from "../geometry/plane.ts";

/** One direction of a drawing: its values, their scale and what is written along it. */
export interface SvgAxis extends AxisRange {
  readonly title: string;
}

/** A drawing area with axes; all lengths are pixels of the view box. */
export interface SvgFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: SvgAxis;
  readonly y: SvgAxis;
}

/** A frame with as much room at its left as the numbers there need. */
export function frameOf(x: SvgAxis, y: SvgAxis, width: number, height: number): SvgFrame {
  const digits = Math.max(...yTicks(y, height).map(({ text }) => text.length));
  return { left: 44 + Math.ceil(digits * digitWidth), top: 16, width, height, x, y };
}

const digitWidth = 7.3; // of a digit in the font size of the numbers

function yTicks(y: SvgAxis, height: number): Tick[] {
  return axisTicks(y, height / 60);
}

export function pixelX({ left, width, x }: SvgFrame, value: number): number {
  return roundPixel(left + width * axisOf(x).toUnit(value));
}

export function pixelY({ top, height, y }: SvgFrame, value: number): number {
  return roundPixel(top + height * (1 - axisOf(y).toUnit(value)));
}

/** Hundredths of a pixel are finer than any print. */
function roundPixel(value: number): number {
  return Number(value.toFixed(2));
}

/** The path data of polylines given in physical units. */
export function pathData(frame: SvgFrame, lines: readonly Polyline[]): string {
  return lines
    .map((line) => `M${line.map(([x, y]) => `${pixelX(frame, x)},${pixelY(frame, y)}`).join("L")}`)
    .join("");
}

/** The border, ticks inwards on all four sides as is the custom of the field, numbers and titles. */
export function axesMarkup(frame: SvgFrame): Markup {
  const { left, top, width, height, x, y } = frame;
  const [right, bottom] = [left + width, top + height];
  const columns = axisTicks(x, width / 80).map(({ value, text }) => ({ at: pixelX(frame, value), text }));
  const rows = yTicks(y, height).map(({ value, text }) => ({ at: pixelY(frame, value), text }));
  const marks = [
    ...columns.map(({ at }) => `M${at},${bottom}v-6M${at},${top}v6`),
    ...rows.map(({ at }) => `M${left},${at}h6M${right},${at}h-6`),
  ].join("");
  return markup`<path d="${marks}" stroke="${lightPalette.ink}" fill="none"/>
<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${lightPalette.ink}"/>
<g text-anchor="middle">${columns.map(({ at, text }) => markup`<text x="${at}" y="${bottom + 18}">${text}</text>`)}</g>
<g text-anchor="end">${rows.map(({ at, text }) => markup`<text x="${left - 8}" y="${roundPixel(at + 4.5)}">${text}</text>`)}</g>
<text x="${right}" y="${bottom + 40}" text-anchor="end" font-size="14">${x.title}</text>
<text transform="translate(16,${top}) rotate(-90)" text-anchor="end" font-size="14">${y.title}</text>`;
}

/** A whole drawing on white paper, described for those who cannot see it. */
export function svgDocument(
  width: number,
  height: number,
  { title, description }: { readonly title: string; readonly description: string },
  content: readonly Markup[],
): string {
  const { ink, paper } = lightPalette;
  const size = markup`viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const font = markup`font-family="Helvetica, Arial, 'Liberation Sans', sans-serif" font-size="13" fill="${ink}"`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" ${font}>
<title>${title}</title>
<desc>${description}</desc>
<rect width="${width}" height="${height}" fill="${paper}"/>
${content.map((part) => markup`${part}\n`)}</svg>
`.markup;
}
