import type { Clock, Outcome } from "../evaluation/index.ts";
import { findEvaluation, type Entry, type Evaluation, type StopCause } from "../journal/index.ts";
import { arrivedEntry } from "./arrived-entry.ts";
import type { ScanCore } from "./core.ts";
import { standingOf } from "./lease.ts";
import { Refusal } from "./refusal.ts";

/** A point handed to a client, in the words in which every evaluator is told of it. */
export interface HandedPoint {
  readonly id: string;
  readonly attempt: number;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, number>>; // physical units
  readonly leaseUntil: string; // ISO 8601
}

export interface Asked {
  readonly points: readonly HandedPoint[];
  /** Why there are fewer than asked for. */
  readonly reason?: string;
  /** The scan has nothing more to hand out, ever, unless somebody changes its budget. */
  readonly ended?: StopCause;
}

export interface Told {
  readonly id: string;
  readonly status: Evaluation["status"];
  readonly outcome: Outcome;
  /** This result was known already; nothing has changed. */
  readonly repeated: boolean;
}

/** Where clients get points and bring results; the run loop decides who gets what. */
export interface ClientDesk {
  /** Points that clients are waiting for. */
  readonly wanted: number;
  /** Points handed out in the last second: as many are soon asked for again. */
  readonly demand: number;
  ask(count: number, leaseSeconds: number, signal?: AbortSignal): Promise<Asked>;
  tell(id: string, attempt: number | undefined, outcome: Outcome): Promise<Told>;
  /** Makes a lease end so many seconds from now, and gives the new end. */
  renew(id: string, attempt: number, leaseSeconds: number): Promise<string>;
  /** Leases the points to those who wait, first come, first served. */
  handOut(ids: readonly string[]): Promise<void>;
  /** Lets everybody go with what there is. */
  dismiss(reason: string, ended?: StopCause): void;
}

interface Waiting {
  readonly count: number;
  readonly leaseSeconds: number;
  readonly points: HandedPoint[];
  answer(asked: Asked): void;
}

export interface DeskPorts {
  readonly core: ScanCore;
  readonly clock: Clock;
  /** Resolves when the entries are durable and applied. */
  record(entries: readonly Entry[]): Promise<void>;
  /** Calls the run loop. */
  ring(): void;
}

export function createClientDesk({ core, clock, record, ring }: DeskPorts): ClientDesk {
  const waiting = new Set<Waiting>();
  let handedAt: number[] = [];

  const missing = ({ count, points }: Waiting): number => count - points.length;

  function found(id: string): Evaluation {
    const evaluation = findEvaluation(core.state, id);
    if (evaluation !== undefined) return evaluation;
    throw new Refusal("unknown", `expected the id of a point of this scan, got ${JSON.stringify(id)}`);
  }

  /** The point, if the attempt's lease holds. */
  function leased(id: string, attempt: number | undefined, standing: "valid" | "repeated"): Evaluation | undefined {
    const evaluation = found(id);
    const is = standingOf(evaluation, attempt, clock.now());
    if (is === standing) return evaluation;
    if (is === "ended") throw new Refusal("gone", endedLease(evaluation, attempt));
    return undefined;
  }

  return {
    get wanted() {
      return [...waiting].reduce((sum, one) => sum + missing(one), 0);
    },
    get demand() {
      const since = clock.now() - 1000;
      handedAt = handedAt.filter((at) => at > since);
      return handedAt.length;
    },

    ask(count, leaseSeconds, signal) {
      const { promise, resolve } = Promise.withResolvers<Asked>();
      const one: Waiting = {
        count,
        leaseSeconds,
        points: [],
        answer(asked) {
          waiting.delete(one);
          resolve(asked);
        },
      };
      waiting.add(one);
      signal?.addEventListener("abort", () => one.answer({ points: one.points }), { once: true });
      ring();
      return promise;
    },

    async tell(id, attempt, outcome) {
      const before = leased(id, attempt, "repeated");
      if (before !== undefined) return { id, status: before.status, outcome: before.outcome!, repeated: true };
      const { lease } = found(id);
      const seconds = (clock.now() - Date.parse(lease!.since)) / 1000;
      await record([arrivedEntry(core, { id, attempt: lease!.attempt, outcome, startedAt: lease!.since, seconds })]);
      ring();
      return { id, status: found(id).status, outcome, repeated: false };
    },

    async renew(id, attempt, leaseSeconds) {
      if (leased(id, attempt, "valid") === undefined) throw new Refusal("gone", `the result of attempt ${attempt} at ${id} is known already`);
      const until = endOf(clock, leaseSeconds);
      await record([{ type: "leased", id, attempt, until }]);
      ring();
      return until;
    },

    async handOut(ids) {
      const handed: { readonly to: Waiting; readonly point: HandedPoint }[] = [];
      const left = [...ids];
      for (const one of waiting) {
        for (const id of left.splice(0, missing(one))) {
          const { request } = core.attempt(id);
          const { attempt, seed, parameters } = request;
          handed.push({ to: one, point: { id, attempt, seed, parameters, leaseUntil: endOf(clock, one.leaseSeconds) } });
        }
      }
      await record(handed.map(({ point }) => ({ type: "leased", id: point.id, attempt: point.attempt, until: point.leaseUntil })));
      for (const { to, point } of handed) {
        handedAt.push(clock.now());
        to.points.push(point);
        if (missing(to) === 0) to.answer({ points: to.points });
      }
    },

    dismiss(reason, ended) {
      for (const one of waiting) one.answer({ points: one.points, reason, ...(ended !== undefined && { ended }) });
    },
  };
}

function endOf(clock: Clock, leaseSeconds: number): string {
  return new Date(clock.now() + leaseSeconds * 1000).toISOString();
}

function endedLease({ id, status, lease, attempts }: Evaluation, attempt: number | undefined): string {
  const meant = attempt === undefined ? id : `attempt ${attempt} at ${id}`;
  if (status !== "pending") return `expected ${meant} to be under a lease, got a point that is ${status} since attempt ${attempts}`;
  if (lease === undefined) return `expected ${meant} to be under a lease, got a point that nobody has asked for; ask first`;
  const latest = attempt === undefined || attempt === lease.attempt ? `that ended at ${lease.until}` : `superseded by attempt ${lease.attempt}`;
  return `expected ${meant} to be under a lease, got one ${latest}; ask again, with a longer lease`;
}
