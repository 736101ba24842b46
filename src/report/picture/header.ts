import { countNoun } from "../text/number-text.ts";
import { markup, type Markup } from "../text/markup.ts";
import type { ScanView } from "../view.ts";
import { labelMarkup, labelWidth } from "./label.ts";
import { textSize } from "./svg-frame.ts";
import { evaluationMark, orderColour } from "./svg-marks.ts";

/** A line of a legend. */
export interface LegendEntry {
  readonly label: string;
  swatch(x: number, y: number): Markup; // centred on y, `swatchWidth` wide
}

export const swatchWidth = 34;

/** What stands above the drawing area: what was searched for in which data, and what lines and marks mean. */
export interface Header {
  readonly height: number;
  at(left: number, top: number): Markup;
}

const rowHeight = 21;
const padding = 12;
const gap = 26;

/** Text lines at the left and the legend at its right where there is room, else below in as many columns as fit the width. */
export function headerOf(view: ScanView, furtherLines: readonly string[], entries: readonly LegendEntry[], width: number): Header {
  const inner = width - 2 * padding;
  const lines = headerLines(view, furtherLines).flatMap(({ label, bold }) => wrapped(label, inner).map((part) => ({ label: part, bold })));
  const linesWidth = Math.max(0, ...lines.map(({ label, bold }) => labelWidth(label, { size: textSize.header, weight: bold ? "bold" : "regular" })));
  const entryWidth = swatchWidth + 8 + Math.max(0, ...entries.map(({ label }) => labelWidth(label, { size: textSize.header })));
  const grid = legendGrid({ count: lines.length, width: linesWidth }, { count: entries.length, width: entryWidth }, inner);
  const rowCount = Math.max(lines.length, grid.top + grid.rows);
  const middle = (row: number, top: number): number => top + padding + (row + 0.5) * rowHeight;
  return {
    height: rowCount === 0 ? 0 : rowCount * rowHeight + 2 * padding - 4,
    at(left, top) {
      const text = lines.map(({ label, bold }, row) => {
        return labelMarkup(label, left + padding, middle(row, top) + 3, { size: textSize.header, ...(bold && { weight: "bold" }) });
      });
      const legend = entries.map(({ label, swatch }, k) => {
        const x = left + padding + grid.left + Math.floor(k / grid.rows) * grid.step;
        const y = middle(grid.top + (k % grid.rows), top) - 2;
        return markup`${swatch(x, y)}${labelMarkup(label, x + swatchWidth + 8, y + 5, { size: textSize.header })}`;
      });
      return markup`<g>${text}${legend}</g>`;
    },
  };
}

/** How many things stand under each other, and the width of the widest. */
interface Column {
  readonly count: number;
  readonly width: number;
}

/** Where the legend's entries stand, filled column by column. */
interface LegendGrid {
  readonly rows: number;
  readonly step: number; // from column to column
  readonly left: number; // of the first column, from where the text lines begin
  readonly top: number; // row of the first entry
}

function legendGrid(lines: Column, entries: Column, inner: number): LegendGrid {
  const isBeside = lines.count > 0 && lines.width + gap + entries.width <= inner;
  const room = isBeside ? inner - lines.width - gap : inner;
  const mostColumns = isBeside && entries.count <= lines.count ? 1 : Math.max(1, Math.floor((room + gap) / (entries.width + gap)));
  const rows = Math.ceil(entries.count / mostColumns);
  const columns = Math.ceil(entries.count / Math.max(1, rows));
  if (isBeside) {
    const step = entries.width + gap;
    return { rows, step, left: inner - entries.width - (columns - 1) * step, top: 0 };
  }
  return { rows, step: Math.max(entries.width + gap, Math.min(inner / columns, 1.4 * entries.width)), left: 0, top: lines.count };
}

/** A label in as many lines as it needs, broken at spaces outside of braces; a word that is too long stays whole. */
function wrapped(label: string, width: number): string[] {
  const [first, ...words] = label.split(/ (?![^{]*\})/);
  const lines = [first!];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (labelWidth(longer, { size: textSize.header }) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function headerLines({ figure, observables }: ScanView, furtherLines: readonly string[]): { label: string; bold: boolean }[] {
  const { experiment, energy, luminosity, process, notes } = figure;
  const data = [energy === undefined ? "" : `√s = ${energy}`, luminosity ?? ""].filter((part) => part !== "").join(", ");
  const lines = [...(data === "" ? [] : [data]), ...listed(process), ...(notes === undefined ? confidenceNote(observables) : listed(notes)), ...furtherLines];
  return [...(experiment === undefined ? [] : [{ label: experiment, bold: true }]), ...lines.map((label) => ({ label, bold: false }))];
}

/** One text or several as a list. */
export function listed(lines: string | readonly string[] | undefined): readonly string[] {
  return lines === undefined ? [] : typeof lines === "string" ? [lines] : lines;
}

/** CLs at one threshold says with which confidence points are excluded [Read2002]. */
function confidenceNote(observables: ScanView["observables"]): string[] {
  const thresholds = new Set(observables.flatMap((observable) => observable.thresholds));
  const [threshold] = thresholds;
  const isCls = observables.every(({ name, side }) => /^cls/i.test(name) && side === "below");
  return isCls && thresholds.size === 1 ? [`Limits at ${Number((100 * (1 - threshold!)).toPrecision(6))} % CL`] : [];
}

/** What the marks of evaluations mean, for every status that occurs. */
export function evaluationEntries({ evaluations, figure: { points } }: ScanView): LegendEntry[] {
  if (points === "none") return [];
  return (["observed", "infeasible", "failed", "pending"] as const)
    .filter((status) => evaluations.some((evaluation) => evaluation.status === status))
    .map((status): LegendEntry => {
      if (status !== "observed") return { label: status, swatch: (x, y) => evaluationMark(status, x + swatchWidth / 2, y) };
      const observed = evaluations.filter((evaluation) => evaluation.status === "observed").length;
      const label = points === "order" ? `${countNoun(observed, "evaluation")}, first to last` : "Evaluated points";
      return { label, swatch: (x, y) => (points === "order" ? orderSwatch(x, y) : evaluationMark("observed", x + swatchWidth / 2, y)) };
    });
}

function orderSwatch(x: number, y: number): Markup {
  const discs = [0, 0.5, 1].map((order, i) => markup`<circle cx="${x + 6 + i * 11}" cy="${y}" r="4.6" fill="${orderColour(order)}"/>`);
  return markup`${discs}`;
}
