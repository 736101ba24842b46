import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/evaluation/index.ts";
import type { StampedEntry } from "../../src/journal/index.ts";
import { Refusal, type Asked, type HandedPoint } from "../../src/scan/index.ts";
import { createManualClock, type ManualClock } from "../../src/testing/index.ts";
import { openToy } from "./client-toy.ts";
import { disc, runToy, toyConfig } from "./toy-scan.ts";

const observed = (value: number): Outcome => ({ kind: "observed", observables: { depth: { value } } });
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

describe("clients of a scan", () => {
  test("get different points, and what they tell is known to all", async () => {
    const { session, core } = openToy([], createManualClock());
    const [first, second] = await Promise.all([session.ask(3, 60), session.ask(2, 60)]);
    const points = [...first.points, ...second.points];
    expect(new Set(points.map(({ id }) => id)).size).toBe(5);
    const { id, attempt } = points[0]!;
    expect(await session.tell(id, attempt, observed(0.1))).toMatchObject({ status: "observed", repeated: false });
    expect(await session.tell(id, attempt, observed(0.9))).toMatchObject({ outcome: observed(0.1), repeated: true });
    expect(core.state.observedOrder).toEqual([0]);
  });

  test("a lease that ends gives the point to another, and the late result is refused", async () => {
    const clock = createManualClock();
    const { session, core } = openToy([], clock);
    const [late] = (await session.ask(1, 60)).points;
    clock.advance(61);
    const [again] = (await session.ask(1, 60)).points;
    expect(again).toMatchObject({ id: late!.id, attempt: 2 });
    await expect(session.tell(late!.id, late!.attempt, observed(1))).rejects.toThrow(/superseded by attempt 2/);
    expect(core.state.observedOrder).toEqual([]);
    expect(await session.tell(again!.id, again!.attempt, observed(0.2))).toMatchObject({ repeated: false });
    await expect(session.tell(late!.id, late!.attempt, observed(1))).rejects.toThrow(/is observed since attempt 2/);
  });

  test("a lease that is renewed holds", async () => {
    const clock = createManualClock();
    const { session } = openToy([], clock);
    const [point] = (await session.ask(1, 60)).points;
    clock.advance(50);
    await session.renew(point!.id, point!.attempt, 60);
    clock.advance(50);
    expect(await session.tell(point!.id, point!.attempt, observed(0.2))).toMatchObject({ repeated: false });
    await expect(session.renew(point!.id, point!.attempt, 60)).rejects.toThrow(/known already/);
  });

  test("a tell without an attempt means the latest, and one of a point that nobody has is refused", async () => {
    const { session } = openToy([], createManualClock());
    const [point] = (await session.ask(1, 60)).points;
    expect(await session.tell(point!.id, undefined, observed(0.2))).toMatchObject({ repeated: false });
    await expect(session.tell("toy-9999", undefined, observed(1))).rejects.toThrow(/expected the id of a point of this scan/);
    const wish = await session.propose({ x: 0.5, y: 0.5 });
    await expect(session.tell(wish, undefined, observed(1))).rejects.toThrow(/nobody has asked for/);
  });

  test("who asks for more than there is gets what there is, and the reason", async () => {
    const { session } = openToy([], createManualClock());
    const all = await session.ask(50, 60);
    expect(all.points).toHaveLength(40);
    expect(all.reason).toMatch(/nothing to hand out before results of the 40 points under way have come/);
    for (const { id, attempt } of all.points) await session.tell(id, attempt, observed(0.1));
    expect(await session.ask(1, 60)).toMatchObject({ points: [], ended: "budget", reason: expect.stringMatching(/the budget of 40 evaluations is spent/) });
  }, 240_000);
});

