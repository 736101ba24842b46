import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeProblem } from "../../src/cli/node-version.ts";
import { configText, disc, excursion, folderWith, startExcursion } from "./excursion.ts";

/** Runs a scan that cannot start; nothing may be left of it but what was there. */
function refused(files: Readonly<Record<string, string>>, ...args: string[]) {
  const folder = folderWith({ "evaluator.mjs": disc, ...files });
  const { code, stdout, stderr } = excursion(folder, "scan", "config.json", ...args);
  return { code, stdout, stderr: stderr.replaceAll(folder, "."), left: readdirSync(folder).filter((name) => name === "toy.scan") };
}

describe("a config that cannot be used ends with exit code 2 and says where", () => {
  test.each([
    ["truncated", configText().slice(0, 120), /^config\.json:1:\d+: expected /],
    ["empty", "", /^config\.json:1:1: expected a config, got an empty file/],
    ["no JSON", "parameters = x", /^config\.json:1:1: expected /],
    ["bounds reversed", configText({ parameters: [{ name: "x", lower: 1, upper: 0 }] }), /^config\.json:1:\d+ parameters\[0\]\S*: expected .*1.*0/],
    ["not a number", configText().replace('"upper":1', '"upper":NaN'), /^config\.json:1:\d+/],
    ["unknown adapter", configText({ evaluator: { adapter: "modul", module: "./evaluator.mjs" } }), /evaluator\.adapter: .*did you mean `module`/],
    ["unknown acquisition", configText({ acquisition: { name: "mutual-informatoin" } }), /acquisition\.name: .*mutual-information/],
    ["misspelt key", configText().replace("observables", "observabels"), /observabels.*did you mean `observables`/],
    ["constraints that forbid everything", configText({ constraints: ["x > 2"] }), /constraints.*forbid/],
    ["threshold outside the domain", configText({ observables: [{ name: "depth", threshold: 2, transform: "probit" }] }), /threshold/],
  ])("%s", (_, text, message) => {
    const { code, stdout, stderr, left } = refused({ "config.json": text });
    expect({ code, stdout, left }).toEqual({ code: 2, stdout: "", left: [] });
    expect(stderr).toMatch(message);
  });

  test("every problem is told at once", () => {
    const { stderr } = refused({ "config.json": configText({ seed: "one", budget: { evaluations: -1 }, desing: {} }) });
    expect(stderr.trim().split("\n")).toHaveLength(3);
  });

  test("a config that is not there", () => {
    const { code, stderr } = excursion(folderWith({}), "scan", "config.json");
    expect(code).toBe(2);
    expect(stderr).toMatch(/config\.json: expected a config file, got no such file; excursion init/);
  });
});

describe("an evaluator that cannot be used ends with exit code 2 before anything is proposed", () => {
  test.each([
    ["missing", {}, { module: "./missing.mjs" }, /missing\.mjs/],
    ["throws at import", { "bad.mjs": "throw new Error('no licence');" }, { module: "./bad.mjs" }, /no licence/],
    ["exports nothing", { "bad.mjs": "export const x = 1;" }, { module: "./bad.mjs" }, /as default export, got nothing \(it exports x\)\n$/],
  ])("%s", (_, files, options, message) => {
    const { code, stderr, left } = refused({ ...files, "config.json": configText({ evaluator: { adapter: "module", ...options } }) });
    expect({ code, left }).toEqual({ code: 2, left: [] });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(3);
  });

  test("a command that is not installed", () => {
    const { code, stderr } = refused({ "config.json": configText({ evaluator: { adapter: "command", command: ["no-such-simulator"] } }) });
    expect(code).toBe(2);
    expect(stderr).toMatch(/no-such-simulator/);
  });
});

test("an evaluator that returns text fails its points, and the scan stops with exit code 4 and the reason", () => {
  const folder = folderWith({ "evaluator.mjs": "export default () => 'excluded';\n", "config.json": configText({ budget: { failures: 2 } }) });
  const { code, stdout } = excursion(folder, "scan", "config.json", "--quiet");
  expect(code).toBe(4);
  expect(stdout).toMatch(/3 points failed, more than the 2 allowed by budget\.failures; the last: .*got 'excluded'/);
  const rows = readFileSync(join(folder, "toy.scan", "evaluations.csv"), "utf8").trim().split("\n");
  expect(rows.filter((row) => row.includes(",failed,"))).toHaveLength(3);
});

