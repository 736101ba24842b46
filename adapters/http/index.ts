import { z } from "zod";
import {
  type Clock, EvaluationError, type EvaluationRequest, type Evaluator, type EvaluatorPlugin, show, systemClock,
} from "../../src/evaluation/index.ts";
import { closable } from "../closable.ts";
import { type JobPlace, type JobState, runAsJob } from "../job.ts";
import { pause } from "../pause.ts";
import { readSecret, withoutSecrets } from "../secrets.ts";
import { connect, type Connection, NotConnected, probe } from "./connection.ts";
import { type Busy, readAnswer } from "./job-state.ts";
import { sameOrigin, shown } from "./origin.ts";

const seconds = (standard: number) => z.number().positive().max(2_147_483).default(standard);

const options = z.strictObject({
  url: z
    .string()
    .refine(isServiceAddress, "expected an address that starts with http:// or https://, without a user and a password in it")
    .describe("Address of the service; each point is sent to it with POST."),
  tokenEnvironmentVariable: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected the name of an environment variable, not the token itself")
    .optional()
    .describe("Environment variable that holds the token of the service, sent as Authorization: Bearer."),
  connectTimeoutSeconds: seconds(10).describe("Time for a connection to come about."),
  headersTimeoutSeconds: seconds(300).describe("Time for an answer to begin; a service that computes longer answers 202 and is polled."),
  bodyTimeoutSeconds: seconds(30).describe("Time for an answer to be complete once it has begun."),
  pollSeconds: seconds(2).describe("Time between two looks at a job; a Retry-After of the service comes first."),
  busySeconds: seconds(3600).describe("Time for which a service that is busy (429, 503) is asked again before the attempt counts as failed."),
});

type HttpOptions = z.output<typeof options>;

/** How long a service may be gone, as when it is restarted, before the attempt counts as failed. */
const restartSeconds = 60;

/** The longest pause between two questions to a busy service that does not say how long to wait, in seconds. */
const longestBackOffSeconds = 60;

/** Evaluates by asking an HTTP service, which answers at once or names a job to poll. */
export const httpAdapter: EvaluatorPlugin<typeof options> = {
  name: "http",
  options,
  async build(given, { workers, clock = systemClock }): Promise<Evaluator> {
    const url = new URL(given.url);
    const variable = given.tokenEnvironmentVariable;
    const token = variable === undefined ? undefined : readSecret(variable, "evaluator.tokenEnvironmentVariable");
    if (token !== undefined && url.protocol === "http:" && !isLoopback(url.hostname)) {
      throw new EvaluationError(
        `evaluator.url: expected https where a token is sent, got ${shown(url)}; anybody on the way could read the token (a tunnel to localhost is fine)`,
        false,
      );
    }
    await probe({ ...given, url });
    const connection = connect({ ...given, url, connections: workers, clock, ...(token !== undefined && { token }) });
    const place = servicePlace(connection, url, given, clock);
    const evaluator = closable(workers, (request, context) => runAsJob(place, request, context, clock), () => connection.close(), clock);
    return withoutSecrets(evaluator, token === undefined ? [] : [token]);
  },
};

function servicePlace(connection: Connection, url: URL, { pollSeconds, busySeconds }: HttpOptions, clock: Clock): JobPlace {
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
      if (state.kind === "busy") return { kind: "running", handle, ...(state.againSeconds !== undefined && { againSeconds: state.againSeconds }) };
      return checked(state, request);
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

function bodyOf({ id, attempt, seed, parameters }: EvaluationRequest): string {
  return JSON.stringify({ id, attempt, seed, parameters });
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

function isServiceAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
