import { darkPalette, formatDuration, lightPalette, markup, pageStyle, scriptJson, trusted } from "../report/index.ts";
import { livePageStyle } from "./live-page-style.ts";
import type { ListedScan } from "./scan-shelf.ts";
import type { ServedScan } from "./served-scan.ts";

/** A page and what its browser may load for it: nothing from anywhere but this server. */
export interface Page {
  readonly text: string;
  readonly policy: string;
}

const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'unsafe-inline'", "img-src data: blob:", "connect-src 'self'", "base-uri 'none'",
  "form-action 'none'", "frame-ancestors 'none'",
].join("; ");

function page(title: string, body: ReturnType<typeof markup>, scripts: ReturnType<typeof markup> | undefined): Page {
  const { markup: text } = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(pageStyle)}${trusted(livePageStyle)}</style>
${scripts}
</head>
<body>
${body}
</body>
</html>
`;
  return { text, policy };
}

/** The live page of a scan; its numbers and figures come as events. */
export function scanPage({ id, config }: ServedScan, hasFolder: boolean): Page {
  const settings = { id, palettes: { light: lightPalette, dark: darkPalette } };
  const scripts = markup`<script type="application/json" id="settings">${scriptJson(settings)}</script>
<script src="/page/plotly.js" defer></script>
<script type="module" src="/page/main.js"></script>`;
  const places = `at (${config.parameters.map(({ name }) => name).join(", ")})`;
  const body = markup`<a class="skip" href="#contours">Skip to the contour</a>
<header class="bar">
<div class="title">
${hasFolder ? markup`<p class="crumb"><a href="/">All scans</a></p>` : undefined}
<h1>${config.name}</h1>
<p class="standing"><span class="pill" id="phase" data-phase="waiting">connecting</span> <span id="headline"></span></p>
<p class="note" id="reason"></p>
</div>
<div class="controls" role="group" aria-label="Take part in the scan">
<button type="button" id="pause" disabled>Pause</button>
<button type="button" id="choose" disabled>Evaluate a point …</button>
<form id="grant"><label>More evaluations <input id="more" type="number" min="1" max="100000" step="1" value="20" required></label> <button type="submit" disabled>Add</button></form>
</div>
</header>
<p class="notice" id="participation" hidden></p>
<p class="notice" id="answer" role="status"></p>
<main>
<div class="progress" id="progress" role="progressbar" aria-label="Proposed evaluations of the budget" aria-valuemin="0"><div></div></div>
<dl class="facts" id="facts"></dl>
<div class="board">
<section class="contour" id="contours" aria-label="Contour" tabindex="-1"><div data-kind="contour"><p class="note empty">The picture is being drawn; the contour appears in it after the first fit, when the design is evaluated.</p></div></section>
<section class="side" aria-label="Convergence">
<h2>Convergence</h2>
<div data-kind="convergence"><p class="note empty">Nothing has been assessed yet.</p></div>
<div class="scroll flat" role="region" aria-label="Excursion sets" tabindex="0"><table><thead><tr><th scope="col">excursion set</th><th scope="col" class="number">volume</th><th scope="col" class="number">misclassified</th><th scope="col" class="number">95 % bound</th></tr></thead><tbody id="level-sets"></tbody></table></div>
<h2>Under way <span class="count" id="running-count"></span></h2>
<div class="scroll" role="region" aria-label="Evaluations under way" tabindex="0"><table><thead><tr><th scope="col">id</th><th scope="col">${places}</th><th scope="col">by</th><th scope="col" class="number">for</th><th scope="col"><span class="hidden">rule out</span></th></tr></thead><tbody id="running"></tbody></table></div>
</section>
<section class="maps" aria-label="Maps"><h2>Probability and acquisition</h2><div class="pairs" data-kind="map"></div></section>
<section class="troubles" aria-label="Failed and infeasible evaluations"><h2>Failed and infeasible</h2>
<div class="scroll" role="region" aria-label="Table of failed and infeasible evaluations" tabindex="0"><table><thead><tr><th scope="col">id</th><th scope="col">status</th><th scope="col">${places}</th><th scope="col">reason</th><th scope="col"><span class="hidden">rule out</span></th></tr></thead><tbody id="troubles"></tbody></table></div></section>
<section class="log" aria-label="Log"><h2>Log</h2><ol class="scroll" id="log" role="region" aria-label="Log of the scan" tabindex="0"></ol></section>
</div>
</main>
<dialog id="point" aria-labelledby="point-title">
<form method="dialog">
<h2 id="point-title">A point</h2>
<p class="note" id="point-note"></p>
<div id="coordinates"></div>
<label class="wide">Reason, to rule it out <input id="exclusion-reason" maxlength="300" placeholder="no electroweak symmetry breaking"></label>
<div class="row"><button type="submit" value="evaluate" id="evaluate">Evaluate it next</button><button type="submit" value="exclude">Mark infeasible</button><button type="submit" value="cancel" formnovalidate>Cancel</button></div>
</form>
</dialog>`;
  return page(`${config.name}: excursion`, body, scripts);
}

/** All scans of a folder. */
export function folderPage(scans: readonly ListedScan[]): Page {
  const body = markup`<header class="bar"><div class="title"><h1>Scans</h1><p class="note">${scans.length === 0 ? "No run directory here yet." : `${scans.length} in this folder`}</p></div></header>
<main>
<div class="scroll flat" role="region" aria-label="Scans" tabindex="0">
<table class="shelf">
<thead><tr><th scope="col">scan</th><th scope="col">folder</th><th scope="col">verdict</th><th scope="col" class="number">observed</th><th scope="col" class="number">budget</th><th scope="col" class="number">misclassified</th><th scope="col" class="number">last change</th></tr></thead>
<tbody>
${scans.toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : -1)).map(row)}</tbody>
</table>
</div>
</main>`;
  return page("Scans: excursion", body, undefined);
}

function row({ id, name, headline, observed, budget, misclassified, changedAt, problem }: ListedScan): ReturnType<typeof markup> {
  const link = problem === undefined ? markup`<a href="/scans/${encodeURIComponent(id)}">${name}</a>` : markup`${name}`;
  return markup`<tr><th scope="row">${link}</th><td>${id}</td><td class="reason">${problem ?? headline}</td><td class="number">${observed}</td>
<td class="number">${budget}</td><td class="number">${misclassified}</td><td class="number">${agoText(changedAt)}</td></tr>
`;
}

function agoText(at: string): string {
  const seconds = (Date.now() - Date.parse(at)) / 1000;
  return Number.isFinite(seconds) ? `${formatDuration(Math.max(seconds, 0))} ago` : "–";
}
