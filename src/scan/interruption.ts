import type { Clock } from "../evaluation/index.ts";
import type { ScanCore } from "./core.ts";
import type { Situation } from "./decide.ts";

/** Turns the abort signal and the end of the wall-time budget into one promise, so that waiting has one way out. */
export function watchForInterruption({ core, clock, signal }: {
  readonly core: ScanCore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}) {
  let kind: Situation["interruption"] = signal.aborted ? "signal" : "none";
  const { promise, resolve } = Promise.withResolvers<void>();
  const interrupt = (cause: Situation["interruption"]) => {
    kind = cause;
    resolve();
  };
  const onAbort = () => interrupt("signal");
  signal.addEventListener("abort", onAbort, { once: true });
  const limitSeconds = core.rules.budget.wallTimeSeconds ?? Infinity;
  const leftSeconds = limitSeconds - core.state.wallTimeSeconds;
  if (kind === "none" && leftSeconds <= 0) kind = "wall-time";
  const cancel = leftSeconds === Infinity ? () => {} : clock.after(leftSeconds * 1000, () => interrupt("wall-time"));
  return {
    kind: () => kind,
    happened: promise,
    unwatch() {
      cancel();
      signal.removeEventListener("abort", onAbort);
    },
  };
}
