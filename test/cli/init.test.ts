import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { templateNames } from "../../src/config/index.ts";
import { hasPython } from "../examples/python.ts";
import { excursion, folderWith } from "./excursion.ts";

const budgetSpent = 3;

const observed = (folder: string, scan: string) => (JSON.parse(readFileSync(join(folder, scan, "result.json"), "utf8")) as { evaluations: object }).evaluations;

test.skipIf(!hasPython).for(templateNames)("a scan from the template %s runs as it is", async (template) => {
  const folder = folderWith({});
  const { code, stdout } = excursion(folder, "init", "new", "--template", template);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^wrote new\/config.json and .*; start the scan with\n\n(?: .*\n)*  npx excursion scan new\/config.json\n$/)]);
  const before = /\(cd new && node (\S+)\)/.exec(stdout)?.[1];
  if (before !== undefined) {
    const service = spawn(process.execPath, [before], { cwd: join(folder, "new") });
    onTestFinished(() => void service.kill());
    await once(createInterface({ input: service.stdout }), "line");
  }
  expect(excursion(folder, "validate", "new/config.json").code).toBe(0);
  const scan = excursion(folder, "scan", "new/config.json", "--out", "run", "--quiet", "--set", "budget.evaluations=8", "--set", "evaluator.workers=2");
  expect(scan).toMatchObject({ code: budgetSpent, stderr: "" });
  expect(observed(folder, "run")).toMatchObject({ observed: 8, failed: 0 });
});

test("the schema of a plugin's scan has the options of the plugin", () => {
  const folder = folderWith({});
  excursion(folder, "init", "--template", "plugin");
  expect(readdirSync(folder).toSorted()).toEqual(["config.json", "plugin.test.mjs", "plugin.ts", "scan.schema.json", "simulator.mjs"]);
  expect(readFileSync(join(folder, "scan.schema.json"), "utf8")).toContain("host:port of a simulator that runs already");
});

test("a template that does not exist is an error that lists those that do", () => {
  expect(excursion(folderWith({}), "init", "--template", "fortran")).toEqual({
    code: 2, stdout: "", stderr: `expected --template to be one of ${templateNames.join(", ")}, got fortran\n`,
  });
});
