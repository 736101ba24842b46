import { type Clock, EvaluationError, type EvaluationRequest, show } from "../../src/evaluation/index.ts";
import type { JobPlace, JobState } from "../job.ts";
import { pause } from "../pause.ts";
import { type Connection, NotConnected } from "./connection.ts";
import { type Busy, readAnswer } from "./job-state.ts";
import { sameOrigin } from "./origin.ts";

export { connect, probe } from "./connection.ts";

export interface ServiceOptions {
  readonly url: URL;
  readonly pollSeconds: number;
  readonly busySeconds: number;
  readonly clock: Clock;
}

/** How long a service may be gone, as when it is restarted, before the attempt counts as failed. */
const restartSeconds = 60;

/** The longest pause between two questions to a busy service that does not say how long to wait, in seconds. */
const longestBackOffSeconds = 60;

/** The longest pause between two looks at a job, in seconds: one more look costs little, and the job may have ended. */
const longestPollPauseSeconds = 3600;

/** The service behind a connection, as a place where evaluations run. */
export function servicePlace(connection: Connection, { url, pollSeconds, busySeconds, clock }: ServiceOptions): JobPlace {
  return {
    pollSeconds,
    async submit(request, { signal }) {
      const start = clock.now();
      for (let asked = 1; ; asked++) {
        const waited = (clock.now() - start) / 1000;
        try {
          const answer = await connection.call({ method: "POST", url, headers: { "idempotency-key": keyOf(request) }, body: bodyOf(request) }, signal);
          const state = readAnswer(answer, clock.now());
          if (state.kind !== "busy") return checked(state, request);
          await pause(clock, pauseSeconds(state, asked, busySeconds - waited), signal);
        } catch (error) {
          if (!(error instanceof NotConnected) || waited >= restartSeconds) throw error;
          await pause(clock, backOffSeconds(asked), signal);
        }
      }
    },
    async look(handle, request, { signal }) {
      const answer = await connection.call({ method: "GET", url: sameOrigin(handle, url) }, signal);
      const state = readAnswer(answer, clock.now(), handle);
      if (state.kind === "ended" || state.kind === "unknown") return checked(state, request);
      const again = state.againSeconds === undefined ? {} : { againSeconds: Math.min(state.againSeconds, longestPollPauseSeconds) };
      return { kind: "running", handle: state.kind === "running" ? state.handle : handle, ...again };
    },
    async cancel(handle, signal) {
      await connection.call({ method: "DELETE", url: sameOrigin(handle, url) }, signal);
    },
  };
}

/** The id as a header may hold it; letters, digits and most punctuation stay as they are. */
function keyOf({ id }: EvaluationRequest): string {
  return encodeURIComponent(id.toWellFormed());
}

function bodyOf({ id, attempt, seed, parameters, requestedEvents }: EvaluationRequest): string {
  return JSON.stringify({ id, attempt, seed, parameters, requestedEvents });
}

/** How long to wait before a busy service is asked again: as it says, else twice as long each time. */
function pauseSeconds({ againSeconds, reason }: Busy, asked: number, leftSeconds: number): number {
  const wait = againSeconds ?? backOffSeconds(asked);
  if (wait <= leftSeconds) return wait;
  const when = againSeconds === undefined ? "" : `, to be asked again in ${Math.ceil(againSeconds)} s`;
  throw new EvaluationError(`asked ${asked} time${asked === 1 ? "" : "s"} in vain, evaluator.busySeconds is over: ${reason}${when}`, true);
}

function backOffSeconds(asked: number): number {
  return Math.min(2 ** (asked - 1), longestBackOffSeconds);
}

/** A reply that names another evaluation has been mixed up. */
function checked(state: JobState, { id }: EvaluationRequest): JobState {
  const reply = state.kind === "ended" ? state.reply : undefined;
  if (typeof reply === "object" && reply !== null && "id" in reply && reply.id !== id) {
    throw new EvaluationError(`expected the reply to ${id}, got that to ${show(reply.id)}`, true);
  }
  return state;
}
