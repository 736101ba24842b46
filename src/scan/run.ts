import type { Clock, Dispatcher } from "../evaluation/index.ts";
import type { Entry, StampedEntry, StoppedEntry } from "../journal/index.ts";
import { arrivedEntry } from "./arrived-entry.ts";
import { createBell } from "./bell.ts";
import { createClientDesk, type ClientDesk } from "./client-desk.ts";
import type { ScanCore } from "./core.ts";
import { budgetLeft, decide, type Action } from "./decide.ts";
import { watchForInterruption } from "./interruption.ts";
import { leasedIds, nextLeaseEnd } from "./lease.ts";
import { personalActs, type PersonalActs } from "./personal-acts.ts";
import { createQueue } from "./queue.ts";
import { recorderOf, type EntrySink } from "./recorder.ts";
import { Refusal } from "./refusal.ts";
import { situationOf, type Takers } from "./situation.ts";
import { tallyOf } from "./tally.ts";
import { thinkHere, type Thinker } from "./thinker.ts";

/** What a watcher of a scan is told: every entry once it is durable, and every start of an attempt. */
export type ScanEvent = StampedEntry | { readonly type: "dispatched"; readonly id: string; readonly attempt: number };

export interface RunPorts {
  readonly core: ScanCore;
  readonly journal: EntrySink;
  readonly dispatcher: Dispatcher;
  readonly capacity: number; // evaluations that may be under way at the same time in this process
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onEvent(event: ScanEvent): void;
  /** Default: this thread. */
  readonly thinker?: Thinker;
  /** Clients can tell results, so their leases count; default: this process evaluates all that is pending. */
  readonly hasClients?: boolean;
  /** Told when there is nothing more to do; the session then waits for what a person may change, instead of ending. */
  readonly onRest?: (stopped: StoppedEntry) => Promise<void>;
}

/** A scan being carried out, with the ways in which clients and persons take part. */
export interface Session extends Pick<ClientDesk, "ask" | "tell" | "renew">, PersonalActs {
  /** Resolves when the scan has stopped; undefined when it was left. */
  readonly ended: Promise<StoppedEntry | undefined>;
  /** Ids under way in this process. */
  readonly running: ReadonlySet<string>;
  /** Ends the session without a word in the journal: somebody else will go on. */
  leave(): void;
}

/** Carries a scan on until it stops: does what `decide` says, through the ports, one step at a time. */
export async function run(ports: RunPorts): Promise<StoppedEntry> {
  return (await startSession(ports).ended)!;
}

