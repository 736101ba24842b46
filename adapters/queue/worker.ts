import { mkdirSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { Job, Worker } from "bullmq";
import { describeError, EvaluationError, type EvaluatorEnvironment, writeReply } from "../../src/evaluation/index.ts";
import { buildWrapped, checkWrapped } from "../wrapped/build.ts";
import type { WrappedOptions } from "../wrapped/options.ts";
import { replyOf } from "../wrapped/reply-of.ts";
import { cancelChannelOf, cancelled, jobIdOf, readJob } from "./job.ts";
import { queueNameOf } from "./queue-name.ts";
import { connectRedis, loadQueuePackages } from "./redis.ts";

/** How long a worker that has died keeps a job from the others; it is renewed twice in that time, also while evaluations run. */
const defaultLockSeconds = 30;

export interface QueueWorkerOptions {
  readonly url: string;
  /** What a worker evaluates with, whatever a job says. */
  readonly evaluator: WrappedOptions;
  readonly environment: EvaluatorEnvironment; // of its own: `workers` evaluations at a time, in `runDirectory`
  readonly queue?: string; // as the config names it
  readonly lockSeconds?: number;
  /** Told of every evaluation that has ended, in a few words. */
  readonly onEvaluated?: (id: string, attempt: number, seconds: number) => void;
}

export interface QueueWorker {
  readonly queueName: string;
  /** Takes no more points; what is being evaluated is ended and left to other workers. */
  close(): Promise<void>;
}

/** Evaluates points from a queue, each in a process of its own. Throws an EvaluationError when the evaluator or Redis cannot be used. */
export async function startQueueWorker(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { url, evaluator, environment, lockSeconds = defaultLockSeconds } = options;
  const { bullmq } = await loadQueuePackages();
  await checkWrapped(evaluator, environment);
  const evaluating = await buildWrapped(evaluator, environment);
  const client = await connectRedis(url);
  const queueName = queueNameOf(evaluator, environment, options.queue);
  const closing = new AbortController();

  const worker: Worker = new bullmq.Worker(
    queueName,
    async (job: Job, token, signal) => {
      const reply = await evaluateJob(job, AbortSignal.any([closing.signal, signal!]));
      if (reply !== undefined) return reply;
      if (!closing.signal.aborted) throw new bullmq.UnrecoverableError(cancelled);
      await job.moveToWait(token);
      throw new bullmq.WaitingError();
    },
    {
      connection: client,
      concurrency: environment.workers,
      lockDuration: lockSeconds * 1000,
      stalledInterval: lockSeconds * 1000,
      maxStalledCount: 1_000_000, // a worker that dies is no failure of the point
    },
  );
  worker.on("error", () => undefined); // the connection comes back; a job that was lost to another worker is evaluated there
  const listening = client.duplicate();
  listening.on("error", () => undefined);
  listening.on("message", (_channel: string, jobId: string) => void worker.cancelJob(jobId));
  await listening.subscribe(cancelChannelOf(queueName));

  async function evaluateJob(job: Job, signal: AbortSignal): Promise<string | undefined> {
    let directory: string | undefined;
    try {
      const request = readJob(job.data, environment.parameterNames);
      const started = performance.now();
      directory = join(environment.runDirectory, "work", jobIdOf(request));
      mkdirSync(directory, { recursive: true });
      const reply = await replyOf(evaluating.evaluate, request, { directory, signal, timeoutSeconds: evaluator.timeoutSeconds });
      if (reply !== undefined) options.onEvaluated?.(request.id, request.attempt, (performance.now() - started) / 1000);
      return reply;
    } catch (error) {
      return writeReply({ failed: describeError(error), retryable: error instanceof EvaluationError && error.retryable });
    } finally {
      if (directory !== undefined) await rmdir(directory).catch(() => undefined); // unless something is in it
    }
  }

  return {
    queueName,
    async close() {
      closing.abort();
      await worker.close();
      await evaluating.close();
      listening.disconnect();
      client.disconnect();
    },
  };
}
