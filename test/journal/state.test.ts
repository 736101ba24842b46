import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEntry, emptyState, type StampedEntry } from "../../src/journal/index.ts";
import { arrived, proposed, started } from "./entries.ts";

const replay = (entries: readonly StampedEntry[]) => entries.reduce(applyEntry, emptyState);

describe("applyEntry", () => {
  test("an arrival turns a pending point into an observed one", () => {
    const state = replay([started, proposed("a"), arrived("a")]);
    expect(state.evaluations).toHaveLength(1);
    expect(state.evaluations[0]).toMatchObject({ id: "a", status: "observed", attempts: 1, seconds: 2 });
    expect(state.observedOrder).toEqual([0]);
  });

  test("the first of two deliveries of one attempt counts", () => {
    const late = arrived("a", { outcome: { kind: "observed", observables: { limit: { value: 99 } } } });
    const state = replay([started, proposed("a"), arrived("a"), late]);
    expect(state).toMatchObject({ observedOrder: [0], evaluations: [{ outcome: arrived("a").outcome }] });
  });

  test("a failure that will be retried leaves the point pending, without its handle", () => {
    const failed = { kind: "failed", reason: "no licence", retryable: true } as const;
    const submitted: StampedEntry = { type: "submitted", id: "a", attempt: 1, handle: "job 7", at: started.at };
    const state = replay([started, proposed("a"), submitted, arrived("a", { outcome: failed, willRetry: true })]);
    expect(state.evaluations[0]).toMatchObject({ status: "pending", attempts: 1, outcome: failed });
    expect(state.evaluations[0]).not.toHaveProperty("handle");
  });

  test("a result whose proposal was lost is kept, since it repeats its point", () => {
    expect(replay([started, arrived("a")]).evaluations[0]).toMatchObject({ id: "a", status: "observed", unit: [0.25, 0.5] });
  });

  test("time between two processes is not wall time, nor is a clock set back", () => {
    const moments = ["10:00:00", "10:00:07", "10:00:05"].map((time) => `2026-01-02T${time}.000Z`);
    const entries: StampedEntry[] = [
      { ...started, at: moments[0]! },
      { ...proposed("a"), at: moments[1]! },
      { ...proposed("b"), at: moments[2]! },
      { type: "resumed", at: "2026-01-03T10:00:00.000Z" },
      { ...proposed("c"), at: "2026-01-03T10:00:02.000Z" },
    ];
    expect(replay(entries).wallTimeSeconds).toBe(9);
  });

  test("repeating any entries changes nothing that was learnt", () => {
    const entries = [started, proposed("a"), proposed("b"), arrived("b"), arrived("a")];
    fc.assert(
      fc.property(fc.array(fc.nat(entries.length - 1), { maxLength: 20 }), (repeats) => {
        const once = replay(entries);
        const again = repeats.map((index) => entries[index]!).reduce(applyEntry, once);
        expect(again.evaluations).toEqual(once.evaluations);
        expect(again.observedOrder).toEqual(once.observedOrder);
      }),
    );
  });
});

describe("what persons and clients do", () => {
  const at = "2026-01-02T03:04:05.000Z";
  const leased = (attempt: number, until: string): StampedEntry => ({ type: "leased", id: "a", attempt, until, at });

  test("a lease stands until the point has its result, and its renewal keeps its start", () => {
    const renewed = replay([started, proposed("a"), leased(1, "2026-01-02T04:00:00.000Z"), leased(1, "2026-01-02T05:00:00.000Z")]);
    expect(renewed.evaluations[0]!.lease).toEqual({ attempt: 1, since: at, until: "2026-01-02T05:00:00.000Z" });
    expect(replay([started, proposed("a"), leased(1, at), arrived("a")]).evaluations[0]).not.toHaveProperty("lease");
    expect(replay([started, proposed("a"), arrived("a"), leased(2, at)]).evaluations[0]).not.toHaveProperty("lease");
  });

  test("a point that is ruled out loses its value and its place among the observed", () => {
    const state = replay([started, proposed("a"), proposed("b"), arrived("a"), arrived("b"), { type: "excluded", id: "a", reason: "typo", at }]);
    expect(state.evaluations[0]).toMatchObject({ status: "infeasible", outcome: { kind: "infeasible", reason: "typo" } });
    expect(state.observedOrder).toEqual([1]);
    expect(replay([started, proposed("a"), { type: "excluded", id: "z", reason: "typo", at }]).evaluations).toHaveLength(1);
  });

  test("a pause ends when somebody lets the scan go on or a process takes it up, a stop when there is more budget", () => {
    const paused: StampedEntry = { type: "paused", at };
    expect(replay([started, paused]).paused).toBe(true);
    expect(replay([started, paused, { type: "continued", at }]).paused).toBe(false);
    expect(replay([started, paused, { type: "resumed", at }]).paused).toBe(false);
    const stopped: StampedEntry = { type: "stopped", cause: "budget", verdict: "not-certified", reason: "spent", at };
    expect(replay([started, stopped, { type: "extended", evaluations: 5, at }, { type: "extended", evaluations: 2, at }])).toMatchObject({
      stopped: undefined, extraEvaluations: 7,
    });
  });
});
