import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  abortGraceSeconds, type Arrival, createDispatcher, type Dispatcher, type EvaluationContext, type EvaluationRequest, type Evaluator,
  interpretReply, type Outcome, systemClock,
} from "../evaluation/index.ts";
import { acts } from "./evaluator-acts.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";

/** An evaluator and how to look at what it has started. */
export interface EvaluatorUnderLaw {
  readonly evaluator: Evaluator;
  /** Threads, processes and connections of this evaluator that are alive, each described in a few words. */
  remains(): Promise<readonly string[]>;
}

/** How the laws get evaluators of one kind. */
export interface EvaluatorHarness {
  /** An evaluator of capacity 2 whose simulator plays the acts of `evaluator-acts.ts`. */
  create(): Promise<EvaluatorUnderLaw>;
  /** The laws this kind of evaluator cannot have, each with the reason. */
  readonly exemptions?: Readonly<Partial<Record<EvaluatorLaw, string>>>;
}

export type EvaluatorLaw = keyof typeof evaluatorLaws;

const timeoutSeconds = 600;

/** Everything a law works with; evaluator and folder are gone after it. */
interface Court extends EvaluatorUnderLaw {
  readonly dispatcher: Dispatcher;
  readonly clock: ManualClock; // the dispatcher's
  request(id: string, act: keyof typeof acts, x?: number): EvaluationRequest;
  context(id: string, signal: AbortSignal): Promise<EvaluationContext>;
  /** Dispatches an act and waits for its outcome. */
  outcomeOf(act: keyof typeof acts): Promise<Outcome>;
}

