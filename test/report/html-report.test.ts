import { expect, test } from "vitest";
import { reportPage, statusText, terminalStyle, type ScanView } from "../../src/report/index.ts";
import { physicalPoints } from "../../src/space/index.ts";
import { assessment, evaluation, nastyReason, radius, sampleView, square } from "./sample-view.ts";

const observables = [radius(1, "below", "clsObserved"), radius(1.3, "below", "clsExpected")];

function page(view: ScanView): string {
  return reportPage(view, "/* plotly */").replaceAll("\u00A0", " "); // spaces at which no line may end
}

function figures(html: string): Record<string, { data: Record<string, unknown>[]; layout: Record<string, unknown> }> {
  const scripts = html.matchAll(/<script type="application\/json" id="([^"]+)">(.*?)<\/script>/gs);
  return Object.fromEntries(Array.from(scripts, ([, id, text]) => [id, JSON.parse(text!)]));
}

const evaluations = [
  evaluation({ x: 0, y: 0.5 }, { observations: { clsObserved: { value: 0.5 }, clsExpected: { value: 0.5, standardError: 0.01 } } }),
  evaluation({ x: 1, y: 1 }, { id: "a-2", status: "failed", reason: nastyReason }),
  evaluation({ x: -1, y: 1 }, { id: "a-3", status: "infeasible", reason: "no <b>vacuum</b>" }),
  evaluation({ x: -1, y: 0 }, { id: "a-4", status: "pending", attempts: 0 }),
];

const full = sampleView(
  { parameters: square, constraints: ["x <= 1.5"], observables },
  { evaluations, assessments: [assessment(observables, 1, 0.04)], allowed: physicalPoints(2, Float64Array.of(0, 0, 1, 1)) },
);

test("the page names its verdict, its volumes and every evaluation", () => {
  const html = page(full);
  expect(html).toContain("Not converged");
  expect(html).toContain("clsObserved ≤ 1 in 25 % of the admissible volume, uncertain by at most 12 % (95 %); 4 % is expected to be misclassified (target 1 % of the volume).");
  expect(html.match(/<tr><th scope="row"/g)).toHaveLength(4);
  expect(Object.keys(figures(html))).toEqual(["plane-1-2", "plane-1-2-probability-1", "plane-1-2-probability-2", "convergence-history", "palettes"]);
});

test("a contour that all evaluations lie on one side of is told at the top, with what they are", () => {
  const values = (...all: number[]) => all.map((value, i) => evaluation({ x: i, y: 0 }, { observations: { radius: { value } } }));
  const top = (...all: number[]) => {
    const view = sampleView({ parameters: square, observables: [radius(1, "below")] }, { evaluations: values(...all), assessments: [assessment([radius(1, "below")], 2, 0)] });
    return { page: page(view), status: statusText(view, terminalStyle({}, {})) };
  };
  const within = "all 2 values lie between 1.5 and 3; check the threshold if a contour was expected";
  expect(top(1.5, 3).page).toContain(`<p>No contour radius = 1 has been met: ${within}.</p>`);
  expect(top(1.5, 3).status).toContain(`  not met      radius = 1: ${within}\n`);
  expect(top(2, 2, 2).page).toContain("all 3 values are 2; check that the evaluator uses the parameters it is given");
  expect(top(0.5, 3).page).not.toContain("has been met");
});

test("a scan of three parameters has its surfaces where plotly's WebGL traces are given, others never carry them", () => {
  const parameters = ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: 2, scale: "linear" as const }));
  const cube = sampleView({ parameters, constraints: ["a + b <= 1.5"], observables: [radius(1.5, "below")] });
  const { isosurface } = figures(reportPage(cube, "/* plotly */", "/* gl3d */"));
  const [surface] = isosurface!.data as [{ type: string; x: number[]; y: number[]; z: number[]; i: number[]; j: number[]; k: number[] }];
  expect(surface.type).toBe("mesh3d");
  for (const corner of [...surface.i, ...surface.j, ...surface.k]) {
    const [a, b, c] = [surface.x[corner]!, surface.y[corner]!, surface.z[corner]!];
    expect(a + b).toBeLessThan(1.5 + 1e-4);
    expect(Math.abs(Math.hypot(a, b, c) - 1.5)).toBeLessThan(0.02);
  }
  expect(figures(reportPage(cube, "/* plotly */"))).not.toHaveProperty("isosurface");
});

