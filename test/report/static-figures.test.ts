import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pdfOf, pngOf, staticFigures, type ScanView } from "../../src/report/index.ts";
import { planeOf } from "../../src/report/geometry/plane.ts";
import { violationLabel } from "../../src/report/picture/forbidden-label.ts";
import { planeSvg } from "../../src/report/picture/plane-svg.ts";
import { evaluation, nastyReason, plainFigure, radius, sampleView, square, type KnownObservable } from "./sample-view.ts";

const evaluations = [
  evaluation({ x: 0, y: 0.5 }, { observations: { radius: { value: 0.5 } } }),
  evaluation({ x: 1, y: -1 }, { id: "a-2", status: "failed" }),
];

const figure: ScanView["figure"] = {
  ...plainFigure,
  energy: "13 TeV",
  luminosity: "139 fb^{-1}",
  process: "\\tilde{g} \\to q\\bar{q}\\tilde{\\chi}_1^0",
  points: "evaluated",
};

/** An observed limit and an expected one with its bands, as the names say. */
const limits: readonly KnownObservable[] = [
  ["Observed", 1], ["Expected", 1.1], ["ExpectedMinus1", 1.2], ["ExpectedPlus1", 0.9], ["ExpectedMinus2", 1.4], ["ExpectedPlus2", 0.7],
].map(([name, size]) => ({ ...radius(1, "below", `limit${name}`), value: (point) => Math.hypot(...point) / Number(size) }));

const wholePlane = { x: 0, y: 1, at: new Float64Array(2) };

describe("a plane", () => {
  test("of a tiny scan is drawn as it was", async () => {
    const view = sampleView({ parameters: square, constraints: ["y <= x + 2"], observables: [radius(1, "below")] }, { evaluations, figure });
    await expect(planeSvg(view, planeOf(view, wholePlane, 9))).toMatchFileSnapshot("golden/plane.svg");
  });

  test("of limits with bands, a forbidden region and values is drawn as it was", async () => {
    const parameters = [{ ...square[0]!, label: "m(χ̃⁰₁)" }, { ...square[1]!, label: "m(\\tilde{g})" }];
    const view = sampleView({ parameters, constraints: ["y <= x + 2"], observables: limits }, { figure: { ...figure, experiment: "E", forbidden: "no decay" } });
    await expect(planeSvg(view, planeOf(view, wholePlane, 9))).toMatchFileSnapshot("golden/plane-limits.svg");
  });

  test("has no name of an experiment unless one is configured, and points and values only when asked for", () => {
    const view = sampleView({ parameters: square, observables: [radius(1, "below")] }, { evaluations });
    const [plain] = staticFigures(view);
    expect(plain!.svg).not.toMatch(/font-weight="bold"|<circle/);
    const [full] = staticFigures({ ...view, figure: { ...plainFigure, experiment: "A search", points: "order", values: "radius" } });
    expect(full!.svg).toContain('font-weight="bold">A search</text>');
    expect(full!.svg).toContain(">0.5</text>");
    expect(full!.svg).toContain("1 evaluation, first to last");
  });

  test("tells the thresholds of one limit apart, and keeps labels as they are written", () => {
    const twice = limits.slice(0, 2).map((limit, k) => ({ ...limit, thresholds: [1, 1.3], ...(k === 1 && { label: "Median of CL_s" }) }));
    const svg = staticFigures(sampleView({ parameters: square, observables: twice }))[0]!.svg;
    expect(svg).toContain(">limit = 1: observed limit</text>");
    expect(svg).toContain(">limit = 1.3: observed limit</text>");
    expect(svg).toMatch(/>limit = 1.3: Median of CL<tspan [^>]*>s<\/tspan><\/text>/);
  });

  test("breaks lines that are wider than it is, at spaces outside of braces", () => {
    const process = "\\tilde{g} \\to q q ".repeat(12).trim() + "^{a b}";
    const view = sampleView({ parameters: square, observables: [radius(1, "below")] }, { figure: { ...plainFigure, process } });
    const lines = [...staticFigures(view)[0]!.svg.matchAll(/<text [^>]*>.*?<\/text>/g)].map(([text]) => text).filter((text) => text.includes("→"));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join("").match(/→/g)).toHaveLength(12);
    expect(lines.at(-1)).toContain(">a b</tspan>");
  });

  test("is named by its parameters, and what users write is escaped", () => {
    const view = sampleView({ parameters: square, observables: [radius(1, "below", nastyReason)] }, { name: nastyReason, figure: { ...plainFigure, process: nastyReason } });
    const figures = staticFigures(view);
    expect(figures.map(({ name }) => name)).toEqual(["contour-x-y"]);
    expect(/<script|<img|(?![\r\n])\p{Cc}/u.test(figures[0]!.svg)).toBe(false);
  });

  test("says along the border what is forbidden, by its own text or by the violated constraint", () => {
    const view = sampleView({ parameters: square, constraints: ["y <= x + 1"], observables: [radius(1, "below")] });
    const label = /<text [^>]*transform="rotate\((-\d[\d.]*)[^>]*>y &gt; x \+ 1</.exec(staticFigures(view)[0]!.svg);
    expect(Number(label?.[1])).toBeCloseTo((-180 * Math.atan(4 / 5)) / Math.PI, 1);
    expect(violationLabel("2 * x <= 3.5e-9 * y - 1", square)).toBe("2 x{} > 3.5·10^{-9} y − 1"); // in different units
    expect(violationLabel("x / y < 1", square)).toBeUndefined();
    const own = { ...view, figure: { ...plainFigure, forbidden: "not possible" } };
    expect(staticFigures(own)[0]!.svg).toContain(">not possible</text>");
  });

  test("can have another scan of the same parameters over it, in a colour of its own", () => {
    const [first, second] = [1, 1.5].map((size) => sampleView({ parameters: square, observables: [radius(size, "below")] }, { name: `scan ${size}` }));
    const [overlaid] = staticFigures(first!, [second!]);
    expect(overlaid!.svg).toContain(">scan 1.5</text>");
    expect(overlaid!.svg).toContain('stroke="#0072b2"');
    const other = sampleView({ parameters: [square[0]!, { ...square[1]!, name: "z" }], observables: [radius(1, "below")] });
    expect(() => staticFigures(first!, [other])).toThrow("expected scans of the same two parameters to draw over each other, got x, y and x, z");
  });
});

