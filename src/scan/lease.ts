import type { Evaluation, ScanState } from "../journal/index.ts";
import { tallyOf } from "./tally.ts";

/** Ids of the points that a client has under a lease that has not ended. */
export function leasedIds(state: ScanState, nowMilliseconds: number): Set<string> {
  return new Set(tallyOf(state).pending.filter((one) => isLeased(one, nowMilliseconds)).map(({ id }) => id));
}

export function isLeased({ status, lease }: Evaluation, nowMilliseconds: number): boolean {
  return status === "pending" && lease !== undefined && Date.parse(lease.until) > nowMilliseconds;
}

/** When the next lease ends, in milliseconds since the epoch; Infinity when there is none. */
export function nextLeaseEnd(state: ScanState, nowMilliseconds: number): number {
  const leased = tallyOf(state).pending.filter((one) => isLeased(one, nowMilliseconds));
  return leased.reduce((earliest, { lease }) => Math.min(earliest, Date.parse(lease!.until)), Infinity);
}

/**
 * What a client's word on an attempt is worth: "valid" within its lease, "repeated" when its result is known already, "ended" when the
 * lease has run out or the point has gone to somebody else. Without an attempt, the latest is meant.
 */
export function standingOf(evaluation: Evaluation, attempt: number | undefined, nowMilliseconds: number): "valid" | "repeated" | "ended" {
  const { lease, attempts, outcome } = evaluation;
  const latest = Math.max(attempts, lease?.attempt ?? 0);
  const meant = attempt ?? latest;
  if (outcome !== undefined && meant === attempts) return "repeated";
  return meant === lease?.attempt && isLeased(evaluation, nowMilliseconds) ? "valid" : "ended";
}
