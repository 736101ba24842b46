import type { ScanState } from "../journal/index.ts";
import type { Situation } from "./decide.ts";
import { tallyOf } from "./tally.ts";

/** Who would take a point now: free workers of this process, and clients. */
export interface Takers {
  readonly running: ReadonlySet<string>; // ids under way in this process
  readonly leased: ReadonlySet<string>; // ids under way at clients
  readonly capacity: number; // evaluations that may be under way in this process at the same time
  readonly wanted: number; // points that clients are waiting for
  readonly ahead: number; // points to have ready for clients that will ask soon
  readonly interruption: Situation["interruption"];
}

/**
 * Room is where somebody waits for a point: a free worker, or a client. Where nobody does, some points are made ready for clients
 * that ask so often that they could not wait for each to be chosen.
 */
export function situationOf(state: ScanState, { running, leased, capacity, wanted, ahead, interruption }: Takers): Situation {
  const underWay = new Set([...running, ...leased]);
  const takers = Math.max(capacity - running.size, 0) + wanted;
  if (takers > 0 || ahead === 0) return { running: underWay, capacity: underWay.size + takers, interruption };
  const pending = new Set(tallyOf(state).pending.map(({ id }) => id));
  const ready = pending.size - underWay.size;
  return { running: pending, capacity: pending.size + Math.max(ahead - ready, 0), interruption };
}
