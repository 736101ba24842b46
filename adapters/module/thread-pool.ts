import { randomUUID } from "node:crypto";
import { extname, join } from "node:path";
import { deserialize } from "node:v8";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import {
  type Clock, describeError, type EvaluationContext, EvaluationError, type EvaluationRequest, type Evaluator, oneLine, systemClock,
} from "../../src/evaluation/index.ts";
import { closable, throwIfAborted } from "../closable.ts";
import { endMarked, markOf } from "../process-mark.ts";
import { withSyntaxErrorPlace } from "./syntax-error.ts";
import { ThreadExits } from "./thread-exits.ts";
import type { ThreadAnswer, ThreadTask } from "./thread-messages.ts";

/** How long an aborted function may take to notice its signal before its thread is replaced. */
const cooperationSeconds = 1;
/** How long a module may take to load. */
const loadSeconds = 60;

export interface ThreadPoolOptions {
  readonly module: string; // absolute path
  readonly threads: number;
  readonly clock?: Clock;
  /** Looks at a request before any thread does. Default: nothing is known beforehand. */
  readonly prepare?: (request: EvaluationRequest) => Prepared;
}

/** An answer that needs no thread, or what the module's function gets as third argument (cloned, buffers shared). */
export type Prepared = { readonly reply: unknown } | { readonly input: unknown };

/** An evaluator that calls the module's function in threads. Throws an EvaluationError when the module cannot be loaded. */
export async function createThreadPool(options: ThreadPoolOptions): Promise<Evaluator> {
  const { module, threads, clock = systemClock, prepare = () => ({ input: undefined }) } = options;
  const poolMark = markOf(randomUUID());
  const pool = new Piscina<ThreadTask, ThreadAnswer>({
    filename: join(import.meta.dirname, `thread${extname(import.meta.filename)}`),
    minThreads: threads, // fewer than maxThreads, and a task queued behind a thread that dies would wait for ever
    maxThreads: threads,
    atomics: "disabled", // an idle thread goes on with what an attempt left behind instead of keeping it for the next one
    env: { ...process.env, [poolMark]: "1" },
  });
  let closed = false;
  pool.on("error", () => undefined); // an idle thread broke and is replaced: no attempt is lost
  pool.on("workerCreate", () => {
    if (closed) void pool.destroy(); // a thread that ends later than the pool makes it start another
  });
  const exits = new ThreadExits(pool);

  async function close(): Promise<void> {
    closed = true;
    exits.watch();
    await Promise.all([pool.destroy(), endMarked(poolMark)]);
    await exits.ofAll();
  }

  async function evaluate(request: EvaluationRequest, { signal, directory }: EvaluationContext): Promise<unknown> {
    const prepared = prepare(request);
    if ("reply" in prepared) return prepared.reply;
    const mark = markOf(directory);
    const { port1: abort, port2 } = new MessageChannel();
    const replacement = new AbortController();
    let cancel: (() => void) | undefined;
    const onAbort = (): void => {
      abort.close();
      cancel = clock.after(cooperationSeconds * 1000, () => {
        exits.watch();
        replacement.abort();
      });
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const task: ThreadTask = { module, call: { request, input: prepared.input, directory, mark, abort: port2 } };
    try {
      return readAnswer(await pool.run(task, { signal: replacement.signal, transferList: [port2] }), module);
    } catch (error) {
      if (error instanceof EvaluationError) throw error;
      await endMarked(mark); // also frees a thread that waits for a child
      await exits.ofReplaced();
      throwIfAborted(signal);
      throw new EvaluationError(describeDeath(error), true);
    } finally {
      signal.removeEventListener("abort", onAbort);
      cancel?.();
      abort.close();
    }
  }

  const problem = await loadingProblem(pool, module, clock);
  if (problem !== undefined) {
    await close();
    throw new EvaluationError(`evaluator.module: expected a module that loads, got ${module}: ${problem}`, false);
  }
  return closable(threads, evaluate, close, clock);
}

function readAnswer(answer: ThreadAnswer, module: string): unknown {
  switch (answer.kind) {
    case "returned":
      return deserialize(answer.reply);
    case "failed":
      throw new EvaluationError(answer.reason, answer.retryable);
    case "unloadable":
      throw new EvaluationError(`expected a module that loads, got ${module}: ${answer.reason}`, false);
    case "loaded":
      throw new EvaluationError("expected a result from the thread, got none", true);
  }
}

/** Loads the module in one thread, so that none of its code runs in this one; what is wrong with it, if anything. */
async function loadingProblem(pool: Piscina<ThreadTask, ThreadAnswer>, module: string, clock: Clock): Promise<string | undefined> {
  const limit = new AbortController();
  const cancel = clock.after(loadSeconds * 1000, () => limit.abort());
  try {
    const answer = await pool.run({ module }, { signal: limit.signal });
    return answer.kind === "unloadable" ? await withSyntaxErrorPlace(module, answer.reason) : undefined;
  } catch (error) {
    return limit.signal.aborted ? `still loading after ${loadSeconds} s` : describeDeath(error);
  } finally {
    cancel();
  }
}

/** Why a thread ended before it answered. */
function describeDeath(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const exitCode = /^worker exited with code: (\d+)$/.exec(message)?.[1];
  if (exitCode !== undefined) return `the evaluator ended its thread with process.exit(${exitCode})`;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") return "the evaluator's thread ran out of memory";
  return oneLine(`uncaught in the evaluator's thread: ${describeError(error)}`);
}
