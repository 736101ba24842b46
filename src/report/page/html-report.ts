import { convergenceFigure, convergenceSummary } from "./convergence-figure.ts";
import { evaluationsTable } from "./evaluations-table.ts";
import { figureMarkup, type PageFigure } from "./figure-markup.ts";
import { certificateLines } from "../text/certificate-text.ts";
import { boundedVolume, contourText, levelSetSentence, uncertainVolume, undecidedVolume } from "../text/level-set-text.ts";
import { isosurfaceFigure } from "./isosurface-figure.ts";
import { markup, prose, scriptJson, trusted, type Markup } from "../text/markup.ts";
import { formatBound, formatDuration, formatPercent, formatQuantity } from "../text/number-text.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { darkPalette, lightPalette } from "../style/palette.ts";
import { planeOf } from "../geometry/plane.ts";
import { profileOf } from "../geometry/profile.ts";
import { planeFigures, profileFigures } from "./report-figures.ts";
import { settingsList } from "./settings-list.ts";
import { slicesOf, type Slices } from "../geometry/slices.ts";
import { unmetText } from "../text/unmet-text.ts";
import { verdictText } from "../text/verdict-text.ts";
import { countEvaluations, levelSetsOf, type ScanView } from "../view.ts";

/** Nodes along each axis of the grids that are drawn. */
const gridNodes = { profile: 401, plane: 121, slice: 61 };

/** Keeps the page from asking anything of the network, whatever is written into it. */
const contentPolicy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

const verdictClass = { verified: "good", "model-certified": "good", "model-rejected": "bad", "not-certified": "" } as const;

/**
 * The report of a scan as one HTML page that needs nothing beside itself; `plotly` is the source of plotly.js for figures in the plane,
 * `plotlyGl3d` of that for surfaces in space, which a scan of three parameters shows where it is given.
 */
