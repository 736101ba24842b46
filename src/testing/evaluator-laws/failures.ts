import assert from "node:assert/strict";
import { assertFailed, assertStillWorks, inCourt, type Law } from "./court.ts";

/** Laws by which an evaluation that goes wrong costs one attempt, never the scan. */
export const failureLaws = {
  "an error of the simulator is a failure for good that says why": (harness) =>
    inCourt(harness, async (court) => {
      assertFailed(await court.outcomeOf("error"), false, /singular matrix/);
      await assertStillWorks(court);
    }),

  "a crash is a failure worth a retry": (harness) =>
    inCourt(harness, async (court) => {
      for (let i = 0; i <= court.evaluator.capacity; i++) assertFailed(await court.outcomeOf("crash"), true);
      await assertStillWorks(court);
    }),

  "garbage is a failure worth a retry": (harness) =>
    inCourt(harness, async (court) => {
      assertFailed(await court.outcomeOf("garbage"), true, /expected/);
      await assertStillWorks(court);
    }),

  "an answer without bounds costs one attempt": (harness) =>
    inCourt(harness, async (court) => {
      assert.equal((await court.outcomeOf("flood")).kind, "failed");
      await assertStillWorks(court);
    }),
} as const satisfies Record<string, Law>;
