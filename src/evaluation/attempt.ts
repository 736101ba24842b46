import { mkdirSync, rmdirSync } from "node:fs";
import { resolve as absolute } from "node:path";
import type { Clock } from "./clock.ts";
import { type EvaluationRequest, EvaluationError, type Evaluator } from "./evaluator.ts";
import type { Outcome } from "./outcome.ts";
import { describeError } from "./reason.ts";

/** How long an evaluator may take to end its work once aborted; adapters kill what they started in less. */
export const abortGraceSeconds = 10;

export interface AttemptOptions {
  readonly evaluator: Evaluator;
  readonly timeoutSeconds?: number; // absent: no limit
  readonly clock: Clock;
  /** Where an attempt may write; created before the evaluator is called. */
  readonly directoryOf: (id: string, attempt: number) => string;
  readonly interpret: (reply: unknown) => Outcome;
  /** Makes a handle durable; resolves when it is. */
  readonly onSubmitted: (id: string, attempt: number, handle: string) => Promise<void>;
}

export interface Attempt {
  /** Its outcome, or undefined when it was cut short; never rejects. */
  readonly ended: Promise<Outcome | undefined>;
  /** Aborts it; it has ended when the evaluator has settled, or after the grace whatever the evaluator does. */
  cutShort(): void;
}

/** Starts one attempt and takes from the evaluator at most one answer, in time. */
export function startAttempt(request: EvaluationRequest, handle: string | undefined, options: AttemptOptions): Attempt {
  const { evaluator, timeoutSeconds, clock, interpret, onSubmitted } = options;
  const { promise: ended, resolve } = Promise.withResolvers<Outcome | undefined>();
  const controller = new AbortController();
  const timers: (() => void)[] = [];
  let over = false;

  function end(outcome: Outcome | undefined): void {
    over = true;
    for (const cancel of timers) cancel();
    removeIfEmpty(directory);
    resolve(outcome);
  }

  function abort(outcome: Outcome | undefined, reason: string): void {
    if (over || controller.signal.aborted) return;
    const settle = (): void => end(outcome);
    timers.push(clock.after(abortGraceSeconds * 1000, settle));
    reply.then(settle, settle);
    controller.abort(new EvaluationError(reason, true));
  }

  async function submitted(newHandle: string): Promise<void> {
    if (over) return; // nobody will re-attach to an attempt that has its outcome
    await onSubmitted(request.id, request.attempt, newHandle);
  }

  const directory = absolute(options.directoryOf(request.id, request.attempt));
  const context = {
    signal: controller.signal,
    directory,
    ...(handle !== undefined && { handle }),
    submitted(newHandle: string): Promise<void> {
      const durable = submitted(newHandle);
      durable.catch(() => undefined); // an evaluator that does not wait for it must not end the process
      return durable;
    },
  };
  const reply = new Promise<unknown>((settle) => {
    mkdirSync(directory, { recursive: true });
    settle(evaluator.evaluate({ ...request, parameters: { ...request.parameters } }, context));
  });
  reply
    .then(interpret)
    .catch(failure)
    .then((outcome) => {
      if (!controller.signal.aborted) end(outcome);
    });
  if (timeoutSeconds !== undefined) {
    const reason = `timed out after ${timeoutSeconds} s`;
    const timedOut: Outcome = { kind: "failed", reason, retryable: true };
    timers.push(clock.after(timeoutSeconds * 1000, () => abort(timedOut, reason)));
  }
  return { ended, cutShort: () => abort(undefined, "the scan is stopping") };
}

/** A folder that nothing was written to helps nobody; thousands of them do harm. */
function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // it holds something, or was never made
  }
}

/** What an evaluator threw, as an outcome: retryable only when it says so itself. */
function failure(error: unknown): Outcome {
  const retryable = error instanceof Error && "retryable" in error && error.retryable === true;
  return { kind: "failed", reason: describeError(error), retryable };
}
