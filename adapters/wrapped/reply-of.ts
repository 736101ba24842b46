import {
  type Clock, describeError, EvaluationError, type EvaluationRequest, type Evaluator, maximumReplyBytes, systemClock, writeReply,
} from "../../src/evaluation/index.ts";

export interface Place {
  readonly directory: string; // absolute; it exists
  readonly signal: AbortSignal;
  readonly timeoutSeconds?: number | undefined; // absent: no limit
  readonly clock?: Clock; // absent: the system's
}

/** One evaluation as the text of its reply, whatever became of it; undefined when the signal cut it short. */
export async function replyOf(evaluate: Evaluator["evaluate"], request: EvaluationRequest, place: Place): Promise<string | undefined> {
  const { directory, timeoutSeconds, clock = systemClock } = place;
  const limit = new AbortController();
  const cancel = timeoutSeconds === undefined ? () => undefined : clock.after(timeoutSeconds * 1000, () => limit.abort());
  const signal = AbortSignal.any([place.signal, limit.signal]);
  try {
    const text = writeReply(await evaluate(request, { signal, directory, submitted: async () => undefined }));
    if (Buffer.byteLength(text) <= maximumReplyBytes) return text;
    throw new EvaluationError(`expected a reply of at most ${maximumReplyBytes} bytes, got ${Buffer.byteLength(text)}`, true);
  } catch (error) {
    if (place.signal.aborted) return undefined;
    if (limit.signal.aborted) return failed(`timed out after ${timeoutSeconds} s`, true);
    return failed(describeError(error), error instanceof EvaluationError && error.retryable);
  } finally {
    cancel();
  }
}

function failed(reason: string, retryable: boolean): string {
  return writeReply({ failed: reason, retryable });
}
