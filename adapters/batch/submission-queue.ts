import { extname, join } from "node:path";
import { type Clock, EvaluationError } from "../../src/evaluation/index.ts";
import { BatchError, type BatchSystem, type TaskArray, type TaskName, type TaskState, taskText } from "./batch-system.ts";
import { type ArrayFile, newArrayKey, type Task, tasksFile, writeIntent } from "./task-files.ts";

/** How long a task waits for others to be submitted with it: a scheduler takes one array sooner than many jobs. */
const gatherMilliseconds = 200;
/** How long to wait before a submission that did not get through is looked into and made again: twice as long every time. */
const firstRetrySeconds = 5;
const longestRetrySeconds = 60;

const runner = join(import.meta.dirname, `run-task${extname(import.meta.filename)}`);

/** A task that the batch system has taken. */
export interface Submitted extends TaskName {
  readonly job: string;
}

interface Waiting {
  readonly task: Task;
  readonly signal: AbortSignal;
  readonly taken: PromiseWithResolvers<Submitted>;
}

/**
 * Submits tasks in arrays, one submission at a time: what comes while one is under way goes into the next. The intent is on
 * the disk before; a submission of which nobody knows whether it got through is looked for by its key before it is made again.
 */
export class SubmissionQueue {
  readonly #system: BatchSystem;
  readonly #common: Omit<ArrayFile, "tasks">;
  readonly #clock: Clock;
  readonly #note: (text: string) => void;
  #waiting: Waiting[] = [];
  #busy = false;

  /** @param note tells whoever watches the scan that nothing can be submitted for now. */
  constructor(system: BatchSystem, common: Omit<ArrayFile, "tasks">, clock: Clock, note: (text: string) => void) {
    this.#system = system;
    this.#common = common;
    this.#clock = clock;
    this.#note = note;
  }

  /** Resolves when the batch system has the task. Rejects with an EvaluationError when it does not want it. */
  submit(task: Task, signal: AbortSignal): Promise<Submitted> {
    const taken = Promise.withResolvers<Submitted>();
    this.#waiting.push({ task, signal, taken });
    if (!this.#busy) void this.#work();
    return taken.promise;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      await this.#pause(gatherMilliseconds);
      const array = this.#waiting.splice(0, this.#system.largestArray).filter(({ signal, taken }) => {
        if (signal.aborted) taken.reject(new EvaluationError("the evaluation was aborted", true));
        return !signal.aborted;
      });
      if (array.length > 0) await this.#submitArray(array).catch((error: unknown) => array.forEach(({ taken }) => taken.reject(error)));
    }
    this.#busy = false;
  }

  async #submitArray(array: readonly Waiting[]): Promise<void> {
    const key = newArrayKey(array[0]!.task.request);
    const directory = await writeIntent(key, { ...this.#common, tasks: array.map(({ task }) => task) });
    const argv = [process.execPath, runner, tasksFile(directory)] as const;
    const jobs = await this.#submitUntilTaken({ key, size: array.length, directory, argv }, array.map(({ signal }) => signal));
    for (const [index, { taken }] of array.entries()) taken.resolve({ key, index, job: jobs[index]! });
  }

  /** The job of every task. */
  async #submitUntilTaken(array: TaskArray, signals: readonly AbortSignal[]): Promise<readonly string[]> {
    const indices = Array.from({ length: array.size }, (_, index) => index);
    for (let delaySeconds = firstRetrySeconds; ; delaySeconds = Math.min(2 * delaySeconds, longestRetrySeconds)) {
      try {
        const job = await this.#system.submit(array);
        return indices.map((index) => this.#system.jobOf(job, index));
      } catch (error) {
        if (!(error instanceof BatchError)) throw error;
        if (!error.passing) throw new EvaluationError(error.message, false);
        if (delaySeconds === firstRetrySeconds) this.#note(`${this.#system.name} takes no jobs for now, and is asked again: ${error.message}`);
      }
      const known = await this.#lookFor(array.key, delaySeconds, signals);
      const jobs = indices.map((index) => known.get(taskText({ key: array.key, index }))?.job);
      if (jobs.some((job) => job !== undefined)) return jobs.map((job) => job ?? "unknown");
    }
  }

  /** What the system knows, of this array for one, once it can be asked. */
  async #lookFor(key: string, delaySeconds: number, signals: readonly AbortSignal[]): Promise<ReadonlyMap<string, TaskState>> {
    for (;;) {
      await this.#pause(delaySeconds * 1000);
      if (signals.every(({ aborted }) => aborted)) throw new EvaluationError("the evaluation was aborted", true);
      try {
        return await this.#system.states(new Set([key]));
      } catch (error) {
        if (!(error instanceof BatchError) || !error.passing) throw error;
      }
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(milliseconds, resolve));
  }
}
