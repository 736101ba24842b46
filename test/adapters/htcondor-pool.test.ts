import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { htcondorAdapter } from "../../adapters/htcondor/index.ts";
import type { EvaluatorHarness } from "../../src/testing/evaluator-laws.ts";
import { type CondorPool, htcondorObstacle, startCondor } from "../components/htcondor.ts";
import { until } from "../components/until.ts";
import { checkBatchSystem, heldEvaluators } from "./batch-system.ts";
import { checkLaws } from "./check-laws.ts";
import { checkReattachLaws, heldWorld } from "./held-world.ts";
import { processesWith } from "./processes.ts";
import { context, request, sparingClock } from "./scratch.ts";

/** What only the jobs of this test process inherit. */
const variable = `EXCURSION_TEST_${process.pid}`;

/** A machine waits for the next job of the same scan, so that not each has to be negotiated for. */
const submit = { keep_claim_idle: "20" };

const harness: EvaluatorHarness = {
  async create() {
    const runDirectory = mkdtempSync(join(tmpdir(), "htcondor 'pool' $HOME-"));
    const evaluator = { adapter: "command", command: [process.execPath, "acts-command.mjs"] };
    const built = await htcondorAdapter.build(htcondorAdapter.options.parse({ evaluator, submit }), {
      configDirectory: join(import.meta.dirname, "simulators"), runDirectory,
      parameterNames: ["act", "x"], observableNames: ["attempt", "seed", "x"], workers: 2,
    });
    const close = () => built.close().finally(() => rmSync(runDirectory, { recursive: true, force: true }));
    return { evaluator: { ...built, close }, remains: async () => processesWith(variable) };
  },
  exemptions: { "a secret is never shown: not in an outcome, a handle or a file": "no secret is given to it" },
};

describe.skipIf(htcondorObstacle !== undefined)("htcondor (a real pool)", () => {
  let pool: CondorPool;
  beforeAll(async () => {
    pool = await startCondor();
    process.env["CONDOR_CONFIG"] = pool.configuration;
    process.env[variable] = "1";
  });
  afterAll(async () => {
    await pool.stop();
  });

  checkLaws(harness);
  checkReattachLaws(
    heldWorld(({ evaluator, environment }) =>
      htcondorAdapter.build(htcondorAdapter.options.parse({ evaluator, submit }), { ...environment, clock: sparingClock }),
    ),
  );

  const held = heldEvaluators((options, environment) => htcondorAdapter.build(htcondorAdapter.options.parse(options), environment));

  /** Attributes of the jobs of a run that are running, a line each. */
  const jobs = (run: string, ...attributes: string[]) =>
    execFileSync("condor_q", ["-constraint", `ExcursionRun == "${run}" && JobStatus == 2`, "-af", ...attributes], { encoding: "utf8" }).split("\n").filter(Boolean);
  const running = (run: string, count = 1) => until(`${count} jobs of ${run}`, () => jobs(run, "ProcId").length === count);

  test("points asked for together are one cluster with the resources that were asked for", async () => {
    const { evaluator, runDirectory, release } = await held("cluster", { cpus: 2, memory: "150MB", submit: { "+Flavour": '"short"' } });
    const asked = [request(), request(), request()].map((one) => evaluator.evaluate(one, context()));
    await running("cluster", 3);
    expect(new Set(jobs("cluster", "ClusterId")).size).toBe(1);
    const [key] = readdirSync(join(runDirectory, "batch"));
    expect(jobs("cluster", "ExcursionKey", "RequestCpus", "RequestMemory", "Flavour")).toEqual(Array(3).fill(`${key} 2 150 short`));
    release();
    for (const answer of asked) expect(await answer).toEqual({ infeasible: "released" });
    expect(readFileSync(join(runDirectory, "batch", key!, "task.0.log"), "utf8")).toBe("");
  });

  test.each([
    ["cancelled by somebody else", "condor_rm", /^cancelled in HTCondor/],
    ["put on hold", "condor_hold", /^put on hold by HTCondor/],
  ])("a job %s is told apart, and is worth a retry", async (_what, program, message) => {
    const { evaluator } = await held(program);
    const asked = expect(evaluator.evaluate(request(), context())).rejects.toMatchObject({ message: expect.stringMatching(message), retryable: true });
    await running(program);
    execFileSync(program, ["-constraint", `ExcursionRun == "${program}"`]);
    await asked;
  });

  checkBatchSystem({
    held, running,
    silentDeath: /^ended without a reply in HTCondor \(killed by signal 9\)$/,
    stopScheduler: () => pool.stopScheduler(),
    startScheduler: () => pool.startScheduler(),
  });

  test("a submit command that HTCondor does not take is told with its complaint", async () => {
    const { evaluator } = await held("refused", { submit: { requirements: "((" } });
    await expect(evaluator.evaluate(request(), context())).rejects.toMatchObject({ message: expect.stringMatching(/^condor_submit: /), retryable: false });
  });
});
