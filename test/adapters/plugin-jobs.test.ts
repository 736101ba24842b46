import { describe, expect, test } from "vitest";
import { evaluatorOfWork } from "../../adapters/plugin/work.ts";
import { EvaluationError, type JobStanding, type JobWork } from "../../src/evaluation/index.ts";
import { createManualClock } from "../../src/testing/manual-clock.ts";
import { jumpingClock, observed, outcomeOf } from "./http-evaluator.ts";
import { context, request } from "./scratch.ts";

const result = { observables: { y: 0.25 } };

/** Work that notes what it is asked for, whose jobs stand one after the other as said. */
function noting(standings: readonly (JobStanding | Error)[], change: Partial<JobWork> = {}) {
  const calls: string[] = [];
  let polls = 0;
  const work: JobWork = {
    pollSeconds: 7,
    submit: ({ id }) => `job of ${id}`,
    poll() {
      const standing = standings[Math.min(polls++, standings.length - 1)]!;
      if (standing instanceof Error) throw standing;
      return standing;
    },
    fetch: () => result,
    cancel: () => undefined,
    ...change,
  };
  const noted = Object.fromEntries(
    (["submit", "poll", "fetch", "cancel"] as const).map((name) => [
      name,
      (...given: [never, never]) => {
        calls.push(name === "submit" ? name : `${name} ${String(given[0])}`);
        return work[name]!(...given);
      },
    ]),
  );
  return { calls, work: { ...work, ...noted } as JobWork };
}

const evaluatorOf = (work: JobWork, clock = jumpingClock()) => evaluatorOfWork(work, 1, clock);
const network = Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }) });

describe("a job", () => {
  test("is submitted, its handle made durable, polled by the clock, and fetched once", async () => {
    const { calls, work } = noting(["running", "running", "ended"]);
    const clock = jumpingClock();
    const asked = request();
    const handles: string[] = [];
    const given = { ...context(), submitted: async (handle: string) => void handles.push(handle) };
    expect(await outcomeOf(evaluatorOf(work, clock), asked, given)).toEqual(observed(0.25));
    const handle = `job of ${asked.id}`;
    expect(calls).toEqual(["submit", `poll ${handle}`, `poll ${handle}`, `poll ${handle}`, `fetch ${handle}`]);
    expect([handles, clock.pauses]).toEqual([[handle], [7, 7, 7]]);
  });

  test("of a scan that was killed is taken up by its handle", async () => {
    const { calls, work } = noting(["ended"]);
    expect(await outcomeOf(evaluatorOf(work), request(), { ...context(), handle: "job 7" })).toEqual(observed(0.25));
    expect(calls).toEqual(["poll job 7", "fetch job 7"]);
  });

  test("that the other side has forgotten meanwhile is submitted again", async () => {
    const { calls, work } = noting(["unknown", "ended"]);
    const asked = request();
    expect(await outcomeOf(evaluatorOf(work), asked, { ...context(), handle: "job 7" })).toEqual(observed(0.25));
    expect(calls).toEqual(["poll job 7", "submit", `poll job of ${asked.id}`, `fetch job of ${asked.id}`]);
  });

  test("that could not be asked for is asked for again: the network says nothing of it", async () => {
    const { calls, work } = noting([network, new Error("who knows"), "ended"]);
    expect(await outcomeOf(evaluatorOf(work))).toEqual(observed(0.25));
    expect(calls.filter((call) => call === "submit")).toHaveLength(1);
  });

  test("whose result could not be fetched is fetched again", async () => {
    let fetches = 0;
    const { work } = noting(["ended"], { fetch: () => { if (fetches++ === 0) throw network; return result; } });
    expect([await outcomeOf(evaluatorOf(work)), fetches]).toEqual([observed(0.25), 2]);
  });

  test("that nobody hears of any more costs the attempt and is cancelled", async () => {
    const { calls, work } = noting([network]);
    const asked = request();
    expect(await outcomeOf(evaluatorOf(work, jumpingClock((seconds) => seconds === 7)), asked)).toEqual({
      kind: "failed", reason: "no news of the job for 600 s: TypeError: fetch failed: connect ECONNREFUSED", retryable: true,
    });
    expect(calls.at(-1)).toBe(`cancel job of ${asked.id}`);
  });

  test.each<[string, Partial<JobWork>, object]>([
    ["refused for good", { submit: () => { throw new Error("no such model"); } }, { reason: "no such model" }],
    ["refused for now", { submit: () => { throw new EvaluationError("queue full", true); } }, { reason: "queue full", retryable: true }],
    ["not handed in for want of a network", { submit: () => { throw network; } }, { reason: "TypeError: fetch failed: connect ECONNREFUSED", retryable: true }],
    ["without a handle", { submit: () => 7 as never }, { reason: "expected submit to give the handle of a job, a text, got number", retryable: false }],
    ["in a state of its own", { poll: () => "done" as never }, { reason: "expected poll to give running, ended or unknown, got done", retryable: false }],
    ["known to be broken", { poll: () => { throw new EvaluationError("disk full", false); } }, { reason: "disk full", retryable: false }],
    ["with a result that is none", { fetch: () => () => 1 }, { reason: expect.stringMatching(/^expected a plain object as reply: /), retryable: true }],
  ])("%s is a failure", async (_what, change, failure) => {
    const { work } = noting(["ended"], change);
    expect(await outcomeOf(evaluatorOf(work))).toMatchObject({ kind: "failed", ...failure });
  });

  test("that was being handed in when its attempt was given up is cancelled as soon as it has a handle", async () => {
    const { promise: submitting, resolve: begun } = Promise.withResolvers<void>();
    const { promise: handedIn, resolve: handIn } = Promise.withResolvers<string>();
    const { calls, work } = noting(["running"], { submit: () => (begun(), handedIn) });
    const abort = new AbortController();
    const outcome = outcomeOf(evaluatorOfWork(work, 1, createManualClock()), request(), context(abort.signal));
    await submitting;
    abort.abort();
    handIn("job 8");
    expect(await outcome).toMatchObject({ kind: "failed", retryable: true });
    expect(calls).toEqual(["submit", "cancel job 8"]);
  });

  test("whose cancellation hangs or fails is let go", async () => {
    for (const cancel of [() => { throw new Error("too late"); }, () => new Promise<void>(() => undefined)]) {
      const { work } = noting([new EvaluationError("disk full", false)], { cancel });
      expect(await outcomeOf(evaluatorOf(work))).toMatchObject({ reason: "disk full" });
    }
  });
});

test("work may have a capacity of its own", () => {
  expect(evaluatorOfWork({ evaluate: () => result, capacity: 64 }, 2, jumpingClock()).capacity).toBe(64);
});

test("a handle with a secret in it is not written down", async () => {
  const { work } = noting(["ended"], { submit: () => "job?token=open-sesame" });
  expect(await outcomeOf(evaluatorOf({ ...work, secrets: ["open-sesame"] }))).toEqual({
    kind: "failed", reason: "expected a handle that may be written down, got job?token=[redacted]", retryable: false,
  });
});
