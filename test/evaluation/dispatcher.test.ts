import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  abortGraceSeconds, type AttemptOptions, createDispatcher, type EvaluationContext, EvaluationError, type EvaluationRequest,
  interpretReply,
} from "../../src/evaluation/index.ts";
import { createManualClock } from "../../src/testing/manual-clock.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dispatcher-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const request = (id: string, attempt = 1): EvaluationRequest => ({ id, attempt, seed: 7, parameters: { x: 0.5 } });
const reply = (y: number) => ({ observables: { y } });
const observed = (y: number) => ({ kind: "observed", observables: { y: { value: y } } });
const never = new Promise<never>(() => undefined);

interface Call {
  readonly request: EvaluationRequest;
  readonly context: EvaluationContext;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A dispatcher whose evaluator is the test: every call waits in `calls` until it is settled by hand. */
function setUp(options: Partial<AttemptOptions> = {}) {
  const calls: Call[] = [];
  const clock = createManualClock();
  const onSubmitted = vi.fn(async () => undefined);
  const dispatcher = createDispatcher({
    evaluator: {
      capacity: 4,
      evaluate(evaluationRequest, context) {
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        calls.push({ request: evaluationRequest, context, resolve, reject });
        return promise;
      },
      close: async () => undefined,
    },
    clock,
    directoryOf: (id, attempt) => join(folder, id, String(attempt)),
    interpret: (value) => interpretReply(value, { observables: [{ name: "y" }], parameterNames: ["x"] }),
    onSubmitted,
    ...options,
  });
  return { dispatcher, calls, clock, onSubmitted };
}

/** A dispatcher around one way to evaluate. */
function withEvaluate(evaluate: (request: EvaluationRequest, context: EvaluationContext) => unknown) {
  return setUp({ evaluator: { capacity: 1, evaluate: evaluate as () => Promise<unknown>, close: async () => undefined } });
}

describe("arrivals", () => {
  test("come as they end, without a barrier, with start and duration", async () => {
    const { dispatcher, calls, clock } = setUp();
    dispatcher.dispatch(request("a"));
    clock.advance(1);
    dispatcher.dispatch(request("b"));
    clock.advance(2);
    calls[1]!.resolve(reply(2));
    expect(await dispatcher.arrivals()).toEqual([
      { id: "b", attempt: 1, outcome: observed(2), startedAt: "2024-01-01T00:00:01.000Z", seconds: 2 },
    ]);
    expect(dispatcher.running).toBe(1);
    calls[0]!.resolve(reply(1));
    expect(await dispatcher.arrivals()).toMatchObject([{ id: "a", outcome: observed(1), seconds: 3 }]);
    expect(dispatcher.running).toBe(0);
  });

  test("are handed over together when nobody was waiting", async () => {
    const { dispatcher, calls } = setUp();
    for (const id of ["a", "b", "c"]) dispatcher.dispatch(request(id));
    const last = dispatcher.arrivals();
    for (const call of calls) call.resolve(reply(0));
    const first = await last;
    const rest = dispatcher.running === 0 && first.length === 3 ? [] : await dispatcher.arrivals();
    expect([...first, ...rest].map(({ id }) => id).toSorted()).toEqual(["a", "b", "c"]);
  });

  test("are none when nothing runs", async () => {
    expect(await setUp().dispatcher.arrivals()).toEqual([]);
  });
});

describe("the evaluator gets", () => {
  test("the request, an existing directory of the attempt's own, and the handle to re-attach to", () => {
    const { dispatcher, calls } = setUp();
    dispatcher.dispatch(request("a", 2), "job 17");
    expect(calls[0]!.request).toEqual(request("a", 2));
    expect(calls[0]!.context).toMatchObject({ handle: "job 17", directory: join(folder, "a", "2") });
    expect(existsSync(calls[0]!.context.directory)).toBe(true);
  });

  test("its own copy of the request", () => {
    const { dispatcher, calls } = setUp();
    const original = request("a");
    dispatcher.dispatch(original);
    (calls[0]!.request.parameters as Record<string, number>)["x"] = 99;
    expect(original.parameters).toEqual({ x: 0.5 });
  });

  test("a way to make a handle durable, as long as the attempt lasts", async () => {
    const { dispatcher, calls, onSubmitted } = setUp();
    dispatcher.dispatch(request("a"));
    await calls[0]!.context.submitted("job 1");
    calls[0]!.resolve(reply(1));
    await dispatcher.arrivals();
    await calls[0]!.context.submitted("job 2");
    expect(onSubmitted.mock.calls).toEqual([["a", 1, "job 1"]]);
  });

  test("the failure of making a handle durable", async () => {
    const { dispatcher, calls } = setUp({ onSubmitted: async () => { throw new Error("disk full"); } });
    dispatcher.dispatch(request("a"));
    void calls[0]!.context.submitted("job 1"); // not waited for: must not become an unhandled rejection
    await expect(calls[0]!.context.submitted("job 2")).rejects.toThrow("disk full");
  });
});

describe("a broken evaluator costs one attempt:", () => {
  const oddThenable = {
    // oxlint-disable-next-line unicorn/no-thenable
    then(resolve: (value: unknown) => void, reject: (error: unknown) => void) {
      resolve(reply(5));
      reject(new Error("second answer"));
      throw new Error("third answer");
    },
  };
  test.each<[string, () => unknown, object]>([
    ["throws at once", () => { throw new TypeError("x is not a function"); },
      { kind: "failed", reason: "TypeError: x is not a function", retryable: false }],
    ["rejects with an explained failure", () => Promise.reject(new EvaluationError("node lost", true)),
      { kind: "failed", reason: "node lost", retryable: true }],
    ["rejects with nothing", () => Promise.reject(), { kind: "failed", reason: "not an error but nothing", retryable: false }],
    ["rejects with an object", () => Promise.reject({ code: 7 }),
      { kind: "failed", reason: "not an error but { code: 7 }", retryable: false }],
    ["returns a value instead of a promise", () => reply(3), observed(3)],
    ["returns nothing", () => undefined, { kind: "failed", retryable: true }],
    ["settles twice", () => oddThenable, observed(5)],
    ["gives a reply that throws when read", () => ({ get observables() { throw new Error("trap"); } }),
      { kind: "failed", reason: "trap" }],
  ])("%s", async (_name, evaluate, outcome) => {
    const { dispatcher } = withEvaluate(evaluate);
    dispatcher.dispatch(request("a"));
    expect(await dispatcher.arrivals()).toMatchObject([{ id: "a", outcome }]);
  });

  test("no place for its directory", async () => {
    const { dispatcher } = setUp({ directoryOf: () => "/dev/null/a" });
    dispatcher.dispatch(request("a"));
    expect(await dispatcher.arrivals()).toMatchObject([{ outcome: { kind: "failed", reason: expect.stringContaining("ENOTDIR") } }]);
  });
});

describe("timeout", () => {
  const timedOut = { kind: "failed", reason: "timed out after 600 s", retryable: true };

  test("aborts, waits for the evaluator, and drops what it then says", async () => {
    const { dispatcher, calls, clock } = setUp({ timeoutSeconds: 600 });
    dispatcher.dispatch(request("a"));
    clock.advance(599);
    expect(calls[0]!.context.signal.aborted).toBe(false);
    clock.advance(1);
    expect(calls[0]!.context.signal.aborted).toBe(true);
    expect(dispatcher.running).toBe(1);
    calls[0]!.resolve(reply(1));
    expect(await dispatcher.arrivals()).toMatchObject([{ outcome: timedOut, seconds: 600 }]);
  });

  test("ends the attempt after the grace when the evaluator never settles", async () => {
    const { dispatcher, calls, clock } = setUp({ timeoutSeconds: 600 });
    dispatcher.dispatch(request("a"));
    clock.advance(600 + abortGraceSeconds);
    expect(await dispatcher.arrivals()).toMatchObject([{ outcome: timedOut }]);
    calls[0]!.reject(new Error("late"));
    expect(await dispatcher.arrivals()).toEqual([]);
  });

  test("leaves no alarm behind when the evaluation ends in time", async () => {
    const { dispatcher, calls, clock } = setUp({ timeoutSeconds: 600 });
    dispatcher.dispatch(request("a"));
    calls[0]!.resolve(reply(1));
    await dispatcher.arrivals();
    expect(clock.waiting).toBe(0);
  });

  test("of one attempt leaves its neighbours alone", async () => {
    const { dispatcher, calls, clock } = setUp({ timeoutSeconds: 600 });
    dispatcher.dispatch(request("a"));
    clock.advance(300);
    dispatcher.dispatch(request("b"));
    clock.advance(300);
    expect(calls.map(({ context }) => context.signal.aborted)).toEqual([true, false]);
    calls[1]!.resolve(reply(2));
    expect(await dispatcher.arrivals()).toMatchObject([{ id: "b", outcome: observed(2) }]);
  });
});

describe("stop", () => {
  test("aborts everything, waits until it has ended, and leaves no arrival", async () => {
    const { dispatcher, calls } = setUp();
    dispatcher.dispatch(request("a"));
    dispatcher.dispatch(request("b"));
    const arrivals = dispatcher.arrivals();
    const stopped = dispatcher.stop();
    expect(calls.every(({ context }) => context.signal.aborted)).toBe(true);
    calls[0]!.resolve(reply(1));
    calls[1]!.reject(new Error("aborted"));
    await stopped;
    expect(dispatcher.running).toBe(0);
    expect(await arrivals).toEqual([]);
  });

  test("does not wait longer than the grace", async () => {
    const { dispatcher, clock } = withEvaluate(() => never);
    dispatcher.dispatch(request("a"));
    const stopped = dispatcher.stop();
    clock.advance(abortGraceSeconds);
    await stopped;
    expect(dispatcher.running).toBe(0);
  });

  test("keeps what had arrived before", async () => {
    const { dispatcher, calls } = setUp();
    dispatcher.dispatch(request("a"));
    dispatcher.dispatch(request("b"));
    calls[0]!.resolve(reply(1));
    await vi.waitUntil(() => dispatcher.running === 1);
    const stopped = dispatcher.stop();
    calls[1]!.resolve(reply(2));
    await stopped;
    expect(await dispatcher.arrivals()).toMatchObject([{ id: "a" }]);
  });
});

test("a misuse is an error at once", async () => {
  const { dispatcher, calls } = setUp();
  dispatcher.dispatch(request("a"));
  expect(() => dispatcher.dispatch(request("a"))).toThrow("expected an attempt that is not under way, got attempt 1 of a");
  dispatcher.dispatch(request("a", 2));
  const stopped = dispatcher.stop();
  for (const call of calls) call.resolve(undefined);
  await stopped;
  expect(() => dispatcher.dispatch(request("b"))).toThrow("expected no dispatch after stop");
});