describe("a run directory", () => {
  const folder = folderWith({ "evaluator.mjs": disc, "config.json": configText() });
  const first = excursion(folder, "scan", "config.json", "--quiet");
  const journal = join(folder, "toy.scan", "journal.jsonl");
  const whole = readFileSync(journal, "utf8");

  test("of a scan whose budget is spent says so with exit code 3, also the second time", () => {
    expect(first).toMatchObject({ code: 3, stderr: "" });
    expect(excursion(folder, "scan", "config.json", "--quiet").code).toBe(3);
    expect(readFileSync(journal, "utf8").startsWith(whole)).toBe(true);
  });

  test("takes a larger budget", () => {
    const { code } = excursion(folder, "scan", "config.json", "--quiet", "--set", "budget.evaluations=10");
    expect(code).toBe(3);
    expect(readFileSync(join(folder, "toy.scan", "evaluations.csv"), "utf8").trim().split("\n")).toHaveLength(11);
  });

  test("refuses a config that means something else, with what changed and the repair", () => {
    const before = readFileSync(journal, "utf8");
    const { code, stderr } = excursion(folder, "scan", "config.json", "--set", "parameters.0.upper=2");
    expect(code).toBe(2);
    expect(stderr).toMatch(/another one; undo the change, or start a new scan with --out/);
    expect(stderr).toMatch(/parameters\[0\]\.upper: was 1, now 2/);
    expect(readFileSync(journal, "utf8")).toBe(before);
  });

  test("with a damaged line in its journal is used without it, and the damage is told", () => {
    const other = folderWith({ "evaluator.mjs": disc, "config.json": configText(), "toy.scan/journal.jsonl": whole.replace('"proposed"', '"propozed"') });
    const { code, stderr } = excursion(other, "scan", "config.json");
    expect(code).toBe(3);
    expect(stderr).toMatch(/line 2 of .*journal\.jsonl was damaged; the other \d+ entries were kept/);
  });

  test.each([0.1, 0.35, 0.6, 0.85])("with a journal cut at %d of its length goes on from there", (part) => {
    const cut = whole.slice(0, Math.floor(part * whole.length));
    const other = folderWith({ "evaluator.mjs": disc, "config.json": configText(), "toy.scan/journal.jsonl": cut });
    expect(excursion(other, "scan", "config.json", "--quiet").code).toBe(3);
    const points = (text: string) => [...text.matchAll(/"proposed".*?"unit":\[(.*?)\]/g)].map((match) => match[1]);
    expect(points(readFileSync(join(other, "toy.scan", "journal.jsonl"), "utf8"))).toEqual(points(whole));
  });

  test("that is somebody else's file or may not be written ends with exit code 5", () => {
    const other = folderWith({ "evaluator.mjs": disc, "config.json": configText(), "toy.scan": "not a directory" });
    const { code, stderr } = excursion(other, "scan", "config.json");
    expect(code).toBe(5);
    expect(stderr).toMatch(/^expected to write the run directory .*toy\.scan.* choose another with --out\n$/);
    expect(readFileSync(join(other, "toy.scan"), "utf8")).toBe("not a directory");
  });

  test.each(["status", "predict", "report"])("without a scan is told by %s with exit code 5", (command) => {
    const args = command === "predict" ? ["--grid", "3"] : [];
    const { code, stderr } = excursion(folder, command, "nowhere.scan", ...args);
    expect(code).toBe(5);
    expect(stderr).toMatch(/expected a run directory with nowhere\.scan.journal\.jsonl, got no such file/);
  });

  test.each(["ask", "tell", "import"])("is not made by %s of the folder that has the config", (command) => {
    const other = folderWith({ "evaluator.mjs": disc, "config.json": configText(), "old.csv": "x,y,depth\n0.1,0.2,0.3\n" });
    const { code, stderr } = excursion(other, command, ".", ...(command === "import" ? ["old.csv"] : []));
    expect({ code, stderr }).toEqual({
      code: 2, stderr: ".: expected a config file or a run directory, got a folder without journal.jsonl; name the config in it\n",
    });
    expect(readFileSync(join(other, "config.json"), "utf8")).toBe(configText());
  });

  test("is not made of a folder that holds files of the user's under names that a scan writes", () => {
    const other = folderWith({ "evaluator.mjs": disc, "config.json": configText(), "evaluations.csv": "mine" });
    const { code, stderr } = excursion(other, "scan", "config.json", "--out", ".");
    expect(code).toBe(5);
    expect(stderr).toMatch(/^expected a run directory of the scan's own, got .*, which holds config\.json, evaluations\.csv but no journal\.jsonl; choose another with --out/);
    expect(readFileSync(join(other, "config.json"), "utf8")).toBe(configText());
    expect(readdirSync(other).toSorted()).toEqual(["config.json", "evaluations.csv", "evaluator.mjs"]);
  });

  test("is not read as a scan when its journal is something else", () => {
    const other = folderWith({ "toy.scan/journal.jsonl": "hello\nworld\n" });
    const { code, stderr } = excursion(other, "status", "toy.scan");
    expect(code).toBe(5);
    expect(stderr).toMatch(/to hold a scan, got no whole entry/);
  });
});

describe("a command line that cannot be carried out ends with exit code 2", () => {
  test.each([
    [["scna", "config.json"], /did you mean scan/i],
    [["scan"], /missing required argument 'config'/],
    [["predict", "toy.scan"], /expected either --points FILE\.csv or --grid N, got neither/],
    [["report", "toy.scan", "--format", "gif"], /expected --format to be some of html, .*got gif/],
    [["scan", "config.json", "--set", "budget"], /expected key=value/],
  ])("%j", (args, message) => {
    const folder = folderWith({ "evaluator.mjs": disc, "config.json": configText() });
    const { code, stderr } = excursion(folder, ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

test.each([
  ["20.19.0", /^expected Node 22\.18 or newer, got 20\.19\.0; update it/],
  ["22.9.1", /got 22\.9\.1/],
  ["22.18.0", undefined],
  ["24.1.0", undefined],
])("Node %s is told apart from one that can run the command", (version, message) => {
  if (message === undefined) expect(nodeProblem(version, ">=22.18")).toBeUndefined();
  else expect(nodeProblem(version, ">=22.18")).toMatch(message);
});

test("a file of predictions that cannot be written is named", () => {
  const folder = folderWith({ "evaluator.mjs": disc, "config.json": configText() });
  excursion(folder, "scan", "config.json", "--quiet");
  const { code, stderr } = excursion(folder, "predict", "toy.scan", "--grid", "2", "--out", "nowhere/p.csv");
  expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 2, lines: 1 });
  expect(stderr).toMatch(/--out: expected a file that can be written, got .*nowhere\/p\.csv/);
});

test("a reader that goes away ends neither a scan nor, with an error, a prediction", async () => {
  const folder = folderWith({ "evaluator.mjs": disc, "config.json": configText() });
  const scan = startExcursion(folder, "scan", "config.json", "--json");
  scan.stdout!.destroy();
  expect(await scan.ended).toMatchObject({ code: 3, stderr: "" });
  const predict = startExcursion(folder, "predict", "toy.scan", "--grid", "100");
  predict.stdout!.destroy();
  expect(await predict.ended).toMatchObject({ code: 0, stderr: "" });
});

test("files of the user are never touched by init", () => {
  const folder = folderWith({ "config.json": "mine" });
  const { code, stderr } = excursion(folder, "init");
  expect(code).toBe(2);
  expect(stderr).toMatch(/config\.json: expected no file of this name yet, got one/);
  expect(readFileSync(join(folder, "config.json"), "utf8")).toBe("mine");
  expect(existsSync(join(folder, "evaluator.mjs"))).toBe(false);
});

test("a folder that init cannot make is told with the repair", () => {
  const { code, stderr } = excursion(folderWith({ "a-file": "" }), "init", "a-file/scan");
  expect({ code, stderr }).toEqual({
    code: 2, stderr: "a-file/scan: expected a folder that can be written, got a path that leads through a file; name another folder\n",
  });
});
