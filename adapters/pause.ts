import type { Clock } from "../src/evaluation/index.ts";
import { throwIfAborted } from "./closable.ts";

/** Resolves after some time by the clock; rejects with an EvaluationError as soon as the signal is aborted. */
export async function pause(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(seconds * 1000, resolve);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise.finally(cancel);
  throwIfAborted(signal);
}
