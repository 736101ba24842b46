import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { configText, disc, excursion, folderWith } from "./excursion.ts";

let folder: string;
const run = (...args: string[]) => excursion(folder, ...args);

beforeAll(() => {
  const wider = configText({ name: "wider", observables: [{ name: "depth", threshold: -0.05 }] });
  const line = configText({ name: "line", parameters: [{ name: "x", lower: 0, upper: 1 }], observables: [{ name: "depth", threshold: 0 }] });
  folder = folderWith({ "evaluator.mjs": disc, "config.json": configText(), "wider.json": wider, "line.json": line.replace("evaluator.mjs", "line.mjs"), "line.mjs": "export default ({ x }) => ({ observables: { depth: x - 0.5 } });" });
  for (const config of ["config.json", "wider.json", "line.json"]) expect(run("scan", config, "--quiet").code).toBe(3); // the budget is small
});

describe("excursion report", () => {
  test("writes every format and says where", () => {
    const { code, stdout } = run("report", "toy.scan", "--format", "svg,png,pdf,csv,json,geojson,hepdata,histfitter,root", "--set", "figure.energy=13 TeV");
    expect(code).toBe(0);
    const files = stdout.trim().split("\n");
    expect(files).toEqual(expect.arrayContaining(["contour-x-y.svg", "contour-x-y.png", "contour-x-y.pdf", "contours.csv", "hepdata/submission.yaml"].map((name) => `toy.scan/${name}`)));
    expect(files.every((file) => existsSync(join(folder, file)))).toBe(true);
    expect(readFileSync(join(folder, "toy.scan/contour-x-y.svg"), "utf8")).toContain(">√s = 13 TeV</text>");
  });

  test("draws other scans over the picture", () => {
    const { code } = run("report", "toy.scan", "--format", "svg", "--overlay", "wider.scan");
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "toy.scan/contour-x-y.svg"), "utf8")).toContain(">wider</text>");
  });

  test("does not draw scans of other parameters over it", () => {
    const refused = (...args: string[]) => run("report", ...args, "--format", "svg");
    expect(refused("toy.scan", "--overlay", "line.scan")).toMatchObject({ code: 2, stderr: "--overlay line.scan: expected a scan of x and y, got one of x\n" });
    expect(refused("line.scan", "--overlay", "toy.scan")).toMatchObject({ code: 2, stderr: "--overlay: expected a scan of two parameters to draw over, got one of x\n" });
  });

  test("refuses formats there are not, and a change of what the scan means", () => {
    expect(run("report", "toy.scan", "--format", "bmp")).toMatchObject({ code: 2, stderr: expect.stringContaining("got bmp") as string });
    expect(run("report", "toy.scan", "--format", "svg", "--set", "seed=2")).toMatchObject({ code: 2, stderr: expect.stringContaining("seed: was 1, now 2") as string });
  });
});

describe("excursion contour", () => {
  test("draws other levels without an evaluation", () => {
    const journal = readFileSync(join(folder, "toy.scan/journal.jsonl"), "utf8");
    const { code, stdout } = run("contour", "toy.scan", "--at", "depth=0.05,-0.05");
    expect(code).toBe(0);
    const { observables } = JSON.parse(stdout) as { observables: { depth: { threshold: number; polylines: Record<string, [number, number][][]> }[] } };
    expect(observables.depth.map(({ threshold }) => threshold)).toEqual([0.05, -0.05]);
    for (const { threshold, polylines } of observables.depth) {
      const radii = polylines["0.5"]!.flat().map(([x, y]) => Math.hypot(x - 0.5, y - 0.5));
      const mean = radii.reduce((sum, radius) => sum + radius, 0) / radii.length;
      expect(Math.abs(mean - (0.35 - threshold))).toBeLessThan(0.05); // eight evaluations
    }
    expect(readFileSync(join(folder, "toy.scan/journal.jsonl"), "utf8")).toBe(journal);
  });

  test.each([
    [["--at", "dpth=0.05"], "did you mean `depth`?"],
    [["--at", "depth=much"], "expected --at depth=LEVEL with a number"],
    [["--at", "depth"], "expected --at depth=LEVEL with a number"],
    [["--format", "bmp"], "expected --format to be one of json, csv, geojson, root, got bmp"],
    [["--out", "nowhere/contours.json"], "--out: expected a file that can be written"],
  ])("refuses %j", (args, message) => {
    expect(run("contour", "toy.scan", ...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) as string });
  });
});

describe("excursion compare", () => {
  test("takes a scan's own contours.csv as the same as the scan", () => {
    expect(run("contour", "toy.scan", "--format", "csv", "--out", "contours.csv").code).toBe(0);
    const { code, stdout } = run("compare", "toy.scan", "contours.csv", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ levelSet: { observable: "depth", threshold: 0 }, distance: { mean: 0 }, areaBetween: 0 }]);
  });

  test("says what is wrong with what it cannot compare", () => {
    expect(run("compare", "toy.scan", "wider.scan").stderr).toContain("an observable and threshold in common, got none in toy and wider");
    expect(run("compare", "toy.scan", "missing.csv").stderr).toBe("missing.csv: expected a run directory, or a CSV file with lines, got no such file\n");
    expect(run("compare", "toy.scan", "evaluator.mjs").code).toBe(2);
  });
});
