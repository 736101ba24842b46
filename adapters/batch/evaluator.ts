import {
  type EvaluationContext, EvaluationError, type EvaluationRequest, type Evaluator, type EvaluatorEnvironment, systemClock,
} from "../../src/evaluation/index.ts";
import { closable, throwIfAborted } from "../closable.ts";
import { checkWrapped } from "../wrapped/build.ts";
import type { WrappedOptions } from "../wrapped/options.ts";
import { type BatchSystem, taskText } from "./batch-system.ts";
import { type Submitted, SubmissionQueue } from "./submission-queue.ts";
import { readIntent, readReplyFile, type Task } from "./task-files.ts";
import { TaskWatch } from "./task-watch.ts";

/** How often a task is submitted, within one attempt, that the batch system then knows nothing of. */
const submissions = 3;

/**
 * Evaluates in a batch system whose nodes share the run directory with this machine. An attempt that was submitted before,
 * by this process or an earlier one, is followed instead of being submitted again; the first reply in its directory counts.
 */
export async function createBatchEvaluator(system: BatchSystem, wrapped: WrappedOptions, environment: EvaluatorEnvironment): Promise<Evaluator> {
  const { configDirectory, runDirectory, parameterNames, observableNames, workers, clock = systemClock, note = () => undefined } = environment;
  await checkWrapped(wrapped, environment);
  await system.check();
  const queue = new SubmissionQueue(
    system,
    { evaluator: wrapped, environment: { configDirectory, runDirectory, parameterNames: [...parameterNames], observableNames: [...observableNames] } },
    clock,
    note,
  );
  const watch = new TaskWatch(system, clock);

  async function evaluate(request: EvaluationRequest, { signal, directory, handle, submitted }: EvaluationContext): Promise<unknown> {
    const task: Task = { request: { ...request, parameters: { ...request.parameters } }, directory };
    const early = await readReplyFile(task);
    if (early !== undefined) return early.reply;
    const known = readHandle(handle);
    const earlier = (await readIntent(directory)) ?? known;
    if (earlier !== undefined) {
      const end = await watch.follow(earlier, task, earlier.key === known?.key ? known.job : undefined, signal);
      if (end.kind === "replied") return end.reply;
      if (end.kind === "ended" && !end.ending.cancelled) throw new EvaluationError(end.ending.reason, end.ending.retryable);
    }
    for (let count = 0; count < submissions; count++) {
      throwIfAborted(signal);
      const taken = await queue.submit(task, signal);
      await submitted(handleOf(taken));
      const end = await watch.follow(taken, task, taken.job, signal);
      if (end.kind === "replied") return end.reply;
      if (end.kind === "ended") throw new EvaluationError(end.ending.reason, end.ending.retryable);
    }
    throw new EvaluationError(`submitted ${submissions} times, and ${system.name} knew nothing of it afterwards`, true);
  }

  return closable(workers, evaluate, undefined, clock);
}

/** What the journal keeps of a submission: the task by our own name, and by the batch system's. */
function handleOf(taken: Submitted): string {
  return `${taskText(taken)}@${taken.job}`;
}

/** The same back; undefined for a handle of another adapter. */
function readHandle(handle: string | undefined): Submitted | undefined {
  const [, key, index, job] = /^([\w.-]+)\/(\d+)@(.+)$/.exec(handle ?? "") ?? [];
  return key === undefined ? undefined : { key, index: Number(index), job: job! };
}
