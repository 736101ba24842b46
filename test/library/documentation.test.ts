import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configPlugins } from "../../src/composition.ts";
import { parseConfig } from "../../src/config/index.ts";

const root = resolve(import.meta.dirname, "../..");

function snippets(document: string, language: string): string[] {
  return [...readFileSync(join(root, "docs", document), "utf8").matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, text]) => text!);
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "excursion-docs-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect({ args, status, stderr: status === 0 ? "" : stderr }).toEqual({ args, status: 0, stderr: "" });
  return stdout;
}

describe("docs/library.md", () => {
  const library = pathToFileURL(join(root, "src/index.ts")).href;
  const [whole, evaluator, mistakes, askAndTell, found] = snippets("library.md", "js");

  function program(name: string, text: string): string {
    writeFileSync(join(folder, name), text.replaceAll('"excursion"', JSON.stringify(library)));
    return run([join(folder, name)]);
  }

  test("has a whole scan that runs and tells its events, and whose findings can be opened", () => {
    writeFileSync(join(folder, "evaluator.mjs"), evaluator!);
    const told = program("whole.mjs", whole!);
    expect(told).toMatch(/observed \d/);
    expect(told).toMatch(/^(converged|budget) \S+ \d+ evaluations in .*annulus\.scan$/m);
    expect(told).toMatch(/^1 line$/m);
    expect(program("found.mjs", found!)).toMatch(/^\d+ points from \[/m);
    expect(readFileSync(join(folder, "contour-x-y.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("has mistakes that are told", () => {
    expect(program("mistakes.mjs", mistakes!)).toContain("did you mean `module`?");
  });

  test("has an ask and a tell that find a contour", () => {
    expect(program("ask.mjs", askAndTell!)).toMatch(/contour-mass-width true/);
  });
});

describe("docs/figures.md", () => {
  test("has commands that run, and a figure that is valid", () => {
    cpSync(join(root, "examples/two-masses"), join(folder, "two-masses"), { recursive: true });
    const main = join(root, "src/cli/main.ts");
    for (const [out, seed] of [["two-masses.scan", 1], ["other.scan", 2]]) {
      run([main, "scan", "two-masses/config.json", "--quiet", "--out", String(out), "--set", `seed=${seed}`]);
    }
    const commands = snippets("figures.md", "sh").flatMap((text) => text.trim().split("\n"));
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) run([main, ...command.replace("npx excursion ", "").split(" ")]);
    const [figure] = snippets("figures.md", "json").map((text) => JSON.parse(text) as object);
    const config = JSON.parse(readFileSync(join(folder, "two-masses/config.json"), "utf8")) as object;
    expect(parseConfig({ ...config, ...figure }, configPlugins, folder).figure).toMatchObject({ points: "evaluated" });
  });
});

describe("docs/certificate.md", () => {
  test("has convergence criteria that a config can have", () => {
    const config = JSON.parse(readFileSync(join(root, "examples/two-masses/config.json"), "utf8")) as object;
    const criteria = snippets("certificate.md", "json").map((text) => JSON.parse(text) as object);
    const parsed = criteria.map((part) => parseConfig({ ...config, ...part }, configPlugins, folder).convergence);
    expect(parsed).toEqual([
      { misclassifiedVolume: 0.01, auditEvaluations: 0 },
      { contourDistance: { mGluino: 10, mLsp: 20 }, auditEvaluations: 0 },
      { misclassifiedVolume: 0.01, auditEvaluations: 59 },
    ]);
  });
});