/** The same, for others to take part in. */
export function startSession(ports: RunPorts): Session {
  const { core, dispatcher, clock } = ports;
  const thinker = ports.thinker ?? thinkHere(core);
  const running = new Set<string>();
  const bell = createBell();
  const record = recorderOf({ ...ports, thinker });
  const desk = createClientDesk({ core, clock, record, ring: bell.ring });
  const interruption = watchForInterruption(ports);
  const inTurn = createQueue();
  let taking: Promise<void> | undefined; // kept when an interruption overtakes it, so that no arrival is lost
  let thinking: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined; // of work that something else overtook
  let isLeft = false;
  let isOver = false;

  function watched(work: Promise<void>): Promise<void> {
    work.catch((error: unknown) => (failure ??= { error }));
    return work;
  }

  async function carryOut(): Promise<StoppedEntry | undefined> {
    try {
      for (;;) {
        if (failure !== undefined) throw failure.error;
        const rung = bell.listen();
        const situation = situationOf(core.state, takersNow());
        const action = decide(core.state, core.rules, core.conclusion(), situation);
        if (isLeft) return undefined;
        if (action.kind === "stop" && (ports.onRest === undefined || situation.interruption !== "none")) return await stop(action);
        await follow(action, rung);
      }
    } finally {
      interruption.unwatch();
      isOver = true;
      desk.dismiss("the scan is not carried on any more");
      await dispatcher.stop();
    }
  }

  async function follow(action: Action, rung: Promise<void>): Promise<void> {
    const isActive = action.kind !== "stop" && action.kind !== "wait";
    if (isActive && core.state.stopped !== undefined) await record([{ type: "resumed" }]);
    if (action.kind === "dispatch") return handOut(action.ids);
    if (action.kind === "stop") await rest(action);
    else if (action.kind !== "wait") thinking ??= watched(think(action)).finally(() => (thinking = undefined));
    else if (thinking === undefined) desk.dismiss(waitReason(core));
    await somethingHappens(rung);
  }

  function takersNow(): Takers {
    return {
      running,
      leased: ports.hasClients === true ? leasedIds(core.state, clock.now()) : new Set(),
      capacity: ports.capacity,
      wanted: desk.wanted,
      ahead: ports.thinker === undefined ? 0 : desk.demand, // in this thread, choosing ahead would keep everybody waiting
      interruption: interruption.kind(),
    };
  }

  async function handOut(ids: readonly string[]): Promise<void> {
    const free = Math.max(ports.capacity - running.size, 0);
    for (const id of ids.slice(0, free)) {
      const { request, handle } = core.attempt(id);
      running.add(id);
      dispatcher.dispatch(request, handle);
      ports.onEvent({ type: "dispatched", id, attempt: request.attempt });
    }
    if (ids.length > free) await desk.handOut(ids.slice(free));
  }

  async function think(action: Extract<Action, { kind: "fit" | "assess" | "audit" | "propose" }>): Promise<void> {
    if (action.kind === "fit") return record([await thinker.fit()]);
    if (action.kind === "assess") return record([await thinker.assess()]);
    if (action.kind === "audit") return record([await thinker.audit()]);
    const choice = await thinker.choose(action.count, action.origin);
    return inTurn(() => record(core.proposalsAt(choice, action.origin).slice(0, budgetLeft(core.state, core.rules))));
  }

  async function somethingHappens(rung: Promise<void>): Promise<void> {
    const now = clock.now();
    const leaseEnd = ports.hasClients === true ? nextLeaseEnd(core.state, now) : Infinity;
    const cancel = leaseEnd === Infinity ? () => {} : clock.after(leaseEnd - now, bell.ring);
    const others = [...(running.size > 0 ? [takeArrivals()] : []), ...(thinking === undefined ? [] : [thinking])];
    try {
      await Promise.race([rung, interruption.happened, ...others]);
    } finally {
      cancel();
    }
  }

  function takeArrivals(): Promise<void> {
    taking ??= watched(recordArrivals()).finally(() => (taking = undefined));
    return taking;
  }

  async function recordArrivals(): Promise<void> {
    const arrivals = await dispatcher.arrivals();
    await record(arrivals.map((arrival) => arrivedEntry(core, arrival)));
    for (const { id } of arrivals) running.delete(id);
  }

  /** What is under way is aborted and stays pending, what ended meanwhile is kept. */
  async function stop({ cause, reason }: Extract<Action, { kind: "stop" }>): Promise<StoppedEntry> {
    await dispatcher.stop();
    await taking; // it may have taken its arrivals before the last ones came
    await thinking;
    await recordArrivals();
    const entry: StoppedEntry = { type: "stopped", cause, verdict: core.conclusion().verdict, reason };
    await record([entry]);
    desk.dismiss(reason, cause);
    return entry;
  }

  async function rest({ cause, reason }: Extract<Action, { kind: "stop" }>): Promise<void> {
    if (core.state.stopped === undefined) {
      const entry: StoppedEntry = { type: "stopped", cause, verdict: core.conclusion().verdict, reason };
      await record([entry]);
      await ports.onRest?.(entry);
    }
    desk.dismiss(reason, cause);
  }

  /** Nobody would answer, and the journal may be somebody else's by now. */
  function refuseWhenOver(): void {
    if (isOver) throw new Refusal("conflict", "expected a scan that is carried on, got one that has stopped or could not go on");
  }

  async function act(entries: readonly Entry[]): Promise<void> {
    refuseWhenOver();
    await record(entries);
    bell.ring();
  }

  function giveUp(id: string): void {
    dispatcher.giveUp(id);
    running.delete(id);
  }

  return {
    ended: carryOut(),
    running,
    async ask(count, leaseSeconds, signal) {
      refuseWhenOver();
      return desk.ask(count, leaseSeconds, signal);
    },
    async tell(id, attempt, outcome) {
      refuseWhenOver();
      return desk.tell(id, attempt, outcome);
    },
    async renew(id, attempt, leaseSeconds) {
      refuseWhenOver();
      return desk.renew(id, attempt, leaseSeconds);
    },
    ...personalActs({ core, act, inTurn, giveUp }),
    leave() {
      isLeft = true;
      bell.ring();
    },
  };
}

/** Why there is nothing to hand out although the scan goes on. */
function waitReason({ state }: ScanCore): string {
  if (state.paused) return "the scan is paused";
  return `nothing to hand out before results of the ${tallyOf(state).pending.length} points under way have come`;
}
