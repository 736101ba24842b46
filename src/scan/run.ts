import type { Arrival, Clock, Dispatcher } from "../evaluation/index.ts";
import type { ArrivedEntry, Entry, StampedEntry, StoppedEntry } from "../journal/index.ts";
import type { ScanCore } from "./core.ts";
import { decide, type Action, type Situation } from "./decide.ts";

/** Where entries become durable before anything acts on them. */
export interface EntrySink {
  append(entries: readonly StampedEntry[]): Promise<void>;
}

/** What a watcher of a scan is told: every entry once it is durable, and every start of an attempt. */
export type ScanEvent = StampedEntry | { readonly type: "dispatched"; readonly id: string; readonly attempt: number };

export interface RunPorts {
  readonly core: ScanCore;
  readonly journal: EntrySink;
  readonly dispatcher: Dispatcher;
  readonly capacity: number; // evaluations that may be under way at the same time
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onEvent(event: ScanEvent): void;
}

/** What is under way in this process. */
interface Progress {
  readonly running: Set<string>;
  /** The wait for arrivals, kept when an interruption overtakes it, so that no arrival is lost. */
  taking: Promise<void> | undefined;
}

/** Carries a scan on until it stops: does what `decide` says, through the ports, one step at a time. */
export async function run(ports: RunPorts): Promise<StoppedEntry> {
  const { core, dispatcher } = ports;
  const progress: Progress = { running: new Set(), taking: undefined };
  const interruption = watchForInterruption(ports);
  try {
    for (;;) {
      const situation = { running: progress.running, capacity: ports.capacity, interruption: interruption.kind() };
      const action = decide(core.state, core.rules, core.conclusion(), situation);
      if (action.kind === "stop") return await stop(ports, progress, action);
      if (action.kind === "wait") await Promise.race([takeArrivals(ports, progress), interruption.happened]);
      else if (action.kind === "dispatch") dispatchAll(ports, progress, action.ids);
      else await record(ports, learnOrPropose(core, action));
    }
  } finally {
    interruption.unwatch();
    await dispatcher.stop();
  }
}

function learnOrPropose(core: ScanCore, action: Extract<Action, { kind: "fit" | "assess" | "audit" | "propose" }>): readonly Entry[] {
  if (action.kind === "fit") return [core.fit()];
  if (action.kind === "assess") return [core.assess()];
  if (action.kind === "audit") return [core.audit()];
  return core.propose(action.count, action.origin);
}

function dispatchAll({ core, dispatcher, onEvent }: RunPorts, { running }: Progress, ids: readonly string[]): void {
  for (const id of ids) {
    const { request, handle } = core.attempt(id);
    running.add(id);
    dispatcher.dispatch(request, handle);
    onEvent({ type: "dispatched", id, attempt: request.attempt });
  }
}

function takeArrivals(ports: RunPorts, progress: Progress): Promise<void> {
  progress.taking ??= recordArrivals(ports, progress).finally(() => (progress.taking = undefined));
  return progress.taking;
}

async function recordArrivals(ports: RunPorts, { running }: Progress): Promise<void> {
  const arrivals = await ports.dispatcher.arrivals();
  await record(ports, arrivals.map((arrival) => arrivedEntry(ports.core, arrival)));
  for (const { id } of arrivals) running.delete(id);
}

function arrivedEntry(core: ScanCore, { id, attempt, outcome, startedAt, seconds }: Arrival): ArrivedEntry {
  const { origin, unit, parameters } = core.evaluation(id);
  const willRetry = outcome.kind === "failed" && outcome.retryable && attempt <= core.rules.retries;
  return { type: "arrived", id, origin, attempt, unit, parameters, outcome, willRetry, startedAt, seconds };
}

/** What is under way is aborted and stays pending, what ended meanwhile is kept. */
async function stop(
  ports: RunPorts,
  progress: Progress,
  { cause, reason }: Extract<Action, { kind: "stop" }>,
): Promise<StoppedEntry> {
  await ports.dispatcher.stop();
  await progress.taking; // it may have taken its arrivals before the last ones came
  await takeArrivals(ports, progress);
  const entry: StoppedEntry = { type: "stopped", cause, verdict: ports.core.conclusion().verdict, reason };
  await record(ports, [entry]);
  return entry;
}

async function record({ core, journal, clock, onEvent }: RunPorts, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const at = new Date(clock.now()).toISOString();
  const stamped = entries.map((entry): StampedEntry => ({ ...entry, at }));
  await journal.append(stamped);
  for (const entry of stamped) {
    core.record([entry]); // one by one, so that whoever is told finds the scan as it is after this very entry
    onEvent(entry);
  }
}

/** Turns the abort signal and the end of the wall-time budget into one promise, so that waiting has one way out. */
function watchForInterruption({ core, clock, signal }: RunPorts) {
  let kind: Situation["interruption"] = signal.aborted ? "signal" : "none";
  const { promise, resolve } = Promise.withResolvers<void>();
  const interrupt = (cause: Situation["interruption"]) => {
    kind = cause;
    resolve();
  };
  const onAbort = () => interrupt("signal");
  signal.addEventListener("abort", onAbort, { once: true });
  const limitSeconds = core.rules.budget.wallTimeSeconds ?? Infinity;
  const leftSeconds = limitSeconds - core.state.wallTimeSeconds;
  if (kind === "none" && leftSeconds <= 0) kind = "wall-time";
  const cancel = leftSeconds === Infinity ? () => {} : clock.after(leftSeconds * 1000, () => interrupt("wall-time"));
  return {
    kind: () => kind,
    happened: promise,
    unwatch() {
      cancel();
      signal.removeEventListener("abort", onAbort);
    },
  };
}
