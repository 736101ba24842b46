import { markup, type Markup } from "../text/markup.ts";
import { lightPalette, scaleRoles } from "../style/palette.ts";
import type { Dash } from "../style/level-set-style.ts";
import type { EvaluationView } from "../view.ts";

const dashLengths: Readonly<Record<Dash, string | undefined>> = {
  solid: undefined,
  dash: "7 4",
  dot: "2 3",
  dashdot: "7 3 2 3",
  longdash: "12 4",
};

/** A line of a drawing as path data with its looks. */
export function strokeMarkup(path: string, colour: string, width: number, dash: Dash): Markup {
  const dashes = dashLengths[dash];
  const dashAttribute = dashes === undefined ? undefined : markup` stroke-dasharray="${dashes}"`;
  return markup`<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dashAttribute}/>`;
}

/** The hatching of forbidden regions, to be referred to as url(#forbidden). */
export const hatchPattern = markup`<defs>
<pattern id="forbidden" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="7" height="7" fill="${lightPalette.forbidden}"/><path d="M0,0V7" stroke="${lightPalette.hatch}"/>
</pattern>
</defs>`;

/** An evaluation as a mark at a pixel: a disc, coloured by its place in the order, where there is a value; else a sign. */
export function evaluationMark(status: EvaluationView["status"], x: number, y: number, order: number): Markup {
  const { ink, paper, attention, muted } = lightPalette;
  switch (status) {
    case "observed":
      return markup`<circle cx="${x}" cy="${y}" r="4" fill="${orderColour(order)}" stroke="${paper}" stroke-width="0.8"/>`;
    case "infeasible":
      return markup`<path d="M${x - 3.5},${y - 3.5}l7,7m0,-7l-7,7" stroke="${ink}" stroke-width="1.6" fill="none"/>`;
    case "failed":
      return markup`<path d="M${x - 4.5},${y - 3.5}h9l-4.5,8z" stroke="${attention}" stroke-width="1.4" fill="${paper}"/>`;
    case "pending":
      return markup`<circle cx="${x}" cy="${y}" r="3.5" fill="${paper}" stroke="${muted}" stroke-width="1.4"/>`;
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
