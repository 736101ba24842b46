import {
  type Clock, type EvaluationContext, EvaluationError, type EvaluationRequest, type Evaluator, systemClock,
} from "../src/evaluation/index.ts";
import { createTurns } from "./turns.ts";

/** How long closing waits for what cannot be ended: a process in the kernel's hands, a thread inside native code. */
const closeSeconds = 10;

/**
 * An evaluator from a function that ends its work when its signal is aborted. No more than `capacity` are under way at the
 * same time, the others wait their turn. Closing aborts what is under way, waits for it, and then calls `afterwards` to end
 * what stays between evaluations.
 */
export function closable(
  capacity: number,
  evaluate: (request: EvaluationRequest, context: EvaluationContext) => Promise<unknown>,
  afterwards: () => Promise<void> = async () => undefined,
  clock: Clock = systemClock,
): Evaluator {
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const inTurn = createTurns(capacity);
  return {
    capacity,
    async evaluate(request, context) {
      const signal = AbortSignal.any([context.signal, closing.signal]);
      throwIfAborted(signal);
      const work = inTurn(signal, () => evaluate(request, { ...context, signal }));
      underWay.add(work);
      return work.finally(() => underWay.delete(work));
    },
    async close() {
      closing.abort(new EvaluationError("the evaluator was closed", true));
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(closeSeconds * 1000, resolve);
      await Promise.race([Promise.allSettled(underWay).then(afterwards), late]).finally(cancel);
    },
  };
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EvaluationError("the evaluation was aborted", true);
}