describe("a limit", () => {
  const parameters = [{ name: "x", lower: 0.01, upper: 4, scale: "log" as const, unit: "GeV" }];

  test("has its threshold, its crossing and evaluations", () => {
    const observed = [evaluation({ x: 2 }, { observations: { radius: { value: 2 } } })];
    const view = sampleView({ parameters, observables: [radius(1, "below")] }, { evaluations: observed, figure: { ...plainFigure, points: "evaluated" } });
    const [drawn] = staticFigures(view);
    expect(drawn!.name).toBe("limit-radius");
    expect(drawn!.svg).toContain("radius = 1 is crossed at x = 1 GeV");
    expect(drawn!.svg).toContain(">Threshold 1</text>");
    expect(drawn!.svg.match(/<circle /g)).toHaveLength(2); // one in the legend
  });

  test("is drawn in multiples of the prediction, with its bands", async () => {
    const mass = [{ ...parameters[0]!, lower: 1, scale: "linear" as const, label: "m(Z')" }];
    const prediction = { expression: "10 * exp(-x)", label: "Z' model", title: "\\sigma \\times B", unit: "fb" };
    const view = sampleView({ parameters: mass, observables: limits }, { figure: { ...figure, points: "none", prediction } });
    const drawn = staticFigures(view).map(({ svg }) => svg);
    expect(drawn).toHaveLength(1);
    expect(drawn[0]).toContain("Expected ±2 σ");
    await expect(drawn[0]!.replaceAll(/[\d.]+,[\d.]+(L[\d.]+,[\d.]+){20,}/g, (path) => path.slice(0, 60))).toMatchFileSnapshot("golden/limit.svg");
  });
});

describe("files for papers", () => {
  const view = sampleView({ parameters: square, constraints: ["y <= x + 2"], observables: limits }, { figure: { ...figure, experiment: "E" } });
  const { svg } = staticFigures(view)[0]!;

  test("a PNG has 2.5 pixels for one of the drawing", () => {
    const bytes = Buffer.from(pngOf(svg));
    const [, width] = /viewBox="0 0 (\d+) /.exec(svg)!;
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(bytes.readUInt32BE(16)).toBe(Math.round(2.5 * Number(width)));
  });

  test("a PDF is the same every time, in vectors, with its fonts embedded", async ({ skip }) => {
    const pdf = await pdfOf(svg, "sample");
    expect(Buffer.compare(Buffer.from(pdf), Buffer.from(await pdfOf(svg, "sample")))).toBe(0);
    expect(Buffer.from(pdf).toString("latin1")).not.toContain("/Subtype /Image");
    const folder = mkdtempSync(join(tmpdir(), "excursion-pdf-"));
    try {
      writeFileSync(join(folder, "figure.pdf"), pdf);
      const poppler = (command: string): string => execFileSync(command, [join(folder, "figure.pdf")].concat(command === "pdftotext" ? ["-"] : []), { encoding: "utf8" });
      const fonts = (() => {
        try {
          return poppler("pdffonts");
        } catch (error) {
          return skip(`pdffonts of poppler-utils does not run: ${(error as Error).message}`);
        }
      })();
      const rows = fonts.trim().split("\n").slice(2);
      expect(rows.map((row) => row.match(/Arimo-\w+/)?.[0])).toEqual(["Arimo-Regular", "Arimo-Bold"]);
      expect(rows.every((row) => / yes yes yes +\d+ +\d+$/.test(row))).toBe(true); // embedded, subset, with a way back to Unicode
      expect(poppler("pdftotext")).toContain("Observed limit");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
