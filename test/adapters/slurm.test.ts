import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { slurmAdapter } from "../../adapters/slurm/index.ts";
import { endingOf } from "../../adapters/slurm/job-states.ts";
import { configText, excursion, folderWith } from "../cli/excursion.ts";
import { type SlurmCluster, slurmObstacle, startSlurm } from "../components/slurm.ts";
import { until } from "../components/until.ts";
import { checkBatchSystem, heldEvaluators } from "./batch-system.ts";
import { context, request, scratch } from "./scratch.ts";

test.each([
  ["PENDING", undefined],
  ["RUNNING", undefined],
  ["COMPLETING", undefined],
  ["A_STATE_OF_THE_FUTURE", undefined],
  ["COMPLETED", "ended without a reply in Slurm (why)"],
  ["FAILED", "failed without a reply in Slurm (why)"],
  ["CANCELLED", "cancelled in Slurm (why)"],
  ["PREEMPTED", "pre-empted in Slurm (why)"],
  ["TIMEOUT", "ended at its time limit in Slurm (why)"],
  ["NODE_FAIL", "its node failed in Slurm (why)"],
  ["OUT_OF_MEMORY", "ran out of memory in Slurm (why)"],
])("a job that is %s: %s", (state, reason) => {
  expect(endingOf(state, "why")?.reason).toBe(reason);
});

test.each([
  ["launch failed requeued held", true],
  ["job requeued in held state", true],
  ["JobHoldMaxRequeue", true],
  ["JobHeldUser", false],
  ["BeginTime", false],
])("a job that is pending for %s has ended: %s", (detail, hasEnded) => {
  expect(endingOf("PENDING", detail)).toEqual(hasEnded ? { reason: `put on hold by Slurm (${detail})`, retryable: true, cancelled: false, remains: true } : undefined);
});

test.each([
  ["time", { time: "tomorrow" }],
  ["time", { time: "1:2:3:4" }],
  ["memory", { memory: "much" }],
  ["cpusPerTask", { cpusPerTask: 0 }],
  ["options", { options: ["account=atlas"] }],
  ["options", { options: ["--array=0-9"] }],
  ["options", { options: ["-ofile"] }],
  ["evaluator", { evaluator: { adapter: "command", command: ["x"], persistent: true } }],
  ["evaluator", { evaluator: { adapter: "http", url: "http://localhost" } }],
  ["evaluator", { evaluator: undefined }],
])("an unusable %s is refused: %j", (key, change) => {
  const { error } = slurmAdapter.options.safeParse({ evaluator: { adapter: "command", command: ["true"] }, ...change });
  expect(error?.issues.map(({ path }) => path[0])).toEqual([key]);
});

