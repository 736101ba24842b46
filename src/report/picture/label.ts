import { markup, trusted, type Markup } from "../text/markup.ts";
import { textRuns, type TextRun } from "../text/rich-text.ts";
import { textWidth, type FontWeight } from "./font.ts";
import { roundPixel } from "./pixels.ts";

export interface LabelStyle {
  readonly size: number; // pixels
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: FontWeight;
  readonly angle?: number; // degrees clockwise, about the label's place
  readonly colour?: string;
}

/** Raised and lowered text: how large and how far from the line, in font sizes. */
const smallSize = 0.68;
const rise = { 0: 0, 1: -0.4, [-1]: 0.22 } as const;

/**
 * Accents as signs of their own: they are put over the middle of their letter here, since not every reader of SVG does it for
 * combining characters.
 */
const accentSigns: ReadonlyMap<string, string> = new Map([["\u0302", "ˆ"], ["\u0303", "˜"], ["\u0304", "¯"]]);
const accented = /(.[\u0302-\u0304])/u;

/** How much higher an accent stands over a tall letter, in font sizes. */
const tallRise = 0.17;

/** Letters with their place. */
interface Piece {
  readonly text: string;
  readonly size: number;
  readonly x: number; // of its start along the line, pixels
  readonly width: number;
  readonly shift: number; // down from the line, pixels
}

/** The width a label takes. */
export function labelWidth(label: string, { size, weight = "regular" }: LabelStyle): number {
  return layout(label, size, weight).width;
}

/** A label on one line of an SVG document; what is raised stands above what is lowered. */
export function labelMarkup(label: string, x: number, y: number, style: LabelStyle): Markup {
  const { size, anchor = "start", weight = "regular", angle, colour } = style;
  const { pieces, width } = layout(label, size, weight);
  const start = x - { start: 0, middle: 0.5, end: 1 }[anchor] * width;
  let [pen, line] = [0, 0];
  const spans = pieces.map((piece) => {
    const moves = [["dx", roundPixel(piece.x - pen)], ["dy", roundPixel(piece.shift - line)]] as const;
    [pen, line] = [piece.x + piece.width, piece.shift];
    const attributes = [...moves.filter(([, move]) => move !== 0), ...(piece.size === size ? [] : [["font-size", roundPixel(piece.size)] as const])];
    if (attributes.length === 0) return markup`${piece.text}`;
    return markup`<tspan${trusted(attributes.map(([name, value]) => ` ${name}="${value}"`).join(""))}>${piece.text}</tspan>`;
  });
  const attributes = [
    ` font-size="${size}"`,
    weight === "bold" ? ' font-weight="bold"' : "",
    colour === undefined ? "" : ` fill="${colour}"`,
    angle === undefined || angle === 0 ? "" : ` transform="rotate(${roundPixel(angle)} ${roundPixel(x)} ${roundPixel(y)})"`,
  ].join("");
  return markup`<text x="${roundPixel(start)}" y="${roundPixel(y)}"${trusted(attributes)}>${spans}</text>`;
}

function layout(label: string, size: number, weight: FontWeight): { readonly pieces: readonly Piece[]; readonly width: number } {
  const pieces: Piece[] = [];
  let [pen, runStart, levelBefore] = [0, 0, 0];
  for (const run of textRuns(label)) {
    const isStacked = run.level !== 0 && run.level === -levelBefore; // over or under the run before
    runStart = isStacked ? runStart : pen;
    const own = runPieces(run, runStart, size, weight);
    pieces.push(...own.pieces);
    pen = isStacked ? Math.max(pen, own.end) : own.end;
    levelBefore = isStacked ? 0 : run.level;
  }
  return { pieces, width: pen };
}

function runPieces({ text, level }: TextRun, start: number, lineSize: number, weight: FontWeight): { pieces: Piece[]; end: number } {
  const size = level === 0 ? lineSize : smallSize * lineSize;
  const shift = rise[level] * lineSize;
  const pieces: Piece[] = [];
  let x = start;
  for (const part of text.split(accented).filter((one) => one !== "")) {
    const accent = accentSigns.get(part.at(-1)!);
    const letters = accent === undefined ? part : part.slice(0, -1);
    const width = textWidth(letters, size, weight);
    pieces.push({ text: letters, size, x, width, shift });
    if (accent !== undefined) {
      const accentWidth = textWidth(accent, size, weight);
      const raised = /[\p{Lu}bdfhklℓ]/u.test(letters) ? tallRise * size : 0;
      pieces.push({ text: accent, size, x: x + (width - accentWidth) / 2, width: accentWidth, shift: shift - raised });
    }
    x += width;
  }
  return { pieces, end: x };
}
