import { EvaluationError, oneLine, parseReply } from "../../src/evaluation/index.ts";
import { type JobState, PlaceUnreachable } from "../job.ts";
import type { Answer } from "./connection.ts";
import { sameOrigin, shown } from "./origin.ts";
import { retryAfterSeconds } from "./retry-after.ts";

/** The service asks to come again later. */
export interface Busy {
  readonly kind: "busy";
  readonly againSeconds?: number;
  readonly reason: string;
}

/** What `Retry-After: 0` comes to: nobody is asked without a pause. */
const leastPauseSeconds = 0.1;

/** Statuses that say nothing of the point: the same question may be answered another time. */
const passing = new Set([408, 425, 500, 502, 504]);

/**
 * What an answer says of an evaluation. Throws an EvaluationError for a failure; a failure that comes with a body `{ failed, retryable }`
 * is as the body says, whatever its status. `handle` is the job's when there is one already.
 */
export function readAnswer(answer: Answer, nowMilliseconds: number, handle?: string): JobState | Busy {
  const { status, headers, from, text } = answer;
  const seconds = retryAfterSeconds(headers["retry-after"], nowMilliseconds);
  const again = seconds === undefined ? {} : { againSeconds: Math.max(seconds, leastPauseSeconds) };
  switch (status) {
    case 200:
      return { kind: "ended", reply: jsonOf(answer) };
    case 202:
      if (headers.location !== undefined) return { kind: "running", handle: sameOrigin(headers.location, from).href, ...again };
      if (handle !== undefined) return { kind: "running", handle, ...again };
      throw failure(answer, "expected a Location to poll, got none", false);
    case 422:
      return { kind: "ended", reply: { infeasible: infeasibleReason(text) } };
    case 404:
    case 410:
      if (handle !== undefined) return { kind: "unknown" };
      break;
    case 429:
    case 503:
      return { kind: "busy", ...again, reason: `${shown(from)} answered with status ${status}${said(text)}` };
  }
  const reply = objectIn(text);
  if (reply !== undefined && "failed" in reply) return { kind: "ended", reply };
  if (status === 401 || status === 403) throw failure(answer, `expected access${said(text)}; check evaluator.tokenEnvironmentVariable and the token it names`, false);
  const other = failure(answer, `expected status 200, 202, 422, 429 or 503${said(text)}`, false);
  throw passing.has(status) ? new PlaceUnreachable(other.message) : other;
}

function jsonOf(answer: Answer): unknown {
  try {
    return parseReply(answer.text);
  } catch {
    const type = answer.headers["content-type"] ?? "no content type";
    throw failure(answer, `expected JSON, got ${type}${said(answer.text)}`, true);
  }
}

function objectIn(text: string): object | undefined {
  try {
    const value = parseReply(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function infeasibleReason(text: string): string {
  const reply = objectIn(text);
  return reply !== undefined && "infeasible" in reply && typeof reply.infeasible === "string" ? reply.infeasible : oneLine(text);
}

function said(text: string): string {
  return text.trim() === "" ? "" : `: ${oneLine(text)}`;
}

function failure({ status, from }: Answer, reason: string, retryable: boolean): EvaluationError {
  return new EvaluationError(`status ${status} from ${shown(from)}: ${reason}`, retryable);
}
