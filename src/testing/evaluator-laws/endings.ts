import assert from "node:assert/strict";
import { arrivalsOf, assertFailed, assertStillWorks, inCourt, inTime, type Law, timeoutSeconds } from "./court.ts";

/** Laws by which whatever ends an evaluation, or the evaluator, leaves nothing behind. */
export const endingLaws = {
  "a timeout ends the attempt and frees its place": (harness) =>
    inCourt(harness, async (court) => {
      const { dispatcher, clock, evaluator, request } = court;
      for (let i = 0; i < evaluator.capacity; i++) dispatcher.dispatch(request(`hang-${i}`, "hang"));
      clock.advance(timeoutSeconds);
      const outcomes = await inTime(arrivalsOf(dispatcher), "evaluations that time out to settle");
      assert.equal(outcomes.size, evaluator.capacity);
      for (const outcome of outcomes.values()) assertFailed(outcome, true, /^timed out after 600 s$/);
      await assertStillWorks(court);
    }),

  "an abort ends the evaluation within the grace": (harness) =>
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

  "an evaluation that is aborted beforehand is refused": (harness) =>
    inCourt(harness, async ({ evaluator, context, request }) => {
      await assert.rejects(evaluator.evaluate(request("echo", "echo"), await context("echo", AbortSignal.abort())));
    }),

  "close ends what is under way and leaves nothing running": (harness) =>
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

  "a closed evaluator refuses to evaluate, and may be closed again": (harness) =>
    inCourt(harness, async ({ evaluator, context, request, remains }) => {
      await evaluator.close();
      await assert.rejects(evaluator.evaluate(request("echo", "echo"), await context("echo")));
      await evaluator.close();
      assert.deepEqual(await remains(), []);
    }),
} as const satisfies Record<string, Law>;
