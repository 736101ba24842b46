import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configPlugins } from "../../src/composition.ts";
import { parseConfig, type ConfigInput } from "../../src/config/index.ts";

const root = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/prior-knowledge.md"), "utf8");
const snippets = (language: string) => [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map((match) => match[1]!);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "excursion-knowledge-"));
  cpSync(join(root, "examples/two-masses"), join(folder, "two-masses"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [whole, proxy, budget] = snippets("json").map((json) => JSON.parse(json) as ConfigInput);

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
  expect(parseConfig({ ...whole!, ...budget }, configPlugins, folder).budget.cost).toEqual({ events: { total: 5_000_000, least: 1000, most: 300_000 } });
});

test("its program finds a slow answer from a quick one", () => {
  const library = pathToFileURL(join(root, "src/index.ts")).href;
  writeFileSync(join(folder, "program.mjs"), snippets("js")[0]!.replace('"excursion"', JSON.stringify(library)));
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "program.mjs")], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(Math.abs(Number(stdout) - 1)).toBeLessThan(0.1);
});

test("its commands run, in the order they are shown", () => {
  writeFileSync(join(folder, "last-year.csv"), "mGluino,mLsp,clsObserved,clsExpected\n900,100,0,0\n1800,300,0.003,0.005\n2400,100,0.9,0.85\n1500,1200,0.4,0.3\n");
  writeFileSync(join(folder, "leading-order.csv"), "mGluino,mLsp,clsObserved,clsExpected\n1000,100,0.001,0.001\n1800,300,0.01,0.02\n2400,100,0.93,0.9\n1500,1200,0.5,0.4\n2000,800,0.3,0.25\n2100,300,0.3,0.2\n");
  const budgetSpent = 3;
  const outputs = snippets("sh").flatMap((block) => block.trim().split("\n")).map((command) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src/cli/main.ts"), ...command.replace("npx excursion ", "").split(" "), ...(command.includes(" scan ") ? ["--quiet"] : [])], { cwd: folder, encoding: "utf8" });
    expect({ command, status, stderr }).toEqual({ command, status: command.includes(" scan ") ? budgetSpent : 0, stderr: "" });
    return stdout;
  });
  expect(outputs[0]).toMatch(/^imported 4 evaluations into .*two-masses.scan\n$/);
  expect(outputs[2]).toMatch(/^imported 0 evaluations into .*; 4 were there already\n$/);
  const rows = readFileSync(join(folder, "second.scan/evaluations.csv"), "utf8").trim().split(/\r?\n/);
  expect(rows).toHaveLength(1 + 8);
});
