import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  abortGraceSeconds, type Arrival, createDispatcher, type Dispatcher, type EvaluationContext, type EvaluationRequest, type Evaluator,
  interpretReply, type Outcome, systemClock,
} from "../../evaluation/index.ts";
import { acts } from "../evaluator-acts.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";

/** An evaluator and how to look at what it has started. */
export interface EvaluatorUnderLaw {
  readonly evaluator: Evaluator;
  /** Threads, processes, jobs and connections of this evaluator that are alive, each described in a few words. */
  remains(): Promise<readonly string[]>;
}

/** How the laws get evaluators of one kind; `Name` is the names of the laws. */
export interface Harness<Name extends string> {
  /** An evaluator of capacity 2 whose simulator plays the acts of `evaluator-acts.ts`. */
  create(): Promise<EvaluatorUnderLaw>;
  /** What the evaluator was given to keep to itself, such as a token. */
  readonly secret?: string;
  /** The laws this kind of evaluator cannot have, each with the reason. */
  readonly exemptions?: Readonly<Partial<Record<Name, string>>>;
}

type AnyHarness = Pick<Harness<never>, "create" | "secret">;

export type Law = (harness: AnyHarness) => Promise<void>;

/** After which a court's dispatcher ends an attempt, on its manual clock. */
export const timeoutSeconds = 600;

/** Everything a law works with; evaluator and folder are gone after it. */
export interface Court extends EvaluatorUnderLaw {
  readonly dispatcher: Dispatcher;
  readonly clock: ManualClock; // the dispatcher's
  readonly folder: string; // of all that the evaluator may write
  readonly handles: readonly string[]; // of jobs, as the dispatcher was told them
  request(id: string, act: keyof typeof acts, x?: number): EvaluationRequest;
  context(id: string, signal?: AbortSignal): Promise<EvaluationContext>;
  /** Dispatches an act and waits for its outcome. */
  outcomeOf(act: keyof typeof acts): Promise<Outcome>;
}

export async function inCourt(harness: AnyHarness, hear: (court: Court) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "evaluator-laws-"));
  const underLaw = await harness.create();
  const clock = createManualClock();
  const handles: string[] = [];
  const dispatcher = createDispatcher({
    evaluator: underLaw.evaluator,
    timeoutSeconds,
    clock,
    directoryOf: (id, attempt) => join(folder, id, String(attempt)),
    interpret: (reply) =>
      interpretReply(reply, { observables: ["attempt", "seed", "x"].map((name) => ({ name })), parameterNames: ["act", "x"] }),
    onSubmitted: async (_id, _attempt, handle) => void handles.push(handle),
  });
  let dispatched = 0;
  const court: Court = {
    ...underLaw,
    dispatcher,
    clock,
    folder,
    handles,
    request: (id, act, x = 0) => ({ id, attempt: 1, seed: 11, parameters: { act: acts[act], x } }),
    async context(id, signal = new AbortController().signal) {
      return { signal, directory: await mkdtemp(join(folder, `${id}-`)), submitted: async () => undefined };
    },
    async outcomeOf(act) {
      dispatcher.dispatch(court.request(`${act}-${dispatched++}`, act));
      const [arrival] = await dispatcher.arrivals();
      return arrival!.outcome;
    },
  };
  try {
    await hear(court);
  } finally {
    await underLaw.evaluator.close();
    await rm(folder, { recursive: true, maxRetries: 3 });
  }
}

/** Every arrival until nothing is under way. */
export async function allArrivals(dispatcher: Dispatcher): Promise<Arrival[]> {
  const all: Arrival[] = [];
  for (let some = await dispatcher.arrivals(); some.length > 0; some = await dispatcher.arrivals()) all.push(...some);
  return all;
}

export async function arrivalsOf(dispatcher: Dispatcher): Promise<Map<string, Outcome>> {
  return new Map((await allArrivals(dispatcher)).map(({ id, outcome }) => [id, outcome]));
}

/** Throws when the work has not ended by the end of the abort grace, in real time. */
export async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const cancel = systemClock.after(abortGraceSeconds * 1000, () => {
    reject(new Error(`expected ${what} within ${abortGraceSeconds} s, got nothing`));
  });
  return Promise.race([work, late]).finally(cancel);
}

export function assertFailed(outcome: Outcome, retryable: boolean, reason = /./): void {
  assert.equal(outcome.kind, "failed", JSON.stringify(outcome));
  if (outcome.kind !== "failed") return;
  assert.match(outcome.reason, reason);
  assert.equal(outcome.retryable, retryable, outcome.reason);
}

export function assertEchoed(outcome: Outcome | undefined, x: number, seed = 11): void {
  assert.deepEqual(outcome, { kind: "observed", observables: { attempt: { value: 1 }, seed: { value: seed }, x: { value: x } } });
}

export async function assertStillWorks({ outcomeOf, evaluator, dispatcher, request }: Court): Promise<void> {
  for (let i = 0; i < evaluator.capacity; i++) dispatcher.dispatch(request(`after-${i}`, "echo", i));
  const outcomes = await arrivalsOf(dispatcher);
  assert.equal(outcomes.size, evaluator.capacity);
  for (let i = 0; i < evaluator.capacity; i++) assertEchoed(outcomes.get(`after-${i}`), i);
  assertEchoed(await outcomeOf("echo"), 0);
}