test("a session that is over refuses everything, and keeps nobody waiting", async () => {
  const { session, core } = openToy([], createManualClock());
  const { points } = await session.ask(1, 60);
  session.leave();
  await session.ended;
  const { evaluations } = core.state;
  for (const act of [session.ask(1, 60), session.tell(points[0]!.id, 1, observed(1)), session.pause(), session.extend(1), session.propose({ x: 0.5, y: 0.5 })]) {
    await expect(act).rejects.toThrow(/expected a scan that is carried on/);
  }
  expect(core.state.evaluations).toBe(evaluations);
});

describe("a person", () => {
  test("pauses a scan and lets it go on", async () => {
    const { session, core } = openToy([], createManualClock());
    await session.pause();
    expect(await session.ask(1, 60)).toEqual({ points: [], reason: "the scan is paused" });
    expect(core.state.paused).toBe(true);
    await session.proceed();
    expect((await session.ask(1, 60)).points).toHaveLength(1);
  });

  test("has a point evaluated before all others", async () => {
    const { session, core } = openToy([], createManualClock());
    const id = await session.propose({ x: 0.25, y: 0.75 });
    expect((await session.ask(1, 60)).points[0]).toMatchObject({ id, parameters: { x: 0.25, y: 0.75 } });
    expect(core.state.evaluations[0]).toMatchObject({ origin: "asked" });
    await expect(session.propose({ x: 0.25, y: 0.75 })).rejects.toThrow(/not in the scan yet/);
    await expect(session.propose({ x: 0.95, y: 0.95 })).rejects.toThrow(/no constraint forbids/);
    await expect(session.propose({ x: 0.95, z: 0.95 })).rejects.toThrow(/a number for each of x, y/);
  });

  test("rules out a point whatever has become of it", async () => {
    const { session, core } = openToy([], createManualClock());
    const [told, leased] = (await session.ask(2, 60)).points;
    await session.tell(told!.id, told!.attempt, observed(0.3));
    for (const { id } of [told!, leased!]) await session.exclude(id, "wrong vacuum");
    const place = await session.excludeAt({ x: 0.1, y: 0.1 }, "tachyons");
    expect(core.state.evaluations.map(({ status }) => status)).toEqual(["infeasible", "infeasible", "infeasible"]);
    expect(core.state.observedOrder).toEqual([]);
    await expect(session.tell(leased!.id, leased!.attempt, observed(1))).rejects.toThrow(/is infeasible/);
    await expect(session.exclude(place, "again")).rejects.toThrow(/not infeasible yet/);
  });

  test("grants more evaluations after the budget is spent", async () => {
    const journal: StampedEntry[] = [];
    const config = toyConfig({ design: { points: 3 }, budget: { evaluations: 3, failures: 0 } });
    const { session, core } = openToy(journal, createManualClock(), config);
    for (const { id, attempt } of (await session.ask(3, 60)).points) await session.tell(id, attempt, observed(Math.random() - 0.5));
    expect((await session.ask(1, 60)).ended).toBe("budget");
    await session.extend(2);
    expect((await session.ask(9, 60)).points).toHaveLength(2);
    expect(core.state.stopped).toBeUndefined();
    expect(journal.filter(({ type }) => type === "stopped")).toHaveLength(1);
  });
});

test("a withdrawn value has no say in the next fit", async () => {
  const spoiled = await runToy(({ x, y }, attempt) => (x! > 0.6 && y! > 0.6 ? { kind: "observed", observables: { depth: { value: 50 } } } : disc({ x: x!, y: y! }, attempt)));
  const wrong = spoiled.core.state.evaluations.filter(({ outcome }) => outcome?.kind === "observed" && outcome.observables["depth"]!.value > 1);
  expect(wrong.length).toBeGreaterThan(0);
  const at = "2026-01-01T00:00:00Z";
  const excluded = wrong.map(({ id }): StampedEntry => ({ type: "excluded", id, reason: "typo", at }));
  const { core, entries } = await runToy(disc, {
    entries: [...spoiled.entries, { type: "resumed", at }, ...excluded],
    config: toyConfig({ budget: { evaluations: 12, failures: 3 } }),
  });
  const kinds = entries.slice(spoiled.entries.length + 1 + excluded.length).map(({ type }) => type);
  expect(kinds.slice(0, 2)).toEqual(["fitted", "assessed"]);
  expect(core.state.fitted!.observed).toBe(core.state.observedOrder.length);
});

