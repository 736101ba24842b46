import { z } from "zod";
import { tellSchema } from "../library/ask-tell.ts";
import { clientOutcome, defaultLeaseSeconds } from "../library/client-session.ts";
import type { ServedScan } from "./served-scan.ts";

const month = 31 * 86_400;

const leaseSeconds = z.number().positive().max(month).describe("Seconds for which the point is handed to nobody else; default: evaluator.timeoutSeconds of the config, or a day.");
const coordinates = z.record(z.string(), z.number()).describe("A value for each parameter, in its own units.");
const reason = z.string().trim().min(1).max(300);
const nothing = z.strictObject({});
const done = z.object({ done: z.literal(true) });

const handed = z.object({
  id: z.string().describe("To be given back with the result."),
  attempt: z.int().describe("To be given back with the result: it tells a late one apart."),
  seed: z.int().describe("For random numbers, different for every attempt."),
  parameters: coordinates,
  leaseUntil: z.string().describe("When the point may be handed to somebody else, ISO 8601."),
});

/** One thing that can be done to a scan: `POST /api/scans/{scan}/{name}`. */
export interface ApiAction {
  readonly name: string;
  readonly summary: string;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  act(scan: ServedScan, body: unknown, signal: AbortSignal): Promise<unknown>;
}

function action<Body extends z.ZodType>(
  name: string,
  summary: string,
  body: Body,
  answer: z.ZodType,
  act: (scan: ServedScan, body: z.output<Body>, signal: AbortSignal) => Promise<unknown>,
): ApiAction {
  return { name, summary, body, answer, act: (scan, given, signal) => act(scan, given as z.output<Body>, signal) };
}

const isDone = { done: true } as const;

/** Everything that clients and persons can do; the OpenAPI document is made from this list. */
export const apiActions: readonly ApiAction[] = [
  action(
    "ask",
    "Hands out points to evaluate. Fewer than asked for, possibly none, come with the reason.",
    z.strictObject({ count: z.int().min(1).max(1000).default(1), leaseSeconds: leaseSeconds.optional() }),
    z.object({
      points: z.array(handed),
      reason: z.string().optional().describe("Why there are fewer than asked for."),
      ended: z.enum(["converged", "budget", "failures", "interrupted"]).optional().describe("The scan has no more to hand out, and why."),
    }),
    async (scan, body, signal) => (await scan.session()).ask(body.count, body.leaseSeconds ?? defaultLeaseSeconds(scan.config), signal),
  ),
  action(
    "tell",
    "Takes the result of a point. Telling it again changes nothing and gives the same answer.",
    tellSchema,
    z.object({
      id: z.string(),
      status: z.enum(["observed", "infeasible", "failed", "pending"]).describe("pending: the point will be handed out once more."),
      reason: z.string().optional(),
      repeated: z.boolean().describe("The result was known already."),
    }),
    async (scan, { id, attempt, ...reply }) => {
      const { status, repeated, outcome } = await (await scan.session()).tell(id, attempt, clientOutcome(scan.config, reply));
      return { id, status, repeated, ...("reason" in outcome && { reason: outcome.reason }) };
    },
  ),
  action(
    "renew",
    "Prolongs the lease of a point that takes longer than thought.",
    z.strictObject({ id: z.string().min(1), attempt: z.int().positive(), leaseSeconds: leaseSeconds.optional() }),
    z.object({ leaseUntil: z.string() }),
    async (scan, { id, attempt, leaseSeconds: seconds }) => ({
      leaseUntil: await (await scan.session()).renew(id, attempt, seconds ?? defaultLeaseSeconds(scan.config)),
    }),
  ),
  action("pause", "Starts no more evaluations; those under way end as usual.", nothing, done, async (scan) => {
    await (await scan.session()).pause();
    return isDone;
  }),
  action("continue", "Ends a pause.", nothing, done, async (scan) => {
    await (await scan.session()).proceed();
    return isDone;
  }),
  action(
    "budget",
    "Grants more evaluations than the config does.",
    z.strictObject({ evaluations: z.int().min(1).max(100_000) }),
    done,
    async (scan, { evaluations }) => {
      await (await scan.session()).extend(evaluations);
      return isDone;
    },
  ),
  action(
    "points",
    "Has a point evaluated before all others; where the config lists points, the nearest of them.",
    z.strictObject({ parameters: coordinates }),
    z.object({ id: z.string() }),
    async (scan, { parameters }) => ({ id: await (await scan.session()).propose(parameters) }),
  ),
  action(
    "infeasible",
    "Rules out a point, by its id whatever has become of it, or by a place that has not been evaluated.",
    z.union([z.strictObject({ id: z.string().min(1), reason }), z.strictObject({ parameters: coordinates, reason })]),
    z.object({ id: z.string() }),
    async (scan, body) => {
      const session = await scan.session();
      if ("parameters" in body) return { id: await session.excludeAt(body.parameters, body.reason) };
      await session.exclude(body.id, body.reason);
      return { id: body.id };
    },
  ),
];
