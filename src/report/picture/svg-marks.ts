import { markup, type Markup } from "../text/markup.ts";
import { lightPalette, scaleRoles } from "../style/palette.ts";
import type { Dash } from "../style/level-set-style.ts";
import { printPalette } from "../style/print-palette.ts";
import type { EvaluationView } from "../view.ts";

const dashLengths: Readonly<Record<Dash, string | undefined>> = {
  solid: undefined,
  dash: "8 5",
  dot: "2 4",
  dashdot: "9 4 2 4",
  longdash: "14 5",
};

/** How a line looks. */
export interface Stroke {
  readonly colour: string;
  readonly width: number; // pixels
  readonly dash: Dash;
}

/** The border of what is forbidden. */
export const forbiddenBorder: Stroke = { colour: printPalette.forbiddenEdge, width: 1.2, dash: "solid" };

/** A line of a drawing as path data with its looks. */
export function strokeMarkup(path: string, { colour, width, dash }: Stroke): Markup {
  const dashes = dashLengths[dash];
  const dashAttribute = dashes === undefined ? undefined : markup` stroke-dasharray="${dashes}"`;
  return markup`<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dashAttribute}/>`;
}

/** An area given by rings; where they overlap twice it is not filled. */
export function areaMarkup(path: string, colour: string): Markup {
  return markup`<path d="${path}" fill="${colour}" fill-rule="evenodd"/>`;
}

/** An evaluation as a mark at a pixel: a disc where there is a value, coloured where `order` is its place from 0 to 1; else a sign. */
export function evaluationMark(status: EvaluationView["status"], x: number, y: number, order?: number): Markup {
  const { ink, paper, muted } = printPalette;
  switch (status) {
    case "observed":
      return order === undefined
        ? markup`<circle cx="${x}" cy="${y}" r="2.6" fill="${paper}" stroke="${muted}" stroke-width="1.1"/>`
        : markup`<circle cx="${x}" cy="${y}" r="4.6" fill="${orderColour(order)}" stroke="${paper}" stroke-width="1"/>`;
    case "infeasible":
      return markup`<path d="M${x - 3.5},${y - 3.5}l7,7m0,-7l-7,7" stroke="${ink}" stroke-width="1.6" fill="none"/>`;
    case "failed":
      return markup`<path d="M${x - 4.5},${y - 3.5}h9l-4.5,8z" stroke="${lightPalette.attention}" stroke-width="1.4" fill="${paper}"/>`;
    case "pending":
      return markup`<circle cx="${x}" cy="${y}" r="3.5" fill="${paper}" stroke="${muted}" stroke-width="1.4" stroke-dasharray="2 2"/>`;
  }
}

const stops = scaleRoles("order").map((role) => rgbOf(lightPalette[role]!));

/** The colour of a place in the order, 0 for the first evaluation and 1 for the last. */
export function orderColour(fraction: number): string {
  const position = fraction * (stops.length - 1);
  const before = Math.min(Math.floor(position), stops.length - 2);
  const part = position - before;
  const channels = stops[before]!.map((channel, k) => Math.round(channel + part * (stops[before + 1]![k]! - channel)));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function rgbOf(hex: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}