/** What a client of the property does; `client` and `choice` are taken modulo what there is. */
const act = fc.oneof(
  fc.record({ kind: fc.constant("ask" as const), count: fc.integer({ min: 1, max: 4 }), lease: fc.integer({ min: 5, max: 60 }) }),
  fc.record({ kind: fc.constantFrom("tell" as const, "repeat" as const, "forget" as const), choice: fc.nat() }),
  fc.record({ kind: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constantFrom("restart" as const, "kill" as const, "settle" as const) }),
  fc.record({ kind: fc.constant("wish" as const), x: fc.double({ min: 0, max: 0.9, noNaN: true }) }),
);

interface Handing extends HandedPoint {
  readonly at: number;
  doneAt?: number;
}

/** Carries out what many clients do, side by side unless an act says that they settle, with a process that dies and comes back. */
async function play(acts: readonly (typeof act extends fc.Arbitrary<infer Act> ? Act : never)[], clock: ManualClock, journal: StampedEntry[]) {
  let toy = openToy(journal, clock);
  const handings: Handing[] = [];
  const accepted = new Map<string, number>();
  const unfinished: Promise<unknown>[] = [];
  const settle = () => turns(4);
  const take = ({ points }: Asked) => handings.push(...points.map((point) => ({ ...point, at: clock.now() })));
  const tell = async (handing: Handing, value: number): Promise<void> => {
    const told = await toy.session.tell(handing.id, handing.attempt, observed(value)).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return undefined;
    });
    if (told?.repeated !== false) return;
    handing.doneAt ??= clock.now();
    if (!accepted.has(handing.id)) accepted.set(handing.id, value);
  };
  for (const one of acts) {
    if (one.kind === "ask") unfinished.push(toy.session.ask(one.count, one.lease).then(take));
    else if (one.kind === "wait") clock.advance(one.seconds);
    else if (one.kind === "wish") unfinished.push(toy.session.propose({ x: one.x, y: 0.5 }).catch(() => {}));
    else if (one.kind === "settle") await settle();
    else if (one.kind === "restart" || one.kind === "kill") {
      if (one.kind === "kill") toy.kill();
      else await settle();
      toy.session.leave();
      await settle();
      toy = openToy(journal, clock);
    } else if ("choice" in one && handings.length > 0 && one.kind !== "forget") {
      const handing = handings[one.choice % handings.length]!;
      unfinished.push(tell(handing, one.choice % 7));
      if (one.kind === "repeat") unfinished.push(tell(handing, one.choice % 5));
    }
  }
  await turns(8);
  return { toy, handings, accepted };
}

test("whatever clients do and whenever the process dies, no point is with two of them within its lease, and no accepted result is lost", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), async (acts) => {
      const clock = createManualClock();
      const journal: StampedEntry[] = [];
      const { toy, handings, accepted } = await play(acts, clock, journal);
      for (const [id, some] of Map.groupBy(handings, (handing) => handing.id)) {
        const inOrder = some.toSorted((a, b) => a.at - b.at);
        inOrder.slice(1).forEach((later, k) => {
          const earlier = inOrder[k]!;
          expect({ id, overlaps: later.at < Date.parse(earlier.leaseUntil) }).toEqual({ id, overlaps: false });
          expect(later.attempt).toBeGreaterThan(earlier.attempt);
        });
      }
      for (const [id, value] of accepted) {
        expect(toy.core.evaluation(id)).toMatchObject({ status: "observed", outcome: observed(value) });
      }
      expect(new Set(toy.core.state.evaluations.map(({ unit }) => unit.join())).size).toBe(toy.core.state.evaluations.length);
      toy.session.leave();
    }),
    { numRuns: 150 },
  );
});
