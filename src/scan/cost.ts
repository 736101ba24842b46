import type { CostConfig } from "../config/index.ts";
import type { Evaluation, ScanState } from "../journal/index.ts";

/** Simulated events that evaluations have taken, those under way by what they were asked for; what was imported costs nothing. */
export function eventsSpent(state: ScanState): number {
  return paid(state).reduce((sum, evaluation) => sum + (eventsOf(evaluation) ?? evaluation.requestedEvents ?? 0), 0);
}

/** Seconds that evaluations have cost: as they say themselves, else how long they took. */
export function secondsSpent(state: ScanState): number {
  return paid(state).reduce((sum, { outcome, seconds = 0 }) => sum + (outcome?.kind === "observed" ? (outcome.costSeconds ?? seconds) : seconds), 0);
}

/** Events behind an observed value; undefined where nobody said. */
export function eventsOf({ outcome, requestedEvents }: Evaluation): number | undefined {
  return outcome?.kind === "observed" ? (outcome.events ?? requestedEvents) : undefined;
}

/** Which part of the budget for costs is spent, in words; undefined while there is some left. */
export function costReached(cost: CostConfig | undefined, state: ScanState): string | undefined {
  if (cost?.events !== undefined && eventsSpent(state) + cost.events.least > cost.events.total) {
    return `the budget of ${cost.events.total} simulated events is spent`;
  }
  if (cost?.seconds !== undefined && secondsSpent(state) >= cost.seconds) return `the budget of ${cost.seconds} s of evaluation is spent`;
  return undefined;
}

function paid({ evaluations }: ScanState): readonly Evaluation[] {
  return evaluations.filter(({ origin }) => origin !== "imported");
}
