import assert from "node:assert/strict";
import { arrivalsOf, inCourt, type Law } from "./court.ts";

/** Laws by which what comes back from an evaluation is what the simulator said. */
export const replyLaws = {
  "id, attempt, seed and parameters reach the simulator unchanged": (harness) =>
    inCourt(harness, async ({ evaluator, context, request }) => {
      for (const [i, x] of [0.1 + 0.2, -1e-7, 1e21, Number.MIN_VALUE, 2 ** 53 + 2].entries()) {
        const asked = { ...request(`p-${i}`, "echo", x), attempt: i + 1, seed: 4_294_967_295 - i };
        const reply = await evaluator.evaluate(asked, await context(asked.id));
        assert.deepEqual(reply, { id: asked.id, observables: { attempt: asked.attempt, seed: asked.seed, x } });
      }
    }),

  "infeasible and failed replies keep their reasons": (harness) =>
    inCourt(harness, async ({ outcomeOf }) => {
      assert.deepEqual(await outcomeOf("infeasible"), { kind: "infeasible", reason: "no vacuum at x = 0" });
      assert.deepEqual(await outcomeOf("retryableFailure"), { kind: "failed", reason: "no licence", retryable: true });
      assert.deepEqual(await outcomeOf("failure"), { kind: "failed", reason: "no convergence", retryable: false });
    }),

  "evaluations side by side do not mix": (harness) =>
    inCourt(harness, async ({ evaluator, dispatcher, request }) => {
      const n = 3 * evaluator.capacity; // more than there is room for
      for (let i = 0; i < n; i++) dispatcher.dispatch({ ...request(`p-${i}`, i % 3 === 2 ? "infeasible" : "echo", i), seed: 100 + i });
      const outcomes = await arrivalsOf(dispatcher);
      for (let i = 0; i < n; i++) {
        const outcome = outcomes.get(`p-${i}`)!;
        if (i % 3 === 2) assert.deepEqual(outcome, { kind: "infeasible", reason: `no vacuum at x = ${i}` });
        else {
          assert.equal(outcome.kind, "observed", JSON.stringify(outcome));
          assert.deepEqual(outcome.kind === "observed" && outcome.observables, {
            attempt: { value: 1 }, seed: { value: 100 + i }, x: { value: i },
          });
        }
      }
    }),
} as const satisfies Record<string, Law>;
