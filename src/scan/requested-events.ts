import type { CostConfig } from "../config/index.ts";
import type { ProposedEntry, ScanState } from "../journal/index.ts";
import { excursionProbability, misclassificationProbability, nearestDistances, type LevelSet } from "../level-set/index.ts";
import { selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import { standardiseStandardError, type Surrogate } from "../surrogate/index.ts";
import { eventsOf, eventsSpent } from "./cost.ts";
import type { ScanSettings } from "./settings.ts";

/** Noise variance to aim at, in units of the variance that the surrogate has at the point: less noise would teach little more. */
const noiseShare = 0.5;

/** Misclassification probability below which a point needs no more than the fewest events for a level set. */
const decided = 1e-3;

/** Evaluations nearby by which the noise of an event is judged. */
const neighbours = 5;

/**
 * The proposals with what they ask for: where the budget counts events, an audit the most, all others what their points are worth. The
 * surrogates are asked for only there: to condition them on all that has arrived costs more than a proposal.
 */
export function withRequestedEvents(
  { config, levelSets }: ScanSettings,
  state: ScanState,
  surrogates: (() => ReadonlyMap<string, Surrogate>) | undefined,
  entries: readonly ProposedEntry[],
): readonly ProposedEntry[] {
  const cost = config.budget.cost?.events;
  if (cost === undefined || entries.length === 0) return entries;
  const points = unitPoints(entries[0]!.unit.length, Float64Array.from(entries.flatMap(({ unit }) => unit)));
  const events = requestedEvents(cost, state, surrogates?.(), levelSets, points);
  return entries.map((entry, i) => ({ ...entry, requestedEvents: entry.origin === "audit" ? cost.most : events[i]! }));
}

/**
 * How many events each point is worth: as many as bring the noise of the evaluation, σ₁²/N, down to a share of the variance s² that the
 * surrogate has there, N = σ₁²/(share s²), for the observable that needs most. Where the surrogate knows little, few events tell as
 * much as many; another evaluation beside or at the same point is worth more than a long one. σ₁², the noise variance of one event, is
 * judged by the nearest evaluations that gave a standard error. Without any, and before the first fit, the fewest. // [m, d] -> [m]
 */
function requestedEvents(
  cost: NonNullable<CostConfig["events"]>,
  state: ScanState,
  surrogates: ReadonlyMap<string, Surrogate> | undefined,
  levelSets: readonly LevelSet[],
  points: UnitPoints,
): number[] {
  const { total, least, most } = cost;
  let left = total - eventsSpent(state);
  const needs = Array.from(surrogates ?? [], ([name, surrogate]) =>
    needsOf(state, surrogate, name, levelSets.filter(({ observable }) => observable === name), points),
  );
  return Array.from({ length: points.n }, (_, i) => {
    const needed = Math.max(0, ...needs.map((need) => need[i]!));
    const asked = Math.max(Math.min(rounded(needed), most, left), least);
    left -= asked;
    return asked;
  });
}

function needsOf(state: ScanState, surrogate: Surrogate, name: string, levelSets: readonly LevelSet[], points: UnitPoints): Float64Array {
  const known = noisePerEvent(state, surrogate, name);
  const posterior = surrogate.posterior(points);
  if (known.points.n === 0) return new Float64Array(points.n);
  const misclassification = levelSets.map(({ threshold, side }) =>
    misclassificationProbability(excursionProbability(posterior, surrogate.standardise(threshold), side)),
  );
  const inputs = surrogate.scaledInputs(points);
  const places = surrogate.scaledInputs(known.points);
  return posterior.variance.map((variance, i) => {
    if (misclassification.every((one) => one[i]! < decided)) return 0;
    const distances = nearestDistances(places, selectPoints(inputs, [i]));
    const nearest = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!).slice(0, neighbours);
    const logarithm = nearest.reduce((sum, j) => sum + Math.log(known.variances[j]!), 0) / nearest.length;
    return Math.exp(logarithm) / (noiseShare * variance);
  });
}

/** Noise variance times events of every evaluation that gave a standard error, standardised units squared. */
function noisePerEvent(state: ScanState, { outputScale }: Surrogate, name: string): { readonly points: UnitPoints; readonly variances: readonly number[] } {
  const found = state.observedOrder.flatMap((index) => {
    const evaluation = state.evaluations[index]!;
    const observation = evaluation.outcome?.kind === "observed" ? evaluation.outcome.observables[name] : undefined;
    const events = eventsOf(evaluation);
    if (observation?.standardError === undefined || observation.standardError === 0 || events === undefined) return [];
    const variance = events * standardiseStandardError(outputScale, observation.value, observation.standardError) ** 2;
    return variance > 0 ? [{ unit: evaluation.unit, variance }] : [];
  });
  const d = found[0]?.unit.length ?? 1;
  return { points: unitPoints(d, Float64Array.from(found.flatMap(({ unit }) => unit))), variances: found.map(({ variance }) => variance) };
}

/** To two digits: nobody needs 13127 events. */
function rounded(events: number): number {
  return events > 0 && events < Infinity ? Math.ceil(Number(events.toPrecision(2))) : events;
}
