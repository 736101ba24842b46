import { axisTitle } from "../geometry/axis.ts";
import { scaleRoles } from "../style/palette.ts";
import type { Polyline } from "../geometry/plane.ts";
import { htmlText } from "../text/rich-text.ts";
import type { Parameter } from "../../space/index.ts";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A figure as plotly.js takes it; colours are roles in the palette, put in when the page is shown. */
export interface PlotlyFigure {
  readonly data: readonly JsonObject[];
  readonly layout: JsonObject;
}

/** What all figures have in common: no title (the page has headings), the legend above the plot, room for it found by plotly. */
export const commonLayout: JsonObject = {
  paper_bgcolor: "paper",
  plot_bgcolor: "paper",
  font: { family: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif", size: 13, color: "ink" },
  margin: { l: 8, r: 24, t: 8, b: 8 }, // at the right, half of the label at an axis's end
  hovermode: "closest",
  hoverlabel: { bgcolor: "panel", bordercolor: "rule", font: { color: "ink", size: 12 }, align: "left" },
  legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", bgcolor: "transparent", font: { size: 12 } },
};

/** An axis in the custom of the field: a closed frame, ticks inwards, the title at the far end. */
export function plotlyAxis(title: string, type: "linear" | "log"): JsonObject {
  return {
    title: { text: htmlText(title), standoff: 6 },
    type,
    automargin: true,
    showline: true,
    mirror: "ticks",
    ticks: "inside",
    ticklen: 6,
    linecolor: "ink",
    tickcolor: "ink",
    gridcolor: "grid",
    showgrid: false,
    zeroline: false,
    exponentformat: "power",
  };
}

/** The axis of a parameter from bound to bound; below three decades with labels at 1, 2 and 5 of each. */
export function parameterAxis(parameter: Parameter): JsonObject {
  const { lower, upper, scale } = parameter;
  const axis = plotlyAxis(axisTitle(parameter), scale);
  if (scale === "linear") return { ...axis, range: [lower, upper] };
  const isShort = upper < 1000 * lower;
  return { ...axis, range: [Math.log10(lower), Math.log10(upper)], ...(isShort && { dtick: "D2", tickformat: "~g" }) };
}

/** The key of a colour scale, lying below the plot at its left. */
export function colourBar(title: string): JsonObject {
  return {
    orientation: "h",
    title: { text: title, side: "right", font: { size: 12 } },
    thickness: 8,
    len: 0.45,
    x: 0,
    xanchor: "left",
    y: 0,
    yref: "container",
    yanchor: "bottom",
    ypad: 4,
    outlinewidth: 0,
    tickfont: { size: 11 },
    tickangle: 0,
    nticks: 5, // on a narrow screen more would not stand beside each other
  };
}

/** Colours from the first role of a scale to its last. */
export function colourScale(name: "order" | "probability"): Json {
  return scaleRoles(name).map((role, i, { length }) => [i / (length - 1), role]);
}

/** Text as plotly takes it: plotly reads some HTML tags, so their characters are replaced. */
export function plotlyText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Values with as many digits as a screen can show; null, a gap, where they are not finite. */
export function rounded(values: Iterable<number>, digits = 6): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(digits)) : null));
}

/** Several polylines as one trace: plotly breaks lines at null. */
export function gappedLines(lines: readonly Polyline[]): { readonly x: Json; readonly y: Json } {
  const positions = lines.flatMap((line) => [...line, [Number.NaN, Number.NaN] as const]);
  return { x: rounded(positions.map(([x]) => x)), y: rounded(positions.map(([, y]) => y)) };
}
