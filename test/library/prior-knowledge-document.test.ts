import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configPlugins } from "../../src/composition.ts";
import { parseConfig, type ConfigInput } from "../../src/config/index.ts";
import { atlasIsAbsent, readArchive } from "../likelihood/atlas.ts";

const root = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/prior-knowledge.md"), "utf8");
const snippets = (language: string) => [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map((match) => match[1]!);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "excursion-knowledge-"));
  cpSync(join(root, "examples/two-masses"), join(folder, "two-masses"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [whole, proxy, budget, known] = snippets("json").map((json) => JSON.parse(json) as ConfigInput);

test("its config is valid, and so is its table", () => {
  expect(parseConfig(whole, configPlugins, folder).surrogate.mean).toHaveProperty("clsExpected");
  writeFileSync(join(folder, "gluino-cross-section.csv"), snippets("csv")[0]!);
  const [term] = /\{ "table": "gluino-cross-section.csv".*? \}/.exec(text)!;
  const config = { ...whole!, surrogate: { mean: [JSON.parse(term) as { table: string }] } };
  expect(parseConfig(config, configPlugins, folder).surrogate.mean!["clsObserved"]).toHaveLength(1);
});

test("its proxies and its budget are valid", () => {
  const proxies = [proxy, ...[...text.matchAll(/`\s*(\{ "adapter": "(?:table|run)".*?\})`/g)].map((match) => ({ proxy: JSON.parse(match[1]!) as object }))];
  expect(proxies).toHaveLength(3);
  for (const surrogate of proxies) expect(parseConfig({ ...whole!, surrogate } as ConfigInput, configPlugins, folder).surrogate).toHaveProperty("proxy");
  expect(parseConfig({ ...whole!, ...budget }, configPlugins, folder).budget.cost).toEqual({ events: { total: 20_000_000, least: 10_000, most: 3_000_000 } });
});

test("its program finds a slow answer from a quick one", () => {
  const library = pathToFileURL(join(root, "src/index.ts")).href;
  writeFileSync(join(folder, "program.mjs"), snippets("js")[0]!.replace('"excursion"', JSON.stringify(library)));
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "program.mjs")], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(Math.abs(Number(stdout) - 1)).toBeLessThan(0.1);
});

/** Runs the commands one after the other, scans with a small budget where they have none, and gives back what they print. */
function runAll(commands: readonly string[], cwd: string): string[] {
  return commands.map((command) => {
    const isScan = command.includes(" scan ");
    const args = [...command.replace("npx excursion ", "").split(" "), ...(isScan ? ["--quiet"] : [])];
    if (isScan && !command.includes("budget.evaluations")) args.push("--set", `budget.evaluations=${fewEvaluations}`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src/cli/main.ts"), ...args], { cwd, encoding: "utf8" });
    const ended = isScan && status === 0 ? budgetSpent : status; // it may be certified before
    expect({ command, status: ended, stderr }).toEqual({ command, status: isScan ? budgetSpent : 0, stderr: "" });
    return stdout;
  });
}

const commandsOf = (language: string) => snippets(language).flatMap((block) => block.trim().split("\n"));
const fewEvaluations = 5;
const budgetSpent = 3;

test("its commands run, in the order they are shown", () => {
  writeFileSync(join(folder, "last-year.csv"), "mGluino,mLsp,clsObserved,clsExpected\n900,100,0,0\n1800,300,0.003,0.005\n2400,100,0.9,0.85\n1500,1200,0.4,0.3\n");
  const outputs = runAll(commandsOf("sh").map((command) => (command.endsWith("offset.scan") && command.includes(" scan ") ? `${command} --set budget.evaluations=1` : command)), folder);
  expect(outputs[0]).toMatch(/^imported 4 evaluations into .*two-masses.scan\n$/);
  expect(outputs[2]).toMatch(/^imported 0 evaluations into .*; 4 were there already\n$/);
  const rows = readFileSync(join(folder, "second.scan/evaluations.csv"), "utf8").trim().split(/\r?\n/);
  expect(rows).toHaveLength(1 + 8);
  const { surrogate } = JSON.parse(readFileSync(join(folder, "offset.scan/result.json"), "utf8")) as { surrogate: Readonly<Record<string, { offsets: Readonly<Record<string, { mean: number }>> }>> };
  expect(Math.abs(surrogate["clsObserved"]!.offsets["older-calibration.csv"]!.mean - 0.5)).toBeLessThan(0.2);
});

if (atlasIsAbsent !== undefined) process.stderr.write(`skipped: the ATLAS examples of docs/prior-knowledge.md (${atlasIsAbsent})\n`);

test.skipIf(atlasIsAbsent !== undefined)("its commands on the ATLAS likelihood run, and its terms suit the domain", { timeout: 120_000 }, () => {
  cpSync(join(root, "examples/atlas-1lbb"), join(folder, "atlas-1lbb"), { recursive: true, filter: (path) => !/\.venv|data$/.test(path) });
  const data = join(folder, "atlas-1lbb/data");
  mkdirSync(data);
  for (const name of ["BkgOnly.json", "patchset.json"]) writeFileSync(join(data, name), readArchive(name)[0]!);
  const inspect = "npx excursion inspect atlas-1lbb/data/BkgOnly.json --patchset atlas-1lbb/data/patchset.json --points atlas-1lbb/data/points.csv";
  runAll([inspect, "npx excursion scan atlas-1lbb/config-native.json", ...commandsOf("sh atlas")], folder);
  const config = JSON.parse(readFileSync(join(folder, "atlas-1lbb/config-continuous.json"), "utf8")) as ConfigInput;
  expect(parseConfig({ ...config, ...known }, configPlugins, folder).surrogate.mean).toHaveProperty("clsExpectedPlus2");
});
