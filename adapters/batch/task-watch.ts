import type { Clock } from "../../src/evaluation/index.ts";
import { throwIfAborted } from "../closable.ts";
import { BatchError, type BatchSystem, type Ending, type TaskName, taskText } from "./batch-system.ts";
import { Repetition } from "../repetition.ts";
import { readReplyFile, type Task } from "./task-files.ts";

/** How often the replies are looked for. */
const replySeconds = 1;
/** How often the batch system is asked about the tasks that have none: its controller serves everybody. */
const statesSeconds = 10;
/** The same while tasks are being cancelled. */
const cancellingSeconds = 0.5;
/** How long a reply may take to be seen here when its task has ended there: shared file systems keep what they know for a while. */
const replyGraceSeconds = 30;
/** How often in a row a task has to be unknown to count as lost. */
const unknownLooks = 2;
/** How long cancelling waits for a task to end. */
const cancelSeconds = 8;

/** What became of a task. */
export type TaskEnd =
  | { readonly kind: "replied"; readonly reply: unknown }
  | { readonly kind: "ended"; readonly ending: Ending }
  | { readonly kind: "lost" }; // the batch system knows nothing of it

interface Watched {
  readonly name: TaskName;
  readonly task: Task;
  readonly job: string | undefined; // as it was submitted, where that is known
  readonly end: PromiseWithResolvers<TaskEnd>;
  ended: boolean; // according to the system
  unknown: number; // looks in a row at which the system did not know it
  cancelling: boolean;
  readonly timers: (() => void)[];
}

/** Follows the tasks of one evaluator, all in one round: by their replies first, then by what the batch system says. */
export class TaskWatch {
  readonly #system: BatchSystem;
  readonly #clock: Clock;
  readonly #watched = new Set<Watched>();
  readonly #replies: Repetition;
  readonly #states: Repetition;

  constructor(system: BatchSystem, clock: Clock) {
    this.#system = system;
    this.#clock = clock;
    this.#replies = new Repetition(clock, () => this.#lookForReplies());
    this.#states = new Repetition(clock, () => this.#askStates());
  }

  /** Resolves when the task has ended; an abort cancels it and then rejects. Rejects with an EvaluationError also for a spoilt reply. */
  async follow(name: TaskName, task: Task, job: string | undefined, signal: AbortSignal): Promise<TaskEnd> {
    const watched: Watched = { name, task, job, end: Promise.withResolvers(), ended: false, unknown: 0, cancelling: false, timers: [] };
    const cancel = (): void => {
      watched.cancelling = true;
      this.#endAfter(cancelSeconds, watched, { kind: "lost" });
      this.#states.within(0);
    };
    this.#watched.add(watched);
    this.#replies.within(0);
    this.#states.within(statesSeconds);
    signal.addEventListener("abort", cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      const end = await watched.end.promise;
      throwIfAborted(signal);
      return end;
    } finally {
      signal.removeEventListener("abort", cancel);
      for (const cancelTimer of watched.timers) cancelTimer();
      this.#watched.delete(watched);
      if (this.#watched.size === 0) for (const repetition of [this.#replies, this.#states]) repetition.pause();
    }
  }

  async #lookForReplies(): Promise<number | undefined> {
    await Promise.all([...this.#watched].map(lookForReply));
    return this.#watched.size === 0 ? undefined : replySeconds;
  }

  async #askStates(): Promise<number | undefined> {
    const asked = [...this.#watched].filter(({ ended, cancelling }) => !ended || cancelling);
    if (asked.length === 0) return undefined;
    try {
      const states = await this.#system.states(new Set(asked.map(({ name }) => name.key)));
      const active: string[] = [];
      for (const watched of asked) {
        const state = states.get(taskText(watched.name));
        if (state === undefined) await this.#notKnown(watched);
        else if (state.ending !== undefined) {
          if (state.ending.remains === true) active.push(state.job);
          this.#end(watched, { kind: "ended", ending: state.ending });
        } else {
          watched.unknown = 0;
          if (watched.cancelling) active.push(state.job);
        }
      }
      if (active.length > 0) await this.#system.cancel(active);
    } catch (error) {
      // Out of reach for now: the replies come all the same.
      if (!(error instanceof BatchError)) for (const { end } of asked) end.reject(error);
    }
    return [...this.#watched].some(({ cancelling }) => cancelling) ? cancellingSeconds : statesSeconds;
  }

  async #notKnown(watched: Watched): Promise<void> {
    watched.unknown++;
    if (watched.cancelling) return watched.end.resolve({ kind: "lost" });
    if (watched.unknown < unknownLooks) return;
    const past = watched.job === undefined ? undefined : await this.#system.past(watched.job);
    this.#end(watched, past?.ending === undefined ? { kind: "lost" } : { kind: "ended", ending: past.ending });
  }

  /** A reply may still be on its way here. */
  #end(watched: Watched, end: TaskEnd): void {
    if (watched.cancelling) return watched.end.resolve(end);
    watched.ended = true;
    this.#endAfter(replyGraceSeconds, watched, end);
  }

  #endAfter(seconds: number, { end, timers }: Watched, how: TaskEnd): void {
    timers.push(this.#clock.after(seconds * 1000, () => end.resolve(how)));
  }
}

async function lookForReply({ task, end }: Watched): Promise<void> {
  try {
    const found = await readReplyFile(task);
    if (found !== undefined) end.resolve({ kind: "replied", reply: found.reply });
  } catch (error) {
    end.reject(error);
  }
}
