import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Evaluator, EvaluatorEnvironment } from "../../src/evaluation/index.ts";
import { until } from "../components/until.ts";
import { heldCommand, killTask } from "./held-task.ts";
import { context, request, scratch, sparingClock } from "./scratch.ts";

/** Evaluators whose command waits until it is released, and how to build one in a run directory of that name. */
export function heldEvaluators(build: (options: object, environment: EvaluatorEnvironment) => Promise<Evaluator>) {
  const evaluators: Evaluator[] = [];
  afterAll(() => Promise.all(evaluators.map((evaluator) => evaluator.close())));
  return async (name: string, options: object = {}) => {
    const { command, release } = heldCommand();
    const runDirectory = join(scratch, name);
    const evaluator = await build(
      { evaluator: { adapter: "command", command }, ...options },
      { configDirectory: "/", runDirectory, parameterNames: ["x", "mass"], observableNames: ["y"], workers: 8, clock: sparingClock },
    );
    evaluators.push(evaluator);
    return { evaluator, runDirectory, release };
  };
}

/** A real batch system that is up while the tests run. */
export interface BatchSystem {
  readonly held: ReturnType<typeof heldEvaluators>;
  /** Resolves when so many jobs of a run are running. */
  running(run: string, count?: number): Promise<unknown>;
  /** What is said of a task that was killed outright. */
  readonly silentDeath: RegExp;
  stopScheduler(): Promise<unknown>;
  startScheduler(): Promise<unknown>;
}

/** What holds of every batch system beside the laws of all evaluators. */
export function checkBatchSystem({ held, running, silentDeath, stopScheduler, startScheduler }: BatchSystem): void {
  test("a task that dies without a word is told apart, and is worth a retry", async () => {
    const { evaluator, runDirectory } = await held("dead");
    const asked = expect(evaluator.evaluate(request(), context())).rejects.toMatchObject({ message: expect.stringMatching(silentDeath), retryable: true });
    await running("dead");
    await killTask(runDirectory);
    await asked;
  });

  test("a run directory may have any name", async () => {
    const { evaluator, release } = await held(`a b"c'd$HOME;%j,%a{x}`);
    release();
    expect(await evaluator.evaluate(request(), context())).toEqual({ infeasible: "released" });
  });

  test("a scheduler that is away while points are asked for is waited for", async () => {
    const { evaluator, release } = await held("away");
    release();
    await stopScheduler();
    const asked = evaluator.evaluate(request(), context());
    await until("the intent", () => existsSync(join(scratch, "away", "batch")));
    await startScheduler();
    expect(await asked).toEqual({ infeasible: "released" });
  });
}
