import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { configPlugins } from "../../src/composition.ts";
import { configIdentity, loadConfig, parseConfig } from "../../src/config/index.ts";
import { excursion, folderWith, startExcursion } from "../cli/excursion.ts";
import { standInForCondor } from "../adapters/stand-ins/condor.ts";
import { redisObstacle, startRedis } from "../components/redis.ts";
import { slurmObstacle, startSlurm } from "../components/slurm.ts";

const root = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/batch-systems.md"), "utf8");
const snippets = [...text.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language, snippet]) => ({ language: language!, snippet: snippet! }));
const evaluators = snippets.filter(({ language }) => language === "json").map(({ snippet }) => JSON.parse(snippet) as { adapter: string; url?: string });
const commands = snippets.filter(({ language }) => language === "sh").map(({ snippet }) => snippet.trim().replace("npx excursion ", "").split(" "));

const config = {
  parameters: [{ name: "mGluino", lower: 800, upper: 2600 }, { name: "mLsp", lower: 0, upper: 1800 }],
  observables: [{ name: "clsObserved", threshold: 0.05, side: "below" }],
  budget: { evaluations: 6 },
};

describe("docs/batch-systems.md", () => {
  test.each(evaluators)("shows a config of $adapter that is valid", (evaluator) => {
    expect(parseConfig({ ...config, evaluator }, configPlugins, root)).toMatchObject({ evaluator: { adapter: evaluator.adapter } });
  });

  test("shows a config for every adapter it speaks of", () => {
    expect(evaluators.map(({ adapter }) => adapter)).toEqual(["slurm", "htcondor", "queue"]);
  });

  test.skipIf(redisObstacle !== undefined)("has commands that run", async () => {
    const [, worker, scan] = commands as [string[], string[], string[]];
    const queue = evaluators.find(({ adapter }) => adapter === "queue")!;
    const redis = await startRedis();
    const folder = folderWith({
      "config.json": JSON.stringify({ ...config, evaluator: { ...queue, url: redis.url } }),
      "simulator.mjs": readFileSync(join(root, "examples/two-masses/simulator.mjs"), "utf8"),
    });
    const working = startExcursion(folder, ...worker.map((word) => (word === queue.url ? redis.url : word)));
    expect(excursion(folder, ...scan)).toMatchObject({ code: 3 });
    working.kill("SIGTERM");
    expect((await working.ended).code).toBe(0);
    await redis.stop();
  });
});

const example = (adapter: string): string => join(root, `examples/two-masses/config-${adapter}.json`);
const small = ["--set", "budget.evaluations=6", "--quiet"];

describe("the example of two masses elsewhere", () => {
  test("is the same scan, wherever it is evaluated", async () => {
    const [here, ...elsewhere] = await Promise.all([join(root, "examples/two-masses/config.json"), ...["slurm", "htcondor", "queue"].map(example)].map((path) => loadConfig(path, [], configPlugins)));
    expect(elsewhere.map(configIdentity)).toEqual(elsewhere.map(() => configIdentity(here!)));
  });

  test.skipIf(redisObstacle !== undefined)("runs on a queue", async () => {
    const redis = await startRedis();
    const folder = folderWith({});
    const working = startExcursion(folder, "worker", redis.url, "--config", example("queue"), "--concurrency", "2");
    expect(excursion(folder, "scan", example("queue"), "--set", `evaluator.url=${redis.url}`, ...small)).toMatchObject({ code: 3 });
    working.kill("SIGTERM");
    expect((await working.ended).code).toBe(0);
    await redis.stop();
  });

  test.skipIf(slurmObstacle !== undefined)("runs on Slurm", async () => {
    const cluster = await startSlurm();
    process.env["SLURM_CONF"] = cluster.configuration;
    expect(excursion(folderWith({}), "scan", example("slurm"), ...small)).toMatchObject({ code: 3, stderr: "" });
    await cluster.stop();
  });

  test("runs on HTCondor, as far as a stand-in shows it", () => {
    const takeAway = standInForCondor();
    expect(excursion(folderWith({}), "scan", example("htcondor"), ...small)).toMatchObject({ code: 3, stderr: "" });
    takeAway();
  });
});