test("nothing in the page is fetched from elsewhere", () => {
  const html = page(full);
  const own = html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "");
  expect(own.match(/(src|href|action|url|@import)\s*[=(]?\s*["'(]?\s*(https?:)?\/\//gi)).toBeNull();
  expect(html).toContain('http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; ');
});

test("a reason cannot break out of the table, the figures or the labels", () => {
  const html = page(full);
  expect(html).not.toContain("<script>alert");
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<b>");
  expect(html).toContain("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  const failed = figures(html)["plane-1-2"]!.data.find(({ name }) => name === "failed")!;
  expect((failed.text as string[])[0]).toContain("&lt;/script&gt;");
});

test("names and labels of the config are escaped as well", () => {
  const hostile = "</title><script>x</script>";
  const parameters = [{ ...square[0]!, label: hostile, unit: hostile }, square[1]!];
  const html = page(sampleView({ parameters, observables: [radius(1, "below", hostile)] }, { name: hostile, reason: hostile }));
  expect(html).not.toContain(hostile);
  expect(html.match(/<script>/g)).toHaveLength(2);
});

test("observed results are solid, expected ones dashed, in colours of their own", () => {
  const lines = figures(page(full))["plane-1-2"]!.data.filter(({ showlegend, legendgroup }) => showlegend === true && legendgroup !== undefined);
  expect(lines.map(({ name, line }) => [name, (line as { dash: string; color: string }).dash, (line as { color: string }).color])).toEqual([
    ["clsObserved = 1", "solid", "series0"],
    ["clsExpected = 1.3", "dash", "series1"],
  ]);
});

test("every figure has a text beside it, and every role of a colour is in both palettes", () => {
  const html = page(full);
  const ids = Array.from(html.matchAll(/data-figure="([^"]+)"/g), ([, id]) => id!);
  for (const id of ids) expect(html).toMatch(new RegExp(`<figcaption id="${id}-summary">[^<]{20,}</figcaption>`));
  const { palettes, ...drawn } = figures(html) as unknown as { palettes: { light: object; dark: object } };
  expect(Object.keys(palettes.light)).toEqual(Object.keys(palettes.dark));
  const colours = new Set(Array.from(JSON.stringify(drawn).matchAll(/"\w*color":"([^"]+)"/g), ([, colour]) => colour!));
  colours.delete("transparent");
  expect([...colours].filter((colour) => !Object.hasOwn(palettes.light, colour))).toEqual([]);
});

test("a scan without a fit still has a page, with its evaluations and without contours", () => {
  const { predict: _, ...unfitted } = sampleView({ parameters: square, observables }, { evaluations: evaluations.slice(1), surrogates: {} });
  const html = page(unfitted);
  expect(html).toContain("not assessed yet");
  expect(Object.keys(figures(html))).toEqual(["plane-1-2", "palettes"]);
});

test("one parameter is shown as a line with its threshold and crossing", () => {
  const parameters = [{ name: "x", lower: 0, upper: 4, scale: "linear" as const, unit: "GeV" }];
  const html = page(sampleView({ parameters, observables: [radius(1, "below")] }, { evaluations: [evaluation({ x: 1.5 }, { observations: { radius: { value: 1.5 } } })] }));
  expect(html).toContain("radius = 1 is crossed at x = 1 GeV; the 68 % band ends at 0.9, 1.1 GeV.");
  const names = figures(html)["profile-1"]!.data.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["68 % band", "radius", "threshold 1", "crossing", "observed"]));
});

test("a crossing that is known better than it is written has no ends of a band", () => {
  const parameters = [{ name: "x", lower: 0, upper: 4, scale: "linear" as const, unit: "GeV" }];
  const text = (standardDeviation: number) => page(sampleView({ parameters, observables: [{ ...radius(1, "below"), standardDeviation }] }));
  expect(text(1e-6)).toContain("radius = 1 is crossed at x = 1 GeV; the 68 % band is narrower than the last digit.");
  expect(text(5)).toContain("radius = 1 is crossed at x = 1 GeV; the 68 % band has no end in the domain.");
});

test("volumes that models take for nothing do not stretch the convergence over decades without an end", () => {
  const convergence = (...volumes: number[]) => {
    const assessments = volumes.map((volume, i) => assessment([radius(1, "below")], 10 + i, volume));
    return figures(page(sampleView({ parameters: square, observables: [radius(1, "below")] }, { assessments })))["convergence-history"]!;
  };
  expect(convergence(0.1, 1e-60, 0).data[0]).toMatchObject({ y: [0.1, 1e-6, 1e-6] });
  expect(convergence(0.1, 1e-60).layout).toMatchObject({ yaxis: { dtick: 1 } });
  expect(convergence(0.1, 0.01).layout).toMatchObject({ yaxis: { dtick: "D2" } });
});

test("a logarithmic axis of few decades has labels in between, one of many has powers of ten", () => {
  const axis = (upper: number) => {
    const parameters = [{ name: "coupling", lower: 0.1, upper, scale: "log" as const }, square[1]!];
    return figures(page(sampleView({ parameters, observables: [radius(1, "below")] })))["plane-1-2"]!.layout["xaxis"];
  };
  expect(axis(4)).toMatchObject({ dtick: "D2", tickformat: "~g" });
  expect(axis(1e4)).not.toHaveProperty("dtick");
});

test("more dimensions are shown as slices of which the page says where they are", () => {
  const parameters = ["a", "b", "c"].map((name) => ({ name, lower: -2, upper: 2, scale: "linear" as const }));
  const html = page(sampleView({ parameters, observables: [radius(1.5, "below")] }));
  expect(Object.keys(figures(html)).filter((id) => /^plane-\d-\d$/.test(id))).toEqual(["plane-1-2", "plane-1-3", "plane-2-3"]);
  expect(html).toMatch(/Each plane is a slice through the point a = -?[\d.]+, b = -?[\d.]+, c = -?[\d.]+, a central point/);
});
