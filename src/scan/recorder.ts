import type { Clock } from "../evaluation/index.ts";
import type { Entry, StampedEntry } from "../journal/index.ts";
import type { ScanCore } from "./core.ts";
import type { Thinker } from "./thinker.ts";

/** Where entries become durable before anything acts on them. */
export interface EntrySink {
  append(entries: readonly StampedEntry[]): Promise<void>;
}

export interface RecorderPorts {
  readonly core: ScanCore;
  readonly journal: EntrySink;
  readonly clock: Clock;
  readonly thinker?: Thinker;
  readonly onEvent?: (entry: StampedEntry) => void;
}

/** Stamps entries, makes them durable, and only then applies them; entries of several callers keep the order of the calls. */
export function recorderOf({ core, journal, clock, thinker, onEvent }: RecorderPorts) {
  return async function record(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const at = new Date(clock.now()).toISOString();
    const stamped = entries.map((entry): StampedEntry => ({ ...entry, at }));
    await journal.append(stamped);
    thinker?.record(stamped);
    for (const entry of stamped) {
      core.record([entry]); // one by one, so that whoever is told finds the scan as it is after this very entry
      onEvent?.(entry);
    }
  };
}
