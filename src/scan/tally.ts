import type { Evaluation, ScanState } from "../journal/index.ts";

/** What every step of a scan asks of its evaluations. */
export interface Tally {
  readonly pending: readonly Evaluation[];
  readonly failed: readonly Evaluation[];
  readonly audits: readonly Evaluation[]; // points of all audits
  readonly paid: number; // points that the budget pays for: what was imported had been evaluated before
  readonly chosen: number; // points of which there is, or will be, a result of the scan's own kind
}

const tallies = new WeakMap<readonly Evaluation[], Tally>();

/** Made once for as long as no evaluation changes. */
export function tallyOf({ evaluations }: ScanState): Tally {
  const tally = tallies.get(evaluations) ?? count(evaluations);
  tallies.set(evaluations, tally);
  return tally;
}

function count(evaluations: readonly Evaluation[]): Tally {
  const [pending, failed, audits]: [Evaluation[], Evaluation[], Evaluation[]] = [[], [], []];
  let [paid, chosen] = [0, 0];
  for (const one of evaluations) {
    if (one.status === "pending") pending.push(one);
    if (one.status === "failed") failed.push(one);
    if (one.origin === "audit") audits.push(one);
    if (one.origin !== "imported") paid++;
    if (!hasOffset(one)) chosen++;
  }
  return { pending, failed, audits, paid, chosen };
}

/** Whether values may be off by an amount that is not known: at such a point one's own evaluation is still worth something. */
export function hasOffset({ source }: Evaluation): boolean {
  return source?.offsets !== undefined;
}
