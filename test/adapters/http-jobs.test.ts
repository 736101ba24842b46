import { expect, test } from "vitest";
import { createManualClock } from "../../src/testing/manual-clock.ts";
import { httpEvaluator, jumpingClock, observed, outcomeOf } from "./http-evaluator.ts";
import { context, request } from "./scratch.ts";
import { type Reaction, type ScriptedService, serve } from "./scripted-service.ts";

const result: Reaction = [200, {}, '{"observables": {"y": 0.25}}'];
const accepted: Reaction = [202, { location: "/jobs/7?user=me" }];
const unknown: Reaction = [404];
const lost: Reaction = (response) => void response.destroy();

const callsOf = ({ received }: ScriptedService) => received.map(({ method, path }) => `${method} ${path}`);

/** A context that notes the handles it is given; `handle` is one of an earlier process. */
function noting(handle?: string) {
  const handles: string[] = [];
  return { handles, ...context(), ...(handle !== undefined && { handle }), submitted: async (given: string) => void handles.push(given) };
}

test("a job is made durable, then polled as often as the service says until it has a result", async () => {
  const service = await serve([202, { location: "/jobs/7?user=me", "retry-after": "30" }], [202, { "retry-after": "11" }], [503, { "retry-after": "90" }], [429], [202], result);
  const clock = jumpingClock();
  const given = noting();
  expect(await outcomeOf(await httpEvaluator({ url: service.url, pollSeconds: 3 }, clock), request(), given)).toEqual(observed(0.25));
  expect(callsOf(service)).toEqual(["POST /fit", ...Array.from({ length: 5 }, () => "GET /jobs/7?user=me")]);
  expect(clock.pauses).toEqual([30, 11, 90, 3, 3]);
  expect(given.handles).toEqual([`${new URL(service.url).origin}/jobs/7?user=me`]);
});

test("a job is not looked at without a pause, nor left alone for longer than an hour", async () => {
  const { url } = await serve(accepted, [202, { "retry-after": "0" }], [202, { "retry-after": "999999999" }], result);
  const clock = jumpingClock((seconds) => seconds <= 3600);
  expect(await outcomeOf(await httpEvaluator({ url, pollSeconds: 3 }, clock))).toEqual(observed(0.25));
  expect(clock.pauses).toEqual([3, 0.1, 3600]);
});

test.each<[string, Reaction, object]>([
  ["infeasible", [422, {}, '{"infeasible": "tachyon"}'], { kind: "infeasible", reason: "tachyon" }],
  ["failed", [200, {}, '{"failed": "no convergence"}'], { kind: "failed", reason: "no convergence", retryable: false }],
  ["forgotten by the service", unknown, { kind: "failed", reason: "expected the job to go on, got one that is not known there any more", retryable: true }],
  ["gone", [410], { kind: "failed", retryable: true }],
  ["forbidden", [403], { kind: "failed", retryable: false }],
  ["garbage", [200, {}, "done"], { kind: "failed", retryable: true }],
])("a job may end as %s", async (_what, reaction, outcome) => {
  const { url } = await serve(accepted, [202], reaction);
  expect(await outcomeOf(await httpEvaluator({ url }))).toMatchObject(outcome);
});

test("a job whose place moves is followed, and its new handle made durable", async () => {
  const service = await serve(accepted, [202, { location: "/queue/2" }], [202, { location: "/queue/1" }], [303, { location: "/results/7" }], result);
  const given = noting();
  expect(await outcomeOf(await httpEvaluator({ url: service.url }), request(), given)).toEqual(observed(0.25));
  expect(callsOf(service)).toEqual(["POST /fit", "GET /jobs/7?user=me", "GET /queue/2", "GET /queue/1", "GET /results/7"]);
  expect(given.handles.map((handle) => new URL(handle).pathname)).toEqual(["/jobs/7", "/queue/2", "/queue/1"]);
});

test("a scan that was killed re-attaches to its job: it is not sent again", async () => {
  const service = await serve([202], result);
  const given = noting(new URL("/jobs/7", service.url).href);
  const clock = jumpingClock();
  expect(await outcomeOf(await httpEvaluator({ url: service.url, pollSeconds: 3 }, clock), request(), given)).toEqual(observed(0.25));
  expect(callsOf(service)).toEqual(["GET /jobs/7", "GET /jobs/7"]);
  expect([clock.pauses, given.handles]).toEqual([[0, 3], []]);
});

test("a job that the service has forgotten meanwhile is sent again, once", async () => {
  const service = await serve(unknown, accepted, unknown);
  const given = noting(new URL("/jobs/6", service.url).href);
  expect(await outcomeOf(await httpEvaluator({ url: service.url }), request(), given)).toMatchObject({ kind: "failed", retryable: true });
  expect(callsOf(service)).toEqual(["GET /jobs/6", "POST /fit", "GET /jobs/7?user=me"]);
  expect(given.handles).toHaveLength(1);
});

test("a handle that leads elsewhere is refused", async () => {
  const { url, received } = await serve(result);
  const other = await serve(result);
  expect(await outcomeOf(await httpEvaluator({ url }), request(), noting(other.url))).toMatchObject({
    reason: expect.stringMatching(/^expected .* to refer to an address of its own, got /), retryable: false,
  });
  expect([received, other.received]).toEqual([[], []]);
});

test("a service that is away for a while does not cost the job", async () => {
  const service = await serve(accepted, lost, [502], lost, [202], lost, result);
  expect(await outcomeOf(await httpEvaluator({ url: service.url }))).toEqual(observed(0.25));
  expect(callsOf(service).filter((call) => call.startsWith("POST"))).toHaveLength(1);
});

test("a service that stays away costs the attempt, and the job is called off", async () => {
  const service = await serve(accepted, lost);
  expect(await outcomeOf(await httpEvaluator({ url: service.url, pollSeconds: 100 }, jumpingClock((seconds) => seconds === 100)))).toEqual({
    kind: "failed", reason: expect.stringMatching(/^no news of the job for 600 s: GET http:.*\/jobs\/7: /), retryable: true,
  });
  expect(callsOf(service).at(-1)).toBe("DELETE /jobs/7?user=me");
});

test("an attempt that is given up calls its job off, whether the service knows how or not", async () => {
  const { promise: looked, resolve } = Promise.withResolvers<void>();
  const looking: Reaction = (response) => {
    response.writeHead(202).end();
    resolve();
  };
  const service = await serve(accepted, looking, [405]);
  const abort = new AbortController();
  const evaluator = await httpEvaluator({ url: service.url, pollSeconds: 7 }, jumpingClock((seconds) => seconds === 7));
  const outcome = outcomeOf(evaluator, request(), context(abort.signal));
  await looked;
  abort.abort();
  expect(await outcome).toMatchObject({ kind: "failed", retryable: true });
  expect(callsOf(service).at(-1)).toBe("DELETE /jobs/7?user=me");
});

test("an attempt that is given up does not wait for ever to call its job off", async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const service = await serve(accepted, () => resolve());
  const clock = createManualClock();
  const abort = new AbortController();
  const given = context(abort.signal);
  const { promise: durable, resolve: noted } = Promise.withResolvers<void>();
  const evaluator = await httpEvaluator({ url: service.url }, clock);
  const outcome = outcomeOf(evaluator, request(), { ...given, submitted: async () => noted() });
  await durable;
  abort.abort();
  await asked;
  clock.advance(5);
  expect(await outcome).toMatchObject({ kind: "failed", retryable: true });
});
