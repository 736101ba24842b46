import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRun } from "../../src/library/open-run.ts";
import { Driver } from "./driver.ts";
import { createQueueWorld } from "./queue-world.ts";
import { createSlurmWorld } from "./slurm-world.ts";

export interface ChaosPlan {
  readonly world: "queue" | "slurm";
  readonly evaluations: number;
  readonly driverKills: number;
  readonly workerKills: number;
}

/** Where a scan is evaluated, and how to do it harm. */
export interface ChaosWorld {
  /** Options of the evaluator beside the wrapped one. */
  readonly evaluator: object;
  /** Starts what evaluates for the scan in the folder. */
  start(folder: string): Promise<void>;
  /** Kills one of those that evaluate outright, and sees to it that there is another; `count` numbers the kills from 0. */
  killWorker(count: number): Promise<void>;
  /** Kills the server in the middle outright and starts it again. */
  restartServer(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChaosReport {
  readonly exitCode: number | null;
  readonly proposed: readonly string[];
  readonly observed: readonly string[];
  /** Points whose result is not what the simulator yields for them. */
  readonly wrong: readonly string[];
  readonly attempts: number;
  /** How often the simulator was started: more than the attempts, where the engine in the middle ran one twice. */
  readonly runs: number;
  readonly seconds: number;
}

/** How far the scan may run ahead of the next blow: a point that was struck need not be waited for. */
const slack = 15;

/** Leaves a line for each run, takes some time, and holds the points beyond the number in the file `limit`. */
const simulator = `import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
const here = (name) => new URL(name, import.meta.url);
export default async ({ x, y }, { id, attempt }) => {
  appendFileSync(here("runs.txt"), id + "." + attempt + "\\n");
  await pause(100 + 400 * x);
  while (Number(id.split("-").at(-1)) > Number(readFileSync(here("limit"), "utf8"))) await pause(20);
  return { observables: { depth: x - y } };
};
`;

/**
 * Carries out a scan while everything around it is killed, again and again, at numbers of results that the plan alone determines: the
 * points far beyond the next blow are held, the last one until all are struck, so that the scan cannot end early.
 */
export async function runChaos({ world: name, evaluations, driverKills, workerKills }: ChaosPlan): Promise<ChaosReport> {
  const world = name === "queue" ? await createQueueWorld() : await createSlurmWorld();
  const folder = mkdtempSync(join(tmpdir(), `chaos-${name}-`));
  const started = performance.now();
  let driver: Driver | undefined;
  try {
    writeFileSync(join(folder, "simulator.mjs"), simulator);
    writeFileSync(join(folder, "config.json"), configText(evaluations, world.evaluator));
    await world.start(folder);
    const blows = [
      ...evenly(driverKills, evaluations, (_count, scan) => scan.kill()),
      ...evenly(workerKills, evaluations, (count) => world.killWorker(count)),
      ...evenly(1, evaluations, () => world.restartServer()),
    ].sort((a, b) => a.at - b.at);
    const allow = (count: number): void => {
      writeFileSync(join(folder, "limit.new"), String(count));
      renameSync(join(folder, "limit.new"), join(folder, "limit"));
    };
    allow(0);
    driver = new Driver(folder);
    for (const { at, strike } of blows) {
      allow(Math.min(at + slack, evaluations - 1));
      await driver.reach(at);
      await strike(driver);
    }
    allow(evaluations);
    const exitCode = await driver.ended();
    return { exitCode, ...(await resultOf(folder)), seconds: (performance.now() - started) / 1000 };
  } finally {
    await driver?.stop();
    await world.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** `count` blows at numbers of results that divide the scan into equal parts. */
function evenly(count: number, evaluations: number, strike: (count: number, scan: Driver) => Promise<void>) {
  return Array.from({ length: count }, (_, i) => ({
    at: Math.floor(((i + 1) * evaluations) / (count + 1)), strike: (scan: Driver) => strike(i, scan),
  }));
}

/** Every point is one of the design, so that the time goes into what is tested here. */
function configText(evaluations: number, evaluator: object): string {
  const module = { adapter: "module", module: "./simulator.mjs" };
  return JSON.stringify({
    parameters: ["x", "y"].map((name) => ({ name, lower: 0, upper: 1 })),
    observables: [{ name: "depth", threshold: 0 }],
    evaluator: { ...evaluator, evaluator: module, retries: 20 },
    design: { points: evaluations },
    budget: { evaluations, failures: 0 },
  });
}

/** What the journal says after all, replayed. */
async function resultOf(folder: string): Promise<Pick<ChaosReport, "proposed" | "observed" | "wrong" | "attempts" | "runs">> {
  const { evaluations } = (await openRun(join(folder, "run"))).state;
  const observed = evaluations.filter(({ status }) => status === "observed");
  const wrong = observed.filter(({ outcome, parameters: { x, y } }) => outcome?.kind !== "observed" || outcome.observables["depth"]?.value !== x! - y!);
  return {
    proposed: evaluations.map(({ id }) => id),
    observed: observed.map(({ id }) => id),
    wrong: wrong.map(({ id }) => id),
    attempts: evaluations.reduce((sum, { attempts }) => sum + attempts, 0),
    runs: readFileSync(join(folder, "runs.txt"), "utf8").trim().split("\n").length,
  };
}
