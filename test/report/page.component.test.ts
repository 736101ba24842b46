import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { htmlReport, type ScanView } from "../../src/report/index.ts";
import { findChromium, openPage, type BrowserPage } from "./chromium.ts";
import { assessment, evaluation, nastyReason, radius, sampleView, square } from "./sample-view.ts";

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write("the report in a browser: skipped, expected Chromium at /usr/bin/chromium or in the environment variable CHROMIUM\n");
}

const observables = [radius(1, "below", "clsObserved"), radius(1.3, "below", "clsExpected")];
const values = { clsObserved: { value: 0.5 }, clsExpected: { value: 0.6, standardError: 0.01 } };
const evaluations = [
  evaluation({ x: 0, y: 0.5 }, { observations: values }),
  evaluation({ x: 1, y: 1 }, { id: "a-2", status: "failed", reason: nastyReason }),
];

const line = [{ name: "x", lower: 0.1, upper: 10, scale: "log" as const, unit: "GeV" }];
const cube = ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: 2, scale: "linear" as const }));

const views: Readonly<Record<string, ScanView>> = {
  plane: sampleView(
    { parameters: square, constraints: ["y <= x + 2"], observables },
    { evaluations, assessments: [assessment(observables, 1, 0.2), assessment(observables, 2, 0.04)], name: nastyReason },
  ),
  line: sampleView({ parameters: line, observables }, { evaluations: [evaluation({ x: 0.5 }, { observations: values })] }),
  cube: sampleView({ parameters: cube, observables: [radius(1.5, "below")] }),
};

/** Scrolls every figure into sight and waits until it is drawn; resolves to how many there are. */
const drawAll = `(async () => {
  const plots = [...document.querySelectorAll(".plot")];
  for (const plot of plots) {
    plot.scrollIntoView();
    while (plot.querySelector("svg.main-svg .cartesianlayer .xy path, .gl-container canvas") === null) await new Promise(requestAnimationFrame);
  }
  return plots.length;
})()`;

interface Visit {
  readonly complaints: string[];
  readonly requests: string[];
}

/** Opens a file at a width and in a colour scheme, and keeps what the browser complains about and asks for. */
async function visit(page: BrowserPage, url: string, width: number, scheme: "light" | "dark"): Promise<Visit> {
  const complaints: string[] = [];
  const requests: string[] = [];
  const loaded = new Promise<void>((resolve) => {
    page.listen((method, parameters) => {
      if (method === "Page.loadEventFired") resolve();
      if (method === "Network.requestWillBeSent") requests.push((parameters.request as { url: string }).url);
      if (/^(Runtime\.exceptionThrown|Runtime\.consoleAPICalled|Log\.entryAdded|Page\.javascriptDialogOpening)$/.test(method)) {
        const isSpeedHint = (parameters.entry as { source?: string } | undefined)?.source === "rendering"; // of the software WebGL here
        if (!isSpeedHint) complaints.push(`${method} ${JSON.stringify(parameters)}`);
      }
    });
  });
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await page.send(`${domain}.enable`);
  await page.send("Emulation.setDeviceMetricsOverride", { width, height: 800, deviceScaleFactor: 1, mobile: width < 500 });
  await page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await page.send("Page.navigate", { url });
  await loaded;
  return { complaints, requests: requests.filter((one) => one !== url && !/^(data|blob):/.test(one)) };
}

describe.skipIf(chromium === undefined)("the report in a browser", () => {
  let folder: string;
  let page: BrowserPage;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "excursion-report-"));
    page = await openPage(chromium!);
  });
  afterAll(async () => {
    await page[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  async function fileOf(name: string): Promise<string> {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, await htmlReport(views[name]!));
    return pathToFileURL(path).href;
  }

  test.for([
    ["plane", 1100, "light", 4],
    ["plane", 375, "dark", 4],
    ["line", 375, "light", 2],
    ["cube", 1100, "dark", 7],
  ] as const)("%s at %i pixels in %s: all figures drawn, no error, no request, nothing wider than the window", async ([name, width, scheme, figures]) => {
    const { complaints, requests } = await visit(page, await fileOf(name), width, scheme);
    expect(await page.evaluate(drawAll)).toBe(figures);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(await page.evaluate(`document.querySelectorAll('[data-title*="hare"], [data-title*="loud"], a[href]').length`)).toBe(0);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test("what a browser makes of hostile text is that text", async () => {
    await visit(page, await fileOf("plane"), 1100, "light");
    expect(await page.evaluate(`document.querySelector("h1").textContent`)).toContain("</script><script>alert(1)</script>");
    expect(await page.evaluate(`document.querySelectorAll("td.reason")[1].textContent`)).toContain('<img src="https://example.org/x">');
    expect(await page.evaluate(`document.querySelectorAll("main img, main script:not([type='application/json'])").length`)).toBe(0);
  });

  test("a change of the system's colour scheme redraws the figures", async () => {
    const { complaints } = await visit(page, await fileOf("line"), 1100, "light");
    await page.evaluate(drawAll);
    const ink = `getComputedStyle(document.querySelector(".plot .xtick text")).fill`;
    expect(await page.evaluate(ink)).toBe("rgb(28, 29, 33)");
    await page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: "dark" }] });
    await page.evaluate(`(async () => { while (${ink} === "rgb(28, 29, 33)") await new Promise(requestAnimationFrame); })()`);
    expect(await page.evaluate(ink)).toBe("rgb(236, 236, 238)");
    expect(complaints).toEqual([]);
  });
});
