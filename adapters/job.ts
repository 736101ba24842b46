import { type Clock, type EvaluationContext, EvaluationError, type EvaluationRequest } from "../src/evaluation/index.ts";
import { throwIfAborted } from "./closable.ts";
import { pause } from "./pause.ts";

/** How a remote job stands. */
export type JobState =
  | { readonly kind: "running"; readonly handle: string; readonly againSeconds?: number } // when to look again; absent: as usual
  | { readonly kind: "ended"; readonly reply: unknown }
  | { readonly kind: "unknown" }; // whoever ran it does not know it any more

/** A place where evaluations run as jobs, each known there by its handle. */
export interface JobPlace {
  readonly pollSeconds: number;
  submit(request: EvaluationRequest, context: EvaluationContext): Promise<JobState>;
  look(handle: string, request: EvaluationRequest, context: EvaluationContext): Promise<JobState>;
  cancel(handle: string, signal: AbortSignal): Promise<void>;
}

/** Thrown by `look` when its place could not be asked, which says nothing of the job. */
export class PlaceUnreachable extends EvaluationError {
  constructor(reason: string) {
    super(reason, true);
  }
}

/** How long a job may be out of sight, its place not answering, before the attempt is given up. */
export const outageSeconds = 600;
/** How long a cancellation may take. */
const cancelSeconds = 5;

/**
 * Runs an evaluation as a job: submits it, or re-attaches to it by the context's handle, makes its handle durable, and looks at it
 * until it has ended. A job that its place does not know when an evaluation re-attaches is submitted again; a job that is given up,
 * because of an abort or an error, is cancelled.
 */
export async function runAsJob(place: JobPlace, request: EvaluationRequest, context: EvaluationContext, clock: Clock): Promise<unknown> {
  let state: JobState = context.handle === undefined ? { kind: "unknown" } : { kind: "running", handle: context.handle, againSeconds: 0 };
  let isOurs = false; // submitted in this very attempt
  let durable: string | undefined = context.handle;
  try {
    while (state.kind !== "ended") {
      if (state.kind === "unknown") {
        if (isOurs) throw new EvaluationError("expected the job to go on, got one that is not known there any more", true);
        isOurs = true;
        state = await place.submit(request, context);
      } else {
        if (state.handle !== durable) await context.submitted(state.handle);
        durable = state.handle;
        await pause(clock, state.againSeconds ?? place.pollSeconds, context.signal);
        state = await lookPatiently(place, state.handle, request, context, clock);
      }
    }
    return state.reply;
  } catch (error) {
    if (state.kind === "running") await cancelInTime(place, state.handle, clock);
    throw error;
  }
}

/** Looks at a job, again and again while its place is out of reach. */
async function lookPatiently(
  place: JobPlace, handle: string, request: EvaluationRequest, context: EvaluationContext, clock: Clock,
): Promise<JobState> {
  const start = clock.now();
  for (;;) {
    try {
      return await place.look(handle, request, context);
    } catch (error) {
      throwIfAborted(context.signal);
      if (!(error instanceof PlaceUnreachable)) throw error;
      if (clock.now() - start >= outageSeconds * 1000) {
        throw new EvaluationError(`no news of the job for ${outageSeconds} s: ${error.message}`, true);
      }
    }
    await pause(clock, place.pollSeconds, context.signal);
  }
}

/** That it did not work is of no use to anybody: the job may have ended, and its place knows its id. */
async function cancelInTime(place: JobPlace, handle: string, clock: Clock): Promise<void> {
  const late = new AbortController();
  const stop = clock.after(cancelSeconds * 1000, () => late.abort());
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  late.signal.addEventListener("abort", () => resolve());
  await Promise.race([place.cancel(handle, late.signal), aborted]).catch(() => undefined).finally(stop);
}
