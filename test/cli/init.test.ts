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

for (const template of templateNames) {
  test.skipIf(template === "command" && !hasPython)(`a scan from the template ${template} runs as it is`, async () => {
    const folder = folderWith({});
    const { code, stdout } = excursion(folder, "init", "new", "--template", template);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^wrote new\/config.json, .* and new\/scan.schema.json; start the scan with\n\n(?: .*\n)*  npx excursion scan new\/config.json\n$/)]);
    const changes = ["--set", "budget.evaluations=8", "--set", "evaluator.workers=2"];
    const service = /\(cd new && node (\S+)\)/.exec(stdout)?.[1];
    if (service !== undefined) changes.push("--set", `evaluator.url=${await start(join(folder, "new"), service)}`);
    expect(excursion(folder, "validate", "new/config.json").code).toBe(0);
    expect(excursion(folder, "scan", "new/config.json", "--out", "run", "--quiet", ...changes)).toMatchObject({ code: budgetSpent, stderr: "" });
    expect(JSON.parse(readFileSync(join(folder, "run/result.json"), "utf8"))).toMatchObject({ evaluations: { observed: 8, failed: 0 } });
  });
}

/** Starts a service on a free port until the end of the test; its address is in the first line it prints. */
async function start(folder: string, script: string): Promise<string> {
  const service = spawn(process.execPath, [script, "0"], { cwd: folder });
  onTestFinished(() => void service.kill());
  const [line] = (await once(createInterface({ input: service.stdout }), "line")) as [string];
  return /http:\S+/.exec(line)![0];
}

test("the schema of a plugin's scan has the options of the plugin", () => {
  const folder = folderWith({});
  excursion(folder, "init", "--template", "plugin");
  expect(readdirSync(folder).toSorted()).toEqual(["config.json", "plugin.mts", "plugin.test.mjs", "scan.schema.json", "simulator.mjs"]);
  expect(readFileSync(join(folder, "scan.schema.json"), "utf8")).toContain("host:port of a simulator that runs already");
});

test("a template that does not exist is an error that lists those that do", () => {
  expect(excursion(folderWith({}), "init", "--template", "fortran")).toEqual({
    code: 2, stdout: "", stderr: `expected --template to be one of ${templateNames.join(", ")}, got fortran\n`,
  });
});
