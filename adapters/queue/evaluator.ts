import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import {
  type Clock, describeError, type EvaluationContext, EvaluationError, type EvaluationRequest, type Evaluator, parseReply,
} from "../../src/evaluation/index.ts";
import { closable, throwIfAborted } from "../closable.ts";
import { Repetition } from "../repetition.ts";
import { cancelChannelOf, cancelled, type JobData, jobIdOf, jobOf } from "./job.ts";

/** How often the jobs under way are looked at. */
const lookSeconds = 0.5;
/** How long cancelling waits for the worker to let go of a job. */
const cancelSeconds = 8;
/** How long finished jobs are kept for a scan that comes back for them. */
const keepSeconds = 30 * 86_400;

interface Watched {
  readonly data: JobData;
  readonly end: PromiseWithResolvers<unknown>; // the reply
  readonly onSubmitted: (handle: string) => Promise<void>;
  cancelling: boolean;
}

export interface QueueAccess {
  readonly queue: Queue;
  readonly client: Redis;
  readonly workers: number;
  readonly clock: Clock;
  /** Tells whoever watches the scan that the queue cannot be used for now. */
  readonly note: (text: string) => void;
}

/** Evaluates through a queue; whatever is lost there is put in again, and what is there already is not put in twice. */
export function createQueueEvaluator({ queue, client, workers, clock, note }: QueueAccess): Evaluator {
  const watched = new Set<Watched>();
  let trouble: string | undefined;
  const round = new Repetition(clock, async () => {
    const looks = await Promise.allSettled([...watched].map((one) => look(queue, client, one)));
    const failed = looks.find((result) => result.status === "rejected");
    const before = trouble;
    trouble = failed === undefined ? undefined : describeError(failed.reason);
    if (trouble !== undefined && trouble !== before) note(`the queue cannot be used for now, and is tried again: ${trouble}`);
    return watched.size === 0 ? undefined : lookSeconds;
  });

  async function evaluate(request: EvaluationRequest, { signal, submitted }: EvaluationContext): Promise<unknown> {
    const one: Watched = { data: jobOf(request), end: Promise.withResolvers(), onSubmitted: submitted, cancelling: false };
    let cancelTimer: (() => void) | undefined;
    const cancel = (): void => {
      one.cancelling = true;
      cancelTimer = clock.after(cancelSeconds * 1000, () => one.end.reject(new EvaluationError("the evaluation was aborted", true)));
      round.within(0);
    };
    signal.addEventListener("abort", cancel, { once: true });
    watched.add(one);
    round.within(0);
    try {
      const reply = await one.end.promise;
      throwIfAborted(signal);
      return reply;
    } finally {
      signal.removeEventListener("abort", cancel);
      cancelTimer?.();
      watched.delete(one);
      if (watched.size === 0) round.pause();
    }
  }

  return closable(
    workers,
    evaluate,
    async () => {
      client.disconnect();
      await queue.close().catch(() => undefined); // it complains of a connection that is gone
    },
    clock,
  );
}

/** Sees to a job: it is put in where it is missing, and what has become of it ends the evaluation. Rejects when the queue cannot be used. */
async function look(queue: Queue, client: Redis, one: Watched): Promise<void> {
  const id = jobIdOf(one.data);
  const job = (await queue.getJob(id)) as Job | undefined;
  if (one.cancelling) await giveUp(queue, client, job, one);
  else if (job === undefined) {
    // New, or lost by a Redis that was restarted and had not written it down. A job of the same id is never put in twice.
    await queue.add("evaluate", one.data, { jobId: id, removeOnComplete: { age: keepSeconds }, removeOnFail: { age: keepSeconds } });
    await one.onSubmitted(id).catch((error: unknown) => one.end.reject(error));
  } else if (typeof job.returnvalue === "string") readReply(job.returnvalue, one);
  else if (job.failedReason === cancelled) await job.remove(); // by this scan before it was interrupted; the next look puts it in anew
  else if (job.finishedOn !== undefined) one.end.reject(new EvaluationError(`the worker failed: ${job.failedReason}`, true));
}

function readReply(text: string, { end }: Watched): void {
  try {
    end.resolve(parseReply(text));
  } catch (error) {
    end.reject(new EvaluationError(`expected a reply in JSON from the worker: ${describeError(error)}`, true));
  }
}

/** A waiting job is taken out; a worker that has it is told, and holds it until it has ended the evaluation. */
async function giveUp(queue: Queue, client: Redis, job: Job | undefined, { end }: Watched): Promise<void> {
  const removed = job === undefined || (await job.remove().then(() => true, () => false));
  if (removed) end.reject(new EvaluationError("the evaluation was aborted", true));
  else await client.publish(cancelChannelOf(queue.name), job.id!);
}
