import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEntry, emptyState, findEvaluation, type ScanState, type StampedEntry } from "../../src/journal/index.ts";

const at = "2026-01-01T00:00:00Z";

function proposed(id: string): StampedEntry {
  return { type: "proposed", at, id, iteration: 0, origin: "design", unit: [0.5], parameters: { x: 1 } };
}

function arrived(id: string): StampedEntry {
  const outcome = { kind: "observed", observables: { f: { value: 1 } } } as const;
  return { type: "arrived", at, id, origin: "design", attempt: 1, unit: [0.5], parameters: { x: 1 }, outcome, willRetry: false, startedAt: at, seconds: 1 };
}

const ids = ["a", "b", "c", "d", "e", "f"];
const entry = fc.tuple(fc.constantFrom(...ids), fc.boolean()).map(([id, isArrival]) => (isArrival ? arrived(id) : proposed(id)));

test("an evaluation is found by its id in whatever order states go on from one another", () => {
  // each step goes on from any state so far, so that some of them share a beginning and differ after it
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(), entry), { maxLength: 40 }), (steps) => {
    const states: ScanState[] = [emptyState];
    for (const [from, one] of steps) states.push(applyEntry(states[from % states.length]!, one));
    for (const state of states) {
      for (const id of ids) expect(findEvaluation(state, id)).toBe(state.evaluations.findLast((evaluation) => evaluation.id === id));
    }
  }));
});
