import type { Dispatcher } from "../../src/evaluation/index.ts";
import type { StampedEntry } from "../../src/journal/index.ts";
import { startSession, type ScanCore, type Session } from "../../src/scan/index.ts";
import type { ManualClock } from "../../src/testing/index.ts";
import { toyConfig, toyCore } from "./toy-scan.ts";

/** A dispatcher for a session in which clients evaluate everything. */
const nobody: Dispatcher = { running: 0, dispatch() {}, arrivals: async () => [], giveUp() {}, stop: async () => {} };

/** Where the design is as long as the budget, nothing is fitted. */
export const designOnly = toyConfig({ design: { points: 40 }, budget: { evaluations: 40, failures: 40 } });

export interface ClientToy {
  readonly session: Session;
  readonly core: ScanCore;
  /** The process dies: nothing that is being written gets to the disk. */
  kill(): void;
}

/** A session over a journal in memory; the next one over the same journal is the process after a restart. */
export function openToy(journal: StampedEntry[], clock: ManualClock, config = designOnly): ClientToy {
  const core = toyCore(config);
  core.record(journal);
  let isKilled = false;
  const append = async (entries: readonly StampedEntry[]): Promise<void> => {
    await Promise.resolve(); // a write takes its time, in which the process may die
    if (isKilled) return new Promise(() => {});
    journal.push(...structuredClone(entries));
  };
  if (core.state.started === undefined) {
    const started: StampedEntry = { ...core.start("toy", "identity"), at: new Date(clock.now()).toISOString() };
    journal.push(started);
    core.record([started]);
  }
  const session = startSession({
    core,
    journal: { append },
    dispatcher: nobody,
    capacity: 0,
    clock,
    signal: new AbortController().signal,
    hasClients: true,
    onEvent() {},
    onRest: async () => {},
  });
  return { session, core, kill: () => void (isKilled = true) };
}
