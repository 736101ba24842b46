import { serialize } from "node:v8";
import {
  describeError, type Clock, type DirectWork, EvaluationError, type EvaluationContext, type EvaluationRequest, type Evaluator, type JobWork,
  maximumReplyBytes,
} from "../../src/evaluation/index.ts";
import { closable } from "../closable.ts";
import { type JobPlace, PlaceUnreachable, runAsJob } from "../job.ts";
import { withoutSecrets } from "../secrets.ts";
import { untilAborted } from "./patience.ts";

const standardPollSeconds = 5;
/** How long handing in a point may go on after an abort, so that its job can be called off. */
const submitGraceSeconds = 3;

/** An evaluator from the work of a plugin; `workers` is its capacity unless it says another. */
export function evaluatorOfWork(work: DirectWork | JobWork, workers: number, clock: Clock): Evaluator {
  const evaluate = "submit" in work ? jobsOf(work, clock) : directly(work, clock);
  const close = async (): Promise<void> => work.close?.();
  const evaluator = closable(work.capacity ?? workers, async (request, context) => bounded(await evaluate(request, context)), close, clock);
  return withoutSecrets(evaluator, work.secrets ?? []);
}

type Evaluate = (request: EvaluationRequest, context: EvaluationContext) => Promise<unknown>;

function directly(work: DirectWork, clock: Clock): Evaluate {
  return (request, context) => untilAborted(() => work.evaluate(request, context), context.signal, 0, clock).catch(rethrow);
}

function jobsOf(work: JobWork, clock: Clock): Evaluate {
  const place: JobPlace = {
    pollSeconds: work.pollSeconds ?? standardPollSeconds,
    async submit(request, { signal, directory }) {
      const handle = await untilAborted(() => work.submit(request, { signal, directory }), signal, submitGraceSeconds, clock).catch(rethrow);
      if (typeof handle === "string" && handle !== "") return { kind: "running", handle };
      throw new EvaluationError(`expected submit to give the handle of a job, a text, got ${typeof handle}`, false);
    },
    async look(handle, _request, { signal }) {
      const standing = await untilAborted(() => work.poll(handle, { signal }), signal, 0, clock).catch(asUnreachable);
      if (standing === "running") return { kind: "running", handle };
      if (standing === "unknown") return { kind: "unknown" };
      if (standing !== "ended") throw new EvaluationError(`expected poll to give running, ended or unknown, got ${String(standing)}`, false);
      return { kind: "ended", reply: await untilAborted(() => work.fetch(handle, { signal }), signal, 0, clock).catch(rethrow) };
    },
    async cancel(handle, signal) {
      await work.cancel?.(handle, { signal });
    },
  };
  return (request, context) => runAsJob(place, request, context, clock);
}

function bounded(reply: unknown): unknown {
  let byteLength: number;
  try {
    ({ byteLength } = serialize(reply));
  } catch (error) {
    throw new EvaluationError(`expected a plain object as reply: ${describeError(error)}`, true);
  }
  if (byteLength > maximumReplyBytes) throw new EvaluationError(`expected a reply of at most ${maximumReplyBytes} bytes, got ${byteLength}`, true);
  return reply;
}

/** An error as it is, but for one of the network: the same call may work another time. */
function rethrow(error: unknown): never {
  throw isOfNetwork(error) ? new PlaceUnreachable(describeError(error)) : error;
}

/** A job that could not be asked for is out of reach, unless the plugin knows better. */
function asUnreachable(error: unknown): never {
  throw error instanceof Error && "retryable" in error && error.retryable === false ? error : new PlaceUnreachable(describeError(error));
}

/** Node's errors of sockets and name servers, also as the cause of `TypeError: fetch failed`. */
function isOfNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (typeof code === "string" && /^(?:ECONN|ENET|EHOST|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|UND_ERR_)/.test(code)) || isOfNetwork(error.cause);
}
