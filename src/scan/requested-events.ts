import type { CostConfig } from "../config/index.ts";
import type { ProposedEntry, ScanState } from "../journal/index.ts";
import { nearestDistances } from "../level-set/index.ts";
import { conditionOn, eventsWorth, type EventCosts } from "../proposal/index.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import { standardiseStandardError, type Surrogate } from "../surrogate/index.ts";
import { eventsOf, eventsSpent } from "./cost.ts";
import type { ScanSettings } from "./settings.ts";
import { tallyOf } from "./tally.ts";

/** Evaluations nearby by which the noise of an event is judged. */
const neighbours = 5;

/**
 * The proposals with what they ask for: where the budget counts events, an audit the most, all others what their points are worth once
 * those before them are observed. The surrogates are asked for only there: to condition them on all that has arrived costs more than a proposal.
 */
export function withRequestedEvents(
  { config }: ScanSettings,
  state: ScanState,
  surrogates: (() => ReadonlyMap<string, Surrogate>) | undefined,
  entries: readonly ProposedEntry[],
): readonly ProposedEntry[] {
  const events = config.budget.cost?.events;
  if (events === undefined || entries.length === 0) return entries;
  const models = surrogates?.() ?? new Map<string, Surrogate>();
  const costs = eventCosts(events, state, models);
  let left = events.total - eventsSpent(state);
  const { pending } = tallyOf(state);
  let waiting = unitPoints(entries[0]!.unit.length, Float64Array.from(pending.flatMap(({ unit }) => unit)));
  const asked = pendingEvents(state, costs);
  return entries.map((entry) => {
    const point = unitPoints(entry.unit.length, Float64Array.from(entry.unit));
    const worth = entry.origin === "audit" ? costs.most : eventsWorth(costs, conditionOn(models, waiting, costs, asked), point)[0]!;
    const requestedEvents = Math.max(Math.min(rounded(worth), costs.most, left), costs.least);
    left -= requestedEvents;
    waiting = joinPoints(waiting, point);
    asked.push(requestedEvents);
    return { ...entry, requestedEvents };
  });
}

/** What events cost, and by how much they make an evaluation more exact as far as evaluations have told. */
export function eventCosts(
  { least, most }: NonNullable<CostConfig["events"]>, state: ScanState, surrogates: ReadonlyMap<string, Surrogate>,
): EventCosts {
  const noisePerEvent = new Map<string, (points: UnitPoints) => Float64Array>();
  for (const [name, surrogate] of surrogates) {
    const known = knownNoise(state, surrogate, name);
    if (known.points.n > 0) noisePerEvent.set(name, (points) => noiseNearby(known, surrogate, points));
  }
  return { least, most, noisePerEvent };
}

/** What the evaluations under way were asked for. // [p] */
export function pendingEvents(state: ScanState, { least }: EventCosts): number[] {
  return tallyOf(state).pending.map(({ requestedEvents }) => requestedEvents ?? least);
}

/** Noise variance of a single event where evaluations have told it. */
interface KnownNoise {
  readonly points: UnitPoints; // [n, d]
  readonly logarithms: readonly number[]; // [n], of standardised units squared
}

/** Noise variance times events of every evaluation that gave a standard error. */
function knownNoise(state: ScanState, { outputScale }: Surrogate, name: string): KnownNoise {
  const found = state.observedOrder.flatMap((index) => {
    const evaluation = state.evaluations[index]!;
    const observation = evaluation.outcome?.kind === "observed" ? evaluation.outcome.observables[name] : undefined;
    const events = eventsOf(evaluation);
    if (observation?.standardError === undefined || observation.standardError === 0 || events === undefined) return [];
    const variance = events * standardiseStandardError(outputScale, observation.value, observation.standardError) ** 2;
    return variance > 0 ? [{ unit: evaluation.unit, variance }] : [];
  });
  const d = found[0]?.unit.length ?? 1;
  return { points: unitPoints(d, Float64Array.from(found.flatMap(({ unit }) => unit))), logarithms: found.map(({ variance }) => Math.log(variance)) };
}

/** The geometric mean of the nearest evaluations. // [c, d] -> [c] */
function noiseNearby({ points: known, logarithms }: KnownNoise, surrogate: Surrogate, points: UnitPoints): Float64Array {
  const inputs = surrogate.scaledInputs(points);
  const places = surrogate.scaledInputs(known);
  return Float64Array.from({ length: points.n }, (_, i) => {
    const distances = nearestDistances(places, selectPoints(inputs, [i]));
    const nearest = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!).slice(0, neighbours);
    return Math.exp(nearest.reduce((sum, j) => sum + logarithms[j]!, 0) / nearest.length);
  });
}

/** To two digits: nobody needs 13127 events. */
function rounded(events: number): number {
  return events > 0 && events < Infinity ? Math.ceil(Number(events.toPrecision(2))) : events;
}
