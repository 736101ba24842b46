import type { Arrival } from "../evaluation/index.ts";
import type { ArrivedEntry } from "../journal/index.ts";
import type { ScanCore } from "./core.ts";

/** The entry of an attempt that has ended; whether its point is tried again is decided here, once. */
export function arrivedEntry(core: ScanCore, { id, attempt, outcome, startedAt, seconds }: Arrival): ArrivedEntry {
  const { origin, unit, parameters } = core.evaluation(id);
  const willRetry = outcome.kind === "failed" && outcome.retryable && attempt <= core.rules.retries;
  return { type: "arrived", id, origin, attempt, unit, parameters, outcome, willRetry, startedAt, seconds };
}
