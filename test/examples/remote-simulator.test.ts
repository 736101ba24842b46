import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { folderWith, startExcursion } from "../cli/excursion.ts";

const example = resolve(import.meta.dirname, "../../examples/remote-simulator");
const budgetSpent = 3;

test("the plugin keeps the laws of evaluators, by the test it comes with", () => {
  const hooks = pathToFileURL(join(import.meta.dirname, "resolve-source.mjs")).href;
  const { status, stdout } = spawnSync(
    process.execPath, ["--import", hooks, "--test", "--test-isolation=none", "--test-reporter=tap", "plugin.test.mjs"],
    { cwd: example, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined } },
  );
  expect(stdout).toContain("# fail 0");
  expect(Number(/# pass (\d+)/.exec(stdout)![1])).toBeGreaterThan(15);
  expect(status).toBe(0);
});

test("a scan killed while the simulator works takes its jobs up again", async () => {
  const simulator = spawn(process.execPath, ["simulator.mjs"], { cwd: example });
  onTestFinished(() => void simulator.kill());
  const [line] = (await once(createInterface({ input: simulator.stdout }), "line")) as [string];
  const folder = folderWith({});
  const args = [
    "scan", join(example, "config.json"), "--json", "--set", `evaluator.address=127.0.0.1:${/\d+$/.exec(line)![0]}`, "--set", "budget.evaluations=12", "--set", "evaluator.workers=3",
  ];
  const killed = startExcursion(folder, ...args);
  for await (const event of createInterface({ input: killed.stdout! })) {
    if (event.includes('"submitted"')) break;
  }
  killed.kill("SIGKILL");
  await once(killed, "close");
  expect((await startExcursion(folder, ...args).ended).code).toBe(budgetSpent);
  const { evaluations } = JSON.parse(readFileSync(join(folder, "remote-simulator.scan/result.json"), "utf8")) as { evaluations: object };
  expect(evaluations).toMatchObject({ observed: 12, failed: 0, attempts: 12 });
});