describe.skipIf(slurmObstacle !== undefined)("with a real Slurm", () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
    process.env["SLURM_CONF"] = cluster.configuration;
  });
  afterAll(async () => {
    await cluster.stop();
  });

  const held = heldEvaluators((options, environment) => slurmAdapter.build(slurmAdapter.options.parse(options), environment));

  const jobs = (run: string, format: string, states = "RUNNING") =>
    execFileSync("squeue", ["--noheader", "--array", `--states=${states}`, `--name=excursion-${run}`, `--format=${format}`], { encoding: "utf8" })
      .split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const running = (run: string, count = 1) => until(`${count} jobs of ${run}`, () => jobs(run, "%i").length === count);

  test("points asked for together are one array with a comment and the resources that were asked for", async () => {
    const { evaluator, runDirectory, release } = await held("array", { partition: "debug", time: "7", cpusPerTask: 2, memory: "150M", options: ["--nice=5", "--begin=now"] });
    const points = [request(), request(), request()];
    const asked = points.map((one) => evaluator.evaluate(one, context()));
    await running("array", 3);
    const [array, ...others] = new Set(jobs("array", "%F"));
    expect(others).toEqual([]);
    const [key] = readdirSync(join(runDirectory, "batch"));
    expect(points.map(({ id }) => `${id}.1`)).toContain(key!.split("-").slice(0, -1).join("-"));
    expect(jobs("array", "%k %P %l %C %m")).toEqual(Array(3).fill(`excursion:array:${key} debug 7:00 2 150M`));
    expect(execFileSync("scontrol", ["show", "job", array!], { encoding: "utf8" })).toMatch(/Nice=5/);
    release();
    for (const answer of asked) expect(await answer).toEqual({ infeasible: "released" });
    expect(readFileSync(join(runDirectory, "batch", key!, "0.log"), "utf8")).toBe("");
  });

  test("a job cancelled by somebody else is told apart, and is worth a retry", async () => {
    const { evaluator } = await held("cancelled");
    const asked = expect(evaluator.evaluate(request(), context())).rejects.toMatchObject({ message: expect.stringMatching(/^cancelled in Slurm/), retryable: true });
    await running("cancelled");
    execFileSync("scancel", ["--name=excursion-cancelled"]);
    await asked;
  });

  test("a job that Slurm has put on hold is told apart, is worth a retry, and is cancelled", async () => {
    const { evaluator } = await held("hold");
    const asked = expect(evaluator.evaluate(request(), context())).rejects.toMatchObject({ message: expect.stringMatching(/^put on hold by Slurm/), retryable: true });
    await running("hold");
    execFileSync("scontrol", ["requeuehold", ...jobs("hold", "%i")]);
    await asked;
    await until("the job to be cancelled", () => jobs("hold", "%T", "all").every((state) => state === "CANCELLED"));
  });

  checkBatchSystem({
    held, running,
    silentDeath: /^failed without a reply in Slurm/,
    stopScheduler: () => cluster.killController(),
    startScheduler: () => cluster.startController(),
  });

  test("jobs are named by their run directory, without characters that Slurm reads", async () => {
    const { evaluator, release } = await held("of {x};%j");
    release();
    await evaluator.evaluate(request(), context());
    expect(jobs("of__x___j", "%T", "all")).toHaveLength(1);
  });

  test.each([
    [{ partition: "none" }, /sbatch: .*invalid partition/i],
    [{ options: ["--no-such-option"] }, /unrecognized option '--no-such-option'/],
    [{ evaluator: { adapter: "module", module: "none.mjs" } }, /^evaluator\.evaluator\.module: expected a JavaScript or TypeScript file, got none\.mjs/],
    [{ evaluator: { adapter: "command", command: ["true", "{z}"] } }, /expected a placeholder among .*, got \{z\}/],
  ])("what cannot work is told when the scan starts: %j", async (options, message) => {
    await expect(held("refused", options)).rejects.toThrow(message);
  });

  test("a scan moves from this machine to Slurm when it resumes", () => {
    const inner = { adapter: "command", command: [process.execPath, "simulate.mjs"] };
    const simulate = `import { readFileSync } from "node:fs"; const { x, y } = JSON.parse(readFileSync(0, "utf8")).parameters;
      console.log(JSON.stringify({ observables: { depth: 0.3 - Math.hypot(x - 0.5, y - 0.5) } }));`;
    const folder = folderWith({
      "simulate.mjs": simulate,
      "here.json": configText({ evaluator: { ...inner, workers: 2 }, budget: { evaluations: 3 } }),
      "there.json": configText({ evaluator: { adapter: "slurm", evaluator: inner, workers: 4 }, budget: { evaluations: 8 } }),
    });
    mkdirSync(join(folder, "run"));
    expect(excursion(folder, "scan", "here.json", "--out", "run", "--quiet").code).toBe(3);
    expect(excursion(folder, "scan", "there.json", "--out", "run", "--quiet")).toMatchObject({ code: 3, stderr: "" });
    const rows = readFileSync(join(folder, "run", "evaluations.csv"), "utf8").trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(",")[1])).toEqual(Array(8).fill("observed"));
    expect(readdirSync(join(folder, "run", "batch")).length).toBeGreaterThan(0);
  });
});

test.skipIf(slurmObstacle === undefined)("without Slurm's programs a scan says so when it starts", async () => {
  const options = slurmAdapter.options.parse({ evaluator: { adapter: "command", command: [process.execPath] } });
  const environment = { configDirectory: "/", runDirectory: scratch, parameterNames: ["x"], observableNames: ["y"], workers: 1 };
  await expect(slurmAdapter.build(options, environment)).rejects.toThrow("expected sbatch on PATH, got none");
});
