import { z } from "zod";
import type { EngineName } from "../engine/index.ts";
import { systemClock } from "../evaluation/index.ts";
import { createClientDesk, recorderOf, Refusal, type Asked, type Told } from "../scan/index.ts";
import { clientOutcome, defaultLeaseSeconds, startClientSession } from "./client-session.ts";
import { begin, openScan, type OpenScan } from "./open-scan.ts";
import type { ScanPlace } from "./scan-place.ts";

const observation = z.union([z.number(), z.strictObject({ value: z.number(), standardError: z.number().nonnegative().optional() })]);

/** The result of a point as a client tells it: that of every evaluator, with the point's id. */
export const tellSchema = z
  .strictObject({
    id: z.string().min(1).describe("The point's id, as it was handed out."),
    attempt: z.int().positive().optional().describe("The attempt as it was handed out, which tells a late result apart; default: the latest."),
    observables: z.record(z.string(), observation).optional().describe("Values by observable, or value and standardError of each."),
    gradients: z.record(z.string(), z.record(z.string(), z.number())).optional().describe("Derivatives by observable and parameter."),
    costSeconds: z.number().nonnegative().optional(),
    infeasible: z.string().optional().describe("Why there can be no value at this point."),
    failed: z.string().optional().describe("Why this attempt came to nothing."),
    retryable: z.boolean().optional().describe("Whether another attempt may succeed; default: false."),
  })
  .refine((told) => [told.observables, told.infeasible, told.failed].filter((one) => one !== undefined).length === 1, {
    error: "expected exactly one of observables, infeasible and failed",
  });

export type Tell = z.output<typeof tellSchema>;

export interface AskOptions {
  readonly leaseSeconds?: number;
  readonly engine?: EngineName; // default: the fastest that runs here
}

/** Points for a client, straight from the run directory; fewer than `count` where the scan has no more to hand out now. */
export async function askFor(place: ScanPlace, count: number, { leaseSeconds = defaultLeaseSeconds(place.config), engine }: AskOptions = {}): Promise<Asked> {
  return briefly(place, engine, async (open) => {
    if (open.core.state.started === undefined) await begin(open, { clock: systemClock });
    const session = startClientSession(open, { clock: systemClock });
    const answer = session.ask(count, leaseSeconds).finally(() => session.leave());
    await session.ended;
    return answer;
  });
}

/** Takes results; each is told of as what became of it, or as why it was refused. */
export async function tellAll(place: ScanPlace, tells: readonly Tell[]): Promise<readonly (Told | Refusal)[]> {
  return briefly(place, undefined, async ({ core, journal }) => {
    const desk = createClientDesk({ core, clock: systemClock, record: recorderOf({ core, journal, clock: systemClock }), ring: () => {} });
    const told: (Told | Refusal)[] = [];
    for (const { id, attempt, ...reply } of tells) {
      const outcome = clientOutcome(place.config, reply);
      told.push(await desk.tell(id, attempt, outcome).catch(asRefusal));
    }
    return told;
  });
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

async function briefly<Result>(
  { config, directory }: ScanPlace, engine: EngineName | undefined, work: (open: OpenScan) => Promise<Result>,
): Promise<Result> {
  const open = await openScan(config, { directory, isBrief: true, ...(engine !== undefined && { engine }) });
  try {
    return await work(open);
  } finally {
    await open.journal.close();
  }
}
