import type { Evaluation, ScanState } from "../journal/index.ts";
import { unitPoints, type UnitPoints } from "../space/index.ts";
import type { Dataset } from "../surrogate/index.ts";

/** What was observed of one observable, in order of arrival: arrivals `from` up to `to` (all without them). */
export function datasetOf(state: ScanState, observable: string, from = 0, to = state.observedOrder.length): Dataset {
  const chosen = state.observedOrder.slice(from, to).map((index) => state.evaluations[index]!);
  const observations = chosen.map(({ outcome }) => {
    const observation = outcome?.kind === "observed" ? outcome.observables[observable] : undefined;
    if (observation === undefined) throw new Error(`an observed evaluation without ${observable} is in the journal`);
    return observation;
  });
  return {
    points: pointsOf(state, chosen),
    values: Float64Array.from(observations, ({ value }) => value),
    standardErrors: Float64Array.from(observations, ({ standardError }) => standardError ?? 0),
  };
}

/** Points with a usable result, in order of arrival. // [n, d] */
export function observedPoints(state: ScanState): UnitPoints {
  return pointsOf(state, state.observedOrder.map((index) => state.evaluations[index]!));
}

/** Points whose outcome is not known yet. // [p, d] */
export function pendingPoints(state: ScanState): UnitPoints {
  return pointsOf(state, state.evaluations.filter(({ status }) => status === "pending"));
}

/** Points that gave no value and will not: proposing them again would be a waste. // [a, d] */
export function avoidedPoints(state: ScanState): UnitPoints {
  return pointsOf(state, state.evaluations.filter(({ status }) => status === "failed" || status === "infeasible"));
}

/** Points of some of the evaluations, possibly none; the first of all says how many coordinates a point has. */
function pointsOf({ evaluations }: ScanState, chosen: readonly Evaluation[]): UnitPoints {
  if (evaluations.length === 0) throw new Error("expected a scan that has begun, got one without evaluations");
  return unitPoints(evaluations[0]!.unit.length, Float64Array.from(chosen.flatMap(({ unit }) => unit)));
}
