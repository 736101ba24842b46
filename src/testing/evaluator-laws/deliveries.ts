import assert from "node:assert/strict";
import { allArrivals, assertEchoed, assertFailed, assertStillWorks, inCourt, inTime, type Law, timeoutSeconds } from "./court.ts";

/** Laws by which an answer counts once, for the attempt it belongs to, or not at all. */
export const deliveryLaws = {
  "an answer given twice counts once": (harness) =>
    inCourt(harness, async (court) => {
      for (let i = 0; i < 2 * court.evaluator.capacity; i++) {
        court.dispatcher.dispatch(court.request(`twice-${i}`, "twice", i));
        const { outcome } = (await court.dispatcher.arrivals())[0]!;
        if (outcome.kind === "failed") assertFailed(outcome, true, /expected/);
        else assertEchoed(outcome, i);
      }
      await assertStillWorks(court);
    }),

  "an answer after the timeout is not counted": (harness) =>
    inCourt(harness, async (court) => {
      const { dispatcher, clock, evaluator, request } = court;
      for (let i = 0; i < evaluator.capacity; i++) dispatcher.dispatch(request(`late-${i}`, "late"));
      clock.advance(timeoutSeconds);
      const arrivals = await inTime(allArrivals(dispatcher), "evaluations that time out to settle");
      assert.deepEqual(arrivals.map(({ id }) => id).sort(), Array.from({ length: evaluator.capacity }, (_, i) => `late-${i}`));
      for (const { outcome } of arrivals) assertFailed(outcome, true, /^timed out after 600 s$/);
      await assertStillWorks(court);
    }),

  "the same evaluation asked for twice is answered twice alike": (harness) =>
    inCourt(harness, async ({ evaluator, context, request }) => {
      const twin = request("twin", "echo", 0.25);
      const first = evaluator.evaluate(twin, await context("twin"));
      const atTheSameTime = evaluator.evaluate(twin, await context("twin"));
      const expected = { id: "twin", observables: { attempt: 1, seed: 11, x: 0.25 } };
      assert.deepEqual(await Promise.all([first, atTheSameTime]), [expected, expected]);
      assert.deepEqual(await evaluator.evaluate(twin, await context("twin")), expected);
    }),
} as const satisfies Record<string, Law>;
