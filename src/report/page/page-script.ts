/**
 * What runs in the page: draws each figure when it comes near the window, in the palette that the reader's system asks for,
 * and in the light one on paper. `Plotly`, the palettes and, for pages with a figure in space, `PlotlyGl3d` are there when it starts.
 */
export const pageScript = String.raw`
"use strict";
const palettes = JSON.parse(document.getElementById("palettes").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 40rem)");
const coarse = matchMedia("(pointer: coarse)");

function coloured(value, key, palette) {
  if (Array.isArray(value)) return value.map((item) => coloured(item, key, palette));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, coloured(item, name, palette)]));
  }
  const isRole = typeof value === "string" && /color/.test(key) && Object.hasOwn(palette, value);
  return isRole ? palette[value] : value;
}

function draw(plot, palette) {
  const source = document.getElementById(plot.dataset.figure).textContent;
  const { data, layout } = coloured(JSON.parse(source), "", palette);
  if (narrow.matches) layout.font.size = 11;
  const inSpace = plot.dataset.library === "gl3d";
  if (!inSpace) layout.dragmode = coarse.matches ? false : "zoom"; // a finger scrolls the page
  const options = {
    responsive: true,
    displaylogo: false,
    displayModeBar: !coarse.matches && !narrow.matches,
    modeBarButtons: [inSpace ? ["toImage", "resetCameraDefault3d"] : ["toImage", "zoom2d", "pan2d", "resetScale2d"]], // all of them: plotly's own choice can upload the figure
    plotlyServerURL: "",
    toImageButtonOptions: { format: inSpace ? "png" : "svg", filename: plot.dataset.figure },
  };
  plot.dataset.drawn = "";
  (inSpace ? PlotlyGl3d : Plotly).react(plot, data, layout, options);
}

const plots = [...document.querySelectorAll(".plot")];
const screenPalette = () => (dark.matches ? palettes.dark : palettes.light);
const redraw = () => plots.filter((plot) => "drawn" in plot.dataset).forEach((plot) => draw(plot, screenPalette()));

const nearWindow = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      nearWindow.unobserve(target);
      draw(target, screenPalette());
    }
  },
  { rootMargin: "800px" },
);
plots.forEach((plot) => nearWindow.observe(plot));
dark.addEventListener("change", redraw);
addEventListener("beforeprint", () => {
  plots.forEach((plot) => draw(plot, palettes.light));
});
addEventListener("afterprint", redraw);
`;
