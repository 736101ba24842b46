import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { type Clock, type EvaluationContext, EvaluationError, type EvaluationRequest, type Evaluator, parseReply } from "../../src/evaluation/index.ts";
import { closable, throwIfAborted } from "../closable.ts";
import { Repetition } from "../repetition.ts";
import { cancelChannelOf, cancelled, type JobData, jobIdOf, jobOf } from "./job.ts";

/** How often the jobs under way are looked at. */
const lookSeconds = 0.5;
/** How long cancelling waits for the worker to let go of a job. */
const cancelSeconds = 8;
/** How long finished jobs are kept for a scan that comes back for them. */
const keepSeconds = 30 * 86_400;

type Reply = { readonly reply: unknown };

interface Watched {
  readonly data: JobData;
  readonly end: PromiseWithResolvers<Reply>;
  cancelling: boolean;
}

/** Evaluates through a queue; whatever is lost there is put in again, and what is there already is not put in twice. */
export function createQueueEvaluator(queue: Queue, client: Redis, workers: number, clock: Clock): Evaluator {
  const watched = new Set<Watched>();
  const round = new Repetition(clock, async () => {
    await Promise.all([...watched].map((one) => look(queue, client, one)));
    return watched.size === 0 ? undefined : lookSeconds;
  });

  async function evaluate(request: EvaluationRequest, { signal, submitted }: EvaluationContext): Promise<unknown> {
    const one: Watched = { data: jobOf(request), end: Promise.withResolvers(), cancelling: false };
    let cancelTimer: (() => void) | undefined;
    const cancel = (): void => {
      one.cancelling = true;
      cancelTimer = clock.after(cancelSeconds * 1000, () => one.end.reject(new EvaluationError("the evaluation was aborted", true)));
      round.within(0);
    };
    signal.addEventListener("abort", cancel, { once: true });
    watched.add(one);
    try {
      await Promise.race([put(queue, one.data).then(() => submitted(jobIdOf(one.data))), one.end.promise]);
      round.within(0);
      const { reply } = await one.end.promise;
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

/** Does nothing when the job is there already, in whatever state. */
async function put(queue: Queue, data: JobData): Promise<void> {
  await queue.add("evaluate", data, { jobId: jobIdOf(data), removeOnComplete: { age: keepSeconds }, removeOnFail: { age: keepSeconds } });
}

async function look(queue: Queue, client: Redis, one: Watched): Promise<void> {
  try {
    const job = (await queue.getJob(jobIdOf(one.data))) as Job | undefined;
    if (one.cancelling) await giveUp(queue, client, job, one);
    else if (job === undefined) await put(queue, one.data); // Redis was restarted and had not written it down
    else if (job.returnvalue !== null && job.returnvalue !== undefined) one.end.resolve({ reply: parseReply(String(job.returnvalue)) });
    else if (job.failedReason === cancelled) await job.remove(); // by this scan before it was interrupted; the next look puts it in anew
    else if (job.finishedOn !== undefined) one.end.reject(new EvaluationError(`the worker failed: ${job.failedReason}`, true));
  } catch (error) {
    one.end.reject(error);
  }
}

/** A waiting job is taken out; a worker that has it is told, and holds it until it has ended the evaluation. */
async function giveUp(queue: Queue, client: Redis, job: Job | undefined, { end }: Watched): Promise<void> {
  const removed = job === undefined || (await job.remove().then(() => true, () => false));
  if (removed) end.reject(new EvaluationError("the evaluation was aborted", true));
  else await client.publish(cancelChannelOf(queue.name), job.id!);
}
