import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { disc, runToy, toyConfig, type Toy } from "./toy-scan.ts";

describe("a scan", () => {
  test("stops as certified once the contour is known, not before 20 evaluations", async () => {
    const config = toyConfig({ budget: { evaluations: 100, failures: 0 } });
    const { stopped, core } = await runToy(disc, { config });
    expect(stopped).toMatchObject({ cause: "converged", verdict: "model-certified" });
    expect(core.state.observedOrder.length).toBeGreaterThanOrEqual(20);
    expect(core.state.observedOrder.length).toBeLessThan(60);
  });

  test("gives a free worker its next point at once and never the same point twice", async () => {
    const waiting: (() => void)[] = [];
    const slow: Toy = async (parameters, attempt) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      return promise.then(() => disc(parameters, attempt));
    };
    const underWay: number[] = [];
    const release = (choose: (length: number) => number): void => {
      underWay.push(waiting.length);
      waiting.splice(choose(waiting.length), 1)[0]!();
    };
    const config = toyConfig({ budget: { evaluations: 16, failures: 0 } });
    let dispatched = 0;
    const running = runToy(slow, {
      config,
      capacity: 3,
      onDispatch() {
        dispatched += 1;
        if (dispatched >= 3) queueMicrotask(() => setImmediate(() => release((length) => (dispatched * 7) % length)));
        if (dispatched === 16) setImmediate(() => setImmediate(() => waiting.splice(0).forEach((resolve) => resolve())));
      },
    });
    const { core } = await running;
    const points = core.state.evaluations.map(({ unit }) => unit.join(" "));
    expect(new Set(points).size).toBe(16);
    expect(underWay.slice(0, 13).every((count) => count === 3)).toBe(true);
  });

  test("tries a retryable failure again, and gives the point up when the retries are used up", async () => {
    const attempts = new Map<string, number>();
    const flaky: Toy = (parameters, attempt) => {
      attempts.set(JSON.stringify(parameters), attempt);
      return parameters.x! > 0.5 ? { kind: "failed", reason: "node lost", retryable: true } : disc(parameters, attempt);
    };
    const { core, stopped } = await runToy(flaky, { config: toyConfig({ budget: { evaluations: 30, failures: 3 } }) });
    expect(stopped).toMatchObject({ cause: "failures" });
    expect(stopped.reason).toMatch(/4 points failed, more than the 3 allowed by budget\.failures; the last: node lost/);
    const failed = core.state.evaluations.filter(({ status }) => status === "failed");
    expect(failed.map((one) => one.attempts)).toEqual([3, 3, 3, 3]);
  });

  test("does not try again what cannot succeed", async () => {
    const { core } = await runToy(() => ({ kind: "failed", reason: "bad card", retryable: false }));
    expect(core.state.evaluations.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  });

  test("interrupted, leaves what is under way pending, and goes on from there", async () => {
    const controller = new AbortController();
    let count = 0;
    const hanging: Toy = (parameters, attempt) => {
      count += 1;
      if (count < 9) return disc(parameters, attempt);
      controller.abort();
      return new Promise(() => {});
    };
    const interrupted = await runToy(hanging, { signal: controller.signal });
    expect(interrupted.stopped).toMatchObject({ cause: "interrupted", verdict: "not-certified" });
    expect(interrupted.core.state.evaluations.map(({ status }) => status)).toEqual([...Array(8).fill("observed"), "pending"]);
    const { core } = await runToy(disc, { entries: [...interrupted.entries, { type: "resumed", at: "2026-01-01T00:00:00Z" }] });
    expect(core.state.evaluations).toHaveLength(12);
    expect(core.state.evaluations.every(({ status }) => status === "observed")).toBe(true);
  });

  test("stops at its wall time", async () => {
    const config = toyConfig({ budget: { evaluations: 100, failures: 0, wallTimeSeconds: 0 } });
    const { stopped } = await runToy(disc, { config });
    expect(stopped).toMatchObject({ cause: "budget", verdict: "not-certified" });
    expect(stopped.reason).toMatch(/wall time/);
  });

  test("that ends with its budget bounds all contours at the end, however far they are from the tolerance", async () => {
    const observables = [{ name: "depth", thresholds: [0, 0.1], side: "above", transform: "identity", weight: 1 } as const];
    const { core, stopped } = await runToy(disc, { config: toyConfig({ observables, budget: { evaluations: 7, failures: 0 } }) });
    expect(stopped.cause).toBe("budget");
    const bounds = core.state.assessments.map(({ assessment }) => assessment.levelSets.map(({ upperBound95 }) => upperBound95));
    expect(bounds.length).toBeGreaterThan(1);
    expect(bounds.slice(0, -1).flat().every((bound) => bound === null)).toBe(true);
    expect(bounds.at(-1)!.every((bound) => bound !== null && bound > 0.01)).toBe(true);
  });

  test("with everything infeasible ends at its budget of evaluations without a contour", async () => {
    const { stopped, core } = await runToy(() => ({ kind: "infeasible", reason: "excluded by theory" }));
    expect(stopped).toMatchObject({ cause: "budget", verdict: "not-certified" });
    expect(core.surrogates()).toBeUndefined();
  });

  test("gives a transform up that a later value is outside of", async () => {
    let calls = 0;
    const limit: Toy = ({ x }) => ({ kind: "observed", observables: { depth: { value: ++calls === 12 ? 3 : 0.2 + 0.3 * x! } } });
    const observables = [{ name: "depth", thresholds: [0.4], side: "above", transform: "auto", weight: 1 }] as const;
    const { core, entries } = await runToy(limit, { config: toyConfig({ observables, budget: { evaluations: 25, failures: 0 } }) });
    const transforms = entries.flatMap((entry) => (entry.type === "fitted" ? entry.surrogates["depth"]!.outputScale.transform : []));
    expect(transforms[0]).toBe("probit");
    expect(transforms.at(-1)).not.toBe("probit");
    expect(core.state.observedOrder).toHaveLength(25);
  });

  test("goes on, with new ids, where a damaged journal has lost a proposal", async () => {
    const config = toyConfig({ budget: { evaluations: 9, failures: 0 } });
    const { entries } = await runToy(disc, { config: toyConfig({ budget: { evaluations: 5, failures: 0 } }) });
    const lost = entries.filter((entry) => !("id" in entry && entry.id === "toy-0003"));
    const { core, stopped } = await runToy(disc, { config, entries: lost });
    expect(stopped.cause).toBe("budget");
    expect(core.state.evaluations).toHaveLength(9);
    expect(new Set(core.state.evaluations.map(({ id }) => id)).size).toBe(9);
  });

  test("tells every entry to a watcher who finds the scan as it was after that entry", async () => {
    const seen: number[] = [];
    await runToy(disc, {
      capacity: 3,
      onEvent(event, { state }) {
        if (event.type === "arrived") seen.push(state.evaluations.filter(({ status }) => status !== "pending").length);
      },
    });
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  test("keeps what arrives while earlier arrivals are being written and the scan is interrupted", async () => {
    const interruption = new AbortController();
    const release: (() => void)[] = [];
    const slow: Toy = async (parameters, attempt) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      release.push(resolve);
      await promise;
      return disc(parameters, attempt);
    };
    const { core } = await runToy(slow, {
      capacity: 2,
      signal: interruption.signal,
      onDispatch: () => {
        if (release.length === 1) setImmediate(() => release[0]!());
      },
      async beforeAppend(added) {
        if (!added.some(({ type }) => type === "arrived") || release.length !== 2) return;
        release[1]!();
        await new Promise(setImmediate); // the second attempt ends while the first is being written
        interruption.abort();
        await new Promise(setImmediate);
      },
    });
    expect(core.state.observedOrder).toEqual([0, 1]);
  });

  test("ends whatever the evaluator does", async () => {
    const outcome = fc.constantFrom("observed", "infeasible", "retryable", "final", "throws");
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (script, capacity) => {
        let next = 0;
        const toy: Toy = (parameters, attempt) => {
          const what = script[next++ % script.length];
          if (what === "throws") throw new Error("boom");
          if (what === "observed") return disc(parameters, attempt);
          if (what === "infeasible") return { kind: "infeasible", reason: "no" };
          return { kind: "failed", reason: "no", retryable: what === "retryable" };
        };
        const config = toyConfig({ budget: { evaluations: 9, failures: 2 } });
        const { core, stopped } = await runToy(toy, { config, capacity });
        expect(["budget", "failures"]).toContain(stopped.cause);
        expect(core.state.evaluations.length).toBeLessThanOrEqual(9);
      }),
      { numRuns: 15 },
    );
  });
});