async function inCourt(harness: EvaluatorHarness, hear: (court: Court) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "evaluator-laws-"));
  const underLaw = await harness.create();
  const clock = createManualClock();
  const dispatcher = createDispatcher({
    evaluator: underLaw.evaluator,
    timeoutSeconds,
    clock,
    directoryOf: (id, attempt) => join(folder, id, String(attempt)),
    interpret: (reply) =>
      interpretReply(reply, { observables: ["attempt", "seed", "x"].map((name) => ({ name })), parameterNames: ["act", "x"] }),
    onSubmitted: async () => undefined,
  });
  let dispatched = 0;
  const court: Court = {
    ...underLaw,
    dispatcher,
    clock,
    request: (id, act, x = 0) => ({ id, attempt: 1, seed: 11, parameters: { act: acts[act], x } }),
    async context(id, signal) {
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

async function arrivalsOf(dispatcher: Dispatcher): Promise<Map<string, Outcome>> {
  const all: Arrival[] = [];
  for (let some = await dispatcher.arrivals(); some.length > 0; some = await dispatcher.arrivals()) all.push(...some);
  return new Map(all.map(({ id, outcome }) => [id, outcome]));
}

/** Throws when the work has not ended by the end of the abort grace, in real time. */
async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const cancel = systemClock.after(abortGraceSeconds * 1000, () => {
    reject(new Error(`expected ${what} within ${abortGraceSeconds} s, got nothing`));
  });
  return Promise.race([work, late]).finally(cancel);
}

function assertFailed(outcome: Outcome, retryable: boolean, reason = /./): void {
  assert.equal(outcome.kind, "failed", JSON.stringify(outcome));
  if (outcome.kind !== "failed") return;
  assert.match(outcome.reason, reason);
  assert.equal(outcome.retryable, retryable, outcome.reason);
}

async function assertStillWorks({ outcomeOf, evaluator, dispatcher, request }: Court): Promise<void> {
  for (let i = 0; i < evaluator.capacity; i++) dispatcher.dispatch(request(`after-${i}`, "echo", i));
  const outcomes = await arrivalsOf(dispatcher);
  assert.equal(outcomes.size, evaluator.capacity);
  for (const [id, outcome] of outcomes) assert.equal(outcome.kind, "observed", `${id}: ${JSON.stringify(outcome)}`);
  assert.equal((await outcomeOf("echo")).kind, "observed");
}

/** What every evaluator does, whatever world it reaches; a law throws when it is broken. */
export const evaluatorLaws = {
  "id, attempt, seed and parameters reach the simulator unchanged": (harness: EvaluatorHarness) =>
    inCourt(harness, async ({ evaluator, context, request }) => {
      for (const [i, x] of [0.1 + 0.2, -1e-7, 1e21, Number.MIN_VALUE, 2 ** 53 + 2].entries()) {
        const asked = { ...request(`p-${i}`, "echo", x), attempt: i + 1, seed: 4_294_967_295 - i };
        const reply = await evaluator.evaluate(asked, await context(asked.id, new AbortController().signal));
        assert.deepEqual(reply, { id: asked.id, observables: { attempt: asked.attempt, seed: asked.seed, x } });
      }
    }),

  "infeasible and failed replies keep their reasons": (harness: EvaluatorHarness) =>
    inCourt(harness, async ({ outcomeOf }) => {
      assert.deepEqual(await outcomeOf("infeasible"), { kind: "infeasible", reason: "no vacuum at x = 0" });
      assert.deepEqual(await outcomeOf("retryableFailure"), { kind: "failed", reason: "no licence", retryable: true });
      assert.deepEqual(await outcomeOf("failure"), { kind: "failed", reason: "no convergence", retryable: false });
    }),

  "an error of the simulator is a failure for good that says why": (harness: EvaluatorHarness) =>
    inCourt(harness, async (court) => {
      assertFailed(await court.outcomeOf("error"), false, /singular matrix/);
      await assertStillWorks(court);
    }),

  "a crash is a failure worth a retry": (harness: EvaluatorHarness) =>
    inCourt(harness, async (court) => {
      for (let i = 0; i <= court.evaluator.capacity; i++) assertFailed(await court.outcomeOf("crash"), true);
      await assertStillWorks(court);
    }),

  "garbage is a failure worth a retry": (harness: EvaluatorHarness) =>
    inCourt(harness, async (court) => {
      assertFailed(await court.outcomeOf("garbage"), true, /expected/);
      await assertStillWorks(court);
    }),

  "an answer without bounds costs one attempt": (harness: EvaluatorHarness) =>
    inCourt(harness, async (court) => {
      assert.equal((await court.outcomeOf("flood")).kind, "failed");
      await assertStillWorks(court);
    }),

  "a timeout ends the attempt and frees its place": (harness: EvaluatorHarness) =>
    inCourt(harness, async (court) => {
      const { dispatcher, clock, evaluator, request } = court;
      for (let i = 0; i < evaluator.capacity; i++) dispatcher.dispatch(request(`hang-${i}`, "hang"));
      clock.advance(timeoutSeconds);
      const outcomes = await inTime(arrivalsOf(dispatcher), "evaluations that time out to settle");
      assert.equal(outcomes.size, evaluator.capacity);
      for (const outcome of outcomes.values()) assertFailed(outcome, true, /^timed out after 600 s$/);
      await assertStillWorks(court);
    }),

  "an abort ends the evaluation within the grace": (harness: EvaluatorHarness) =>
    inCourt(harness, async (court) => {
      const { dispatcher, evaluator, context, request } = court;
      const abort = new AbortController();
      const hanging = evaluator.evaluate(request("hang", "hang"), await context("hang", abort.signal)).catch(() => undefined);
      dispatcher.dispatch(request("meanwhile", "echo"));
      assert.equal((await dispatcher.arrivals())[0]!.outcome.kind, "observed"); // the other evaluation is well under way
      abort.abort();
      await inTime(hanging, "an aborted evaluation to settle");
      await assertStillWorks(court);
    }),

  "an evaluation that is aborted beforehand is refused": (harness: EvaluatorHarness) =>
    inCourt(harness, async ({ evaluator, context, request }) => {
      await assert.rejects(evaluator.evaluate(request("echo", "echo"), await context("echo", AbortSignal.abort())));
    }),

  "evaluations side by side do not mix": (harness: EvaluatorHarness) =>
    inCourt(harness, async ({ evaluator, dispatcher, request }) => {
      const n = 3 * evaluator.capacity; // more than there is room for
      for (let i = 0; i < n; i++) dispatcher.dispatch({ ...request(`p-${i}`, i % 3 === 2 ? "infeasible" : "echo", i), seed: 100 + i });
      const outcomes = await arrivalsOf(dispatcher);
      for (let i = 0; i < n; i++) {
        const outcome = outcomes.get(`p-${i}`)!;
        if (i % 3 === 2) assert.deepEqual(outcome, { kind: "infeasible", reason: `no vacuum at x = ${i}` });
        else {
          assert.equal(outcome.kind, "observed", JSON.stringify(outcome));
          assert.deepEqual(outcome.kind === "observed" && outcome.observables, {
            attempt: { value: 1 }, seed: { value: 100 + i }, x: { value: i },
          });
        }
      }
    }),

  "close ends what is under way and leaves nothing running": (harness: EvaluatorHarness) =>
    inCourt(harness, async ({ evaluator, context, request, dispatcher, remains }) => {
      const { signal } = new AbortController();
      const hanging = evaluator.evaluate(request("hang", "hang"), await context("hang", signal)).catch(() => undefined);
      dispatcher.dispatch(request("meanwhile", "echo"));
      await dispatcher.arrivals();
      assert.notDeepEqual(await remains(), [], "expected to see the evaluation that hangs");
      await evaluator.close();
      assert.deepEqual(await remains(), []);
      await inTime(hanging, "an evaluation under way to settle when the evaluator is closed");
    }),

  "a closed evaluator refuses to evaluate, and may be closed again": (harness: EvaluatorHarness) =>
    inCourt(harness, async ({ evaluator, context, request, remains }) => {
      await evaluator.close();
      await assert.rejects(evaluator.evaluate(request("echo", "echo"), await context("echo", new AbortController().signal)));
      await evaluator.close();
      assert.deepEqual(await remains(), []);
    }),
} as const;
