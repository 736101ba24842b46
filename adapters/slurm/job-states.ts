import type { Ending } from "../batch/batch-system.ts";

/** States of a job that is still to end; one that is not known counts as such, since Slurm has more with every year. */
const words: Readonly<Record<string, string>> = {
  BOOT_FAIL: "its node did not start",
  CANCELLED: "cancelled",
  COMPLETED: "ended without a reply",
  DEADLINE: "ended at its deadline",
  FAILED: "failed without a reply",
  LAUNCH_FAILED: "could not be launched",
  NODE_FAIL: "its node failed",
  OUT_OF_MEMORY: "ran out of memory",
  PREEMPTED: "pre-empted",
  REVOKED: "revoked",
  TIMEOUT: "ended at its time limit",
};

/** Why a job waits that Slurm itself has put on hold, after a node did not start it or lost it: for ever. What a person holds is for that person to release. */
const held = /requeued[ _](?:in[ _])?held|JobHoldMaxRequeue/;

/** How a job in this state has ended, or undefined when it has not. */
export function endingOf(state: string, detail: string): Ending | undefined {
  if (state === "PENDING" && held.test(detail)) return { reason: `put on hold by Slurm (${detail})`, retryable: true, cancelled: false, remains: true };
  const what = words[state];
  if (what === undefined) return undefined;
  const why = detail === "" || detail === "None" ? "" : ` (${detail})`;
  return { reason: `${what} in Slurm${why}`, retryable: true, cancelled: state === "CANCELLED" };
}
