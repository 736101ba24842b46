import { onTestFinished } from "vitest";
import { httpAdapter } from "../../adapters/http/index.ts";
import {
  type Clock, type EvaluationContext, type EvaluationRequest, type Evaluator, interpretReply, type Outcome,
} from "../../src/evaluation/index.ts";
import { context, environment, request, scratch } from "./scratch.ts";

/** Limits that the clock below does not let run out. */
export const patient = { headersTimeoutSeconds: 5000, bodyTimeoutSeconds: 5000 };

/** Time that jumps: whatever waits for less than an hour (or as said) waits no time at all, whatever else waits for ever. */
export function jumpingClock(jumps = (seconds: number) => seconds < 3600): Clock & { readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  let time = Date.UTC(2026, 0, 1, 12);
  return {
    pauses, // seconds
    now: () => time,
    after(delay, callback) {
      if (!jumps(delay / 1000)) return () => undefined;
      const jump = setImmediate(() => {
        time += delay;
        pauses.push(delay / 1000);
        callback();
      });
      return () => clearImmediate(jump);
    },
  };
}

/** An evaluator that is closed after the test. */
export async function httpEvaluator(options: object, clock: Clock = jumpingClock(), workers = 1): Promise<Evaluator> {
  const evaluator = await httpAdapter.build(httpAdapter.options.parse({ ...patient, ...options }), { ...environment(scratch, workers), clock });
  onTestFinished(() => evaluator.close());
  return evaluator;
}

/** What the dispatcher would make of an evaluation by the evaluator. */
export async function outcomeOf(
  evaluator: Evaluator, asked: EvaluationRequest = request(), given: EvaluationContext = context(),
): Promise<Outcome> {
  try {
    return interpretReply(await evaluator.evaluate(asked, given), { observables: [{ name: "y" }], parameterNames: ["x", "mass"] });
  } catch (error) {
    const { message, retryable } = error as Error & { readonly retryable: boolean };
    return { kind: "failed", reason: message, retryable };
  }
}

export const observed = (value: number): Outcome => ({ kind: "observed", observables: { y: { value } } });