export function reportPage(view: ScanView, plotly: string, plotlyGl3d?: string): string {
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${view.name}: ${verdictText(view.verdict).headline}</title>
<link rel="icon" href="data:,">
<style>${trusted(pageStyle)}</style>
</head>
<body>
${headerMarkup(view)}
<main>
${view.parameters.length === 1 ? profileSection(view) : planeSections(view)}
${plotlyGl3d === undefined ? undefined : spaceSection(view)}
${convergenceSection(view)}
${certificateSection(view)}
<section aria-labelledby="evaluations">
<h2 id="evaluations">Evaluations</h2>
${evaluationsTable(view)}</section>
<section aria-labelledby="settings">
<h2 id="settings">Settings</h2>
${settingsList(view)}</section>
</main>
<footer>
<p>Colours: Okabe and Ito's colour-blind safe set for contours, cividis for the order of evaluations, blue to orange for
probabilities.</p>
</footer>
<script type="application/json" id="palettes">${scriptJson({ light: lightPalette, dark: darkPalette })}</script>
${plotlyGl3d === undefined ? undefined : markup`<script>${trusted(plotlyGl3d)}</script>
<script>globalThis.PlotlyGl3d = globalThis.Plotly;</script>`}
<script>${trusted(plotly)}</script>
<script>${trusted(pageScript)}</script>
</body>
</html>
`.markup;
}

function headerMarkup(view: ScanView): Markup {
  const { headline, meaning } = verdictText(view.verdict);
  const unmet = levelSetsOf(view).flatMap((levelSet) => {
    const text = unmetText(view, levelSet);
    return text === undefined ? [] : [`No contour ${contourText(levelSet)} has been met: ${text}.`];
  });
  return markup`<header>
<h1>${view.name}</h1>
<div class="verdict ${verdictClass[view.verdict]}">
<p class="headline">${headline}</p>
${levelSetsOf(view).map((levelSet) => markup`<p>${prose(levelSetSentence(view, levelSet))}</p>\n`)}${unmet.map((sentence) => markup`<p>${prose(sentence)}</p>\n`)}<p>${prose(asSentence(view.reason))}</p>
<p class="note">${meaning}</p>
</div>
<dl class="facts">
${factsOf(view).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
</header>`;
}

function asSentence(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()).replace(/\.?$/, ".");
}

/** The numbers a reader looks for first. */
function factsOf(view: ScanView): (readonly [string, string])[] {
  const { observed, infeasible, failed, pending } = countEvaluations(view);
  const others = Object.entries({ infeasible, failed, pending }).filter(([, count]) => count > 0);
  const [volume, bound] = [uncertainVolume(view), boundedVolume(view)];
  const undecided = undecidedVolume(view);
  return [
    ["observed evaluations", String(observed)],
    ...others.map(([status, count]) => [status, String(count)] as const),
    ["expected misclassified", volume === undefined ? "not assessed" : formatPercent(volume)],
    ...(bound === undefined ? [] : [["at most (95 %)", formatBound(bound)] as const]),
    ["target", view.target],
    ...(undecided > 0 ? [["undecided volume", formatPercent(undecided)] as const] : []),
    ["wall time", formatDuration(view.wallTimeSeconds)],
  ];
}

function profileSection(view: ScanView): Markup {
  const figures = profileFigures(view, profileOf(view, gridNodes.profile));
  return markup`<section aria-labelledby="profile">
<h2 id="profile">Observables and thresholds</h2>
<p>Lines are the surrogate's median, shaded areas hold the central 68&nbsp;% of what it considers possible. Points are evaluations,
coloured by their order.</p>
${figures.map(figureMarkup)}</section>`;
}

function planeSections(view: ScanView): Markup {
  const slices = slicesOf(view);
  const isWhole = slices.centre === undefined;
  const nodes = isWhole ? gridNodes.plane : gridNodes.slice;
  const planes = slices.planes.map((slice) => planeFigures(view, planeOf(view, slice, nodes)));
  const maps = planes.flatMap(({ maps: figures }) => figures);
  return markup`<section aria-labelledby="contours">
<h2 id="contours">${levelSetsOf(view).length === 1 ? "Contour" : "Contours"}</h2>
<p>Thick lines are where the probability of the excursion set is one half; the shaded band between the thin lines, at 16 and 84&nbsp;%,
is where the surrogate places the contour with 68&nbsp;% credibility. Points are evaluations, coloured by their order.</p>
${slicesNote(view, slices)}
<div class="${isWhole ? "whole" : "pairs"}">
${planes.map(({ overlay }) => titledFigure(overlay, !isWhole))}</div>
</section>
${
  maps.length === 0
    ? undefined
    : markup`<section aria-labelledby="probabilities">
<h2 id="probabilities">${maps.length === 1 ? "Probability map" : "Probability maps"}</h2>
<div class="pairs">
${maps.map((figure) => titledFigure(figure, true))}</div>
</section>`
}`;
}

function spaceSection(view: ScanView): Markup {
  return markup`<section aria-labelledby="surfaces">
<h2 id="surfaces">Surfaces</h2>
${figureMarkup(isosurfaceFigure(view))}</section>`;
}

function titledFigure(figure: PageFigure, hasTitle: boolean): Markup {
  return markup`<div>${hasTitle ? markup`<h3>${prose(figure.title)}</h3>` : undefined}${figureMarkup(figure)}</div>\n`;
}

function slicesNote(view: ScanView, { centre, leftOut }: Slices): Markup | undefined {
  if (centre === undefined) return undefined;
  const point = view.parameters.map(({ name, unit }, k) => `${name} = ${formatQuantity(centre[k]!, unit)}`);
  const left = leftOut.length === 0 ? "" : ` ${leftOut.join(", ")} change the observables least and are only shown fixed.`;
  return markup`<p>Each plane is a slice through the point ${point.join(", ")}, a central point of the estimated contour.
Evaluations outside a slice are projected onto it and drawn the fainter the further away they are.${left}</p>`;
}

function convergenceSection(view: ScanView): Markup | undefined {
  if (view.assessments.length === 0) return undefined;
  const figure: PageFigure = {
    id: "convergence-history",
    title: "Convergence",
    summary: convergenceSummary(view),
    size: "wide",
    figure: convergenceFigure(view),
  };
  return markup`<section aria-labelledby="convergence">
<h2 id="convergence">Convergence</h2>
<p>The part of the admissible volume that is expected to be on the wrong side of the contour, with its 95&nbsp;% bound from the
moment it was near the target: all kernels and hyperparameters that the evaluations allow have a say in it. The target of the bound is ${view.target}.</p>
${figureMarkup(figure)}</section>`;
}

function certificateSection(view: ScanView): Markup | undefined {
  const lines = certificateLines(view);
  if (lines.length === 0) return undefined;
  return markup`<section aria-labelledby="certificate">
<h2 id="certificate">What the verdict rests on</h2>
<dl class="settings">
${lines.map(([name, sentence]) => markup`<div><dt>${prose(name)}</dt><dd>${prose(sentence)}</dd></div>\n`)}</dl></section>`;
}
