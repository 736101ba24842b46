import type { Clock } from "../../src/evaluation/index.ts";
import { throwIfAborted } from "../closable.ts";

/** The result of work that may not notice an abort: rejects with an EvaluationError when it is not there some time after the abort. */
export async function untilAborted<T>(work: () => T | Promise<T>, signal: AbortSignal, graceSeconds: number, clock: Clock): Promise<T> {
  throwIfAborted(signal);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  let cancel: (() => void) | undefined;
  const onAbort = (): void => {
    cancel = clock.after(graceSeconds * 1000, () => reject(signal.reason));
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([Promise.resolve().then(work), aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    cancel?.();
  }
}
