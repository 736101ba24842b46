import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configPlugins } from "../src/composition.ts";
import { parseConfig, templateNames } from "../src/config/index.ts";
import { interpretReply } from "../src/evaluation/index.ts";

const root = resolve(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const snippets = [...readme.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language, text]) => ({
  language,
  text: text!,
}));
const ofLanguage = (language: string) => snippets.filter((snippet) => snippet.language === language).map(({ text }) => text);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "excursion-readme-"));
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true, filter: (path) => !path.includes(".venv") });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the README", () => {
  test("has commands that run, in the order they are shown", () => {
    const lines = ofLanguage("sh").join("").split("\n");
    const commands = lines.flatMap((line) => /npx excursion (.*)$/.exec(line)?.[1] ?? []);
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) {
      const args = [join(root, "src/cli/main.ts"), ...command.split(" ")];
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      expect({ command, status, stderr: status === 0 ? "" : stderr }).toEqual({ command, status: 0, stderr: "" });
    }
    expect(readdirSync(join(folder, "two-masses.scan"))).toEqual(
      expect.arrayContaining(["report.html", "result.json", "evaluations.csv", "contours.json", "journal.jsonl"]),
    );
    expect(readFileSync(join(folder, "predictions.csv"), "utf8").split("\n")).toHaveLength(50 * 50 + 2);
  });

  test("shows a config that is valid", () => {
    const [config] = ofLanguage("json");
    expect(parseConfig(JSON.parse(config!), configPlugins, folder)).toMatchObject({ evaluator: { adapter: "command" } });
  });

  test("names configs to see adapters run, and the templates", () => {
    const rows = readme.matchAll(/^\| `(\w+)` \| [^|]+ \| .*npx excursion scan (examples\/\S+\.json)` \|$/gm);
    const adapters = new Map([...rows].map(([, adapter, config]) => [adapter!, JSON.parse(readFileSync(join(root, config!), "utf8")) as { evaluator: { adapter: string } }]));
    expect([...adapters.keys()]).toEqual(expect.arrayContaining(["module", "command", "histfactory", "http", "plugin"]));
    for (const [adapter, { evaluator }] of adapters) expect(evaluator.adapter).toBe(adapter);
    for (const name of templateNames) expect(readme).toMatch(new RegExp(`--template .*\\b${name}\\b`));
  });

  test("shows replies of every kind", () => {
    const replies = ofLanguage("json")[1]!.trim().split("\n").map((line) => JSON.parse(line) as unknown);
    const expected = { observables: [{ name: "clsObserved" }], parameterNames: ["mGluino", "mLsp"] };
    expect(replies.map((reply) => interpretReply(reply, expected).kind)).toEqual(["observed", "infeasible", "failed"]);
  });

  test("shows an evaluator of a likelihood that is valid", () => {
    const evaluator = JSON.parse(ofLanguage("json")[2]!) as unknown;
    const [config] = ofLanguage("json");
    expect(parseConfig({ ...JSON.parse(config!), evaluator }, configPlugins, folder)).toMatchObject({ evaluator: { adapter: "histfactory" } });
  });

  test("has JavaScript that runs", async () => {
    const [evaluator, program] = ofLanguage("js");
    writeFileSync(join(folder, "evaluator.mjs"), evaluator!);
    const module = (await import(pathToFileURL(join(folder, "evaluator.mjs")).href)) as { default: (point: object) => unknown };
    expect(module.default({ mGluino: 1500, mLsp: 100 })).toMatchObject({ observables: { clsObserved: expect.any(Number) } });
    const library = pathToFileURL(join(root, "src/index.ts")).href;
    writeFileSync(join(folder, "program.mjs"), program!.replace('"excursion"', JSON.stringify(library)));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "program.mjs")], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/volume/);
  });

  test("links to files that exist", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1]!);
    const missing = links.filter((link) => !readdirSync(dirname(join(root, link))).includes(link.split("/").at(-1)!));
    expect(missing).toEqual([]);
  });
});
