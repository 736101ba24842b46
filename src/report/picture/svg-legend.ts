import type { LevelSetStyle } from "../style/level-set-style.ts";
import { markup, type Markup } from "../text/markup.ts";
import { lightPalette } from "../style/palette.ts";
import { evaluationMark, orderColour, strokeMarkup } from "./svg-marks.ts";
import type { ScanView } from "../view.ts";

const rowHeight = 22;
const statuses = ["observed", "infeasible", "failed", "pending"] as const;

/** A legend and the pixels it takes in width. */
export interface Legend {
  readonly width: number;
  at(left: number, top: number): Markup;
}

interface Entry {
  readonly text: string;
  swatch(x: number, y: number): Markup; // centred on y, 28 pixels wide
}

/** A kind of line with its band, and what it stands for. */
export interface LegendLine {
  readonly text: string;
  readonly style: LevelSetStyle;
}

/** What the lines and marks of a drawing mean. */
export function legendOf(view: ScanView, lines: readonly LegendLine[], hasForbidden: boolean): Legend {
  const entries = [
    ...(view.predict === undefined ? [] : lineEntries(lines)),
    ...(hasForbidden ? [forbiddenEntry] : []),
    ...(view.allowed === undefined ? [] : [allowedEntry]),
    ...evaluationEntries(view),
  ];
  const longest = Math.max(0, ...entries.map(({ text }) => text.length));
  return {
    width: 48 + Math.ceil(longest * 6.6),
    at: (left, top) =>
      markup`<g>${entries.map(({ text, swatch }, row) => {
        const y = top + 10 + row * rowHeight;
        return markup`${swatch(left, y)}<text x="${left + 36}" y="${y + 4.5}">${text}</text>`;
      })}</g>`,
  };
}

function lineEntries(lines: readonly LegendLine[]): Entry[] {
  const entries = lines.map(({ text, style: { line, band, dash } }): Entry => {
    const stroke = (x: number, y: number) => strokeMarkup(`M${x},${y}h28`, lightPalette[line]!, 2.2, dash);
    return { text, swatch: (x, y) => markup`${area(x, y, lightPalette[band]!)}${stroke(x, y)}` };
  });
  return [...entries, { text: "shaded: 68 % band", swatch: (x, y) => area(x, y, lightPalette.neutralBand!) }];
}

function area(x: number, y: number, fill: string): Markup {
  return markup`<rect x="${x}" y="${y - 7}" width="28" height="14" fill="${fill}"/>`;
}

const forbiddenEntry: Entry = { text: "forbidden", swatch: (x, y) => area(x, y, "url(#forbidden)") };

const allowedEntry: Entry = {
  text: "allowed point",
  swatch: (x, y) => markup`<circle cx="${x + 14}" cy="${y}" r="1.4" fill="${lightPalette.muted}"/>`,
};

function evaluationEntries(view: ScanView): Entry[] {
  return statuses
    .filter((status) => view.evaluations.some((evaluation) => evaluation.status === status))
    .map((status) => ({
      text: status === "observed" ? `observed, 1st to ${ordinal(view.evaluations.length)}` : status,
      swatch: (x, y) => (status === "observed" ? orderSwatch(x, y) : evaluationMark(status, x + 14, y, 0)),
    }));
}

function orderSwatch(x: number, y: number): Markup {
  const discs = [0, 0.5, 1].map((order, i) => markup`<circle cx="${x + 4 + i * 10}" cy="${y}" r="4" fill="${orderColour(order)}"/>`);
  return markup`${discs}`;
}

function ordinal(count: number): string {
  const suffix = ["th", "st", "nd", "rd"][count % 10] ?? "th";
  return `${count}${count % 100 >= 11 && count % 100 <= 13 ? "th" : suffix}`;
}
