import type { CostConfig } from "../config/index.ts";
import type { Origin, ProposedEntry, ScanState } from "../journal/index.ts";
import { nearestDistances } from "../level-set/index.ts";
import { conditionOn, eventsWorth, type EventCosts } from "../proposal/index.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import { standardiseStandardError, type Surrogate } from "../surrogate/index.ts";
import { eventsOf, eventsSpent } from "./cost.ts";
import { tallyOf } from "./tally.ts";

type EventBudget = NonNullable<CostConfig["events"]>;

/** Evaluations nearby by which the noise of an event is judged. */
const neighbours = 5;

/**
 * How many events are worth being asked for at each of some points, once those before them are observed; of an audit the most. To condition
 * the surrogates on all that has arrived costs more than a proposal: this is for the thread that chooses. // [c, d] -> [c]
 */
export function eventsWorthAt(
  { least, most }: EventBudget, state: ScanState, surrogates: ReadonlyMap<string, Surrogate>, points: UnitPoints, origin: Origin,
): readonly number[] {
  if (origin === "audit") return Array.from({ length: points.n }, () => most);
  const costs = eventCosts({ least, most }, state, surrogates);
  let waiting = unitPoints(points.d, Float64Array.from(tallyOf(state).pending.flatMap(({ unit }) => unit)));
  const asked = pendingEvents(state, costs);
  return Array.from({ length: points.n }, (_, row) => {
    const point = selectPoints(points, [row]);
    const worth = Math.max(Math.min(rounded(eventsWorth(costs, conditionOn(surrogates, waiting, costs, asked), point)[0]!), most), least);
    waiting = joinPoints(waiting, point);
    asked.push(worth);
    return worth;
  });
}

/** The proposals with what they ask for: what they are worth as far as the budget has it, the least in any case. // [c], [c] */
export function withRequestedEvents(
  { least, total }: EventBudget, state: ScanState, entries: readonly ProposedEntry[], worth: readonly number[],
): readonly ProposedEntry[] {
  let left = total - eventsSpent(state);
  return entries.map((entry, i) => {
    const requestedEvents = Math.max(Math.min(worth[i]!, left), least);
    left -= requestedEvents;
    return { ...entry, requestedEvents };
  });
}

/** What events cost, and by how much they make an evaluation more exact as far as evaluations have told. */
export function eventCosts(
  { least, most }: Pick<EventBudget, "least" | "most">, state: ScanState, surrogates: ReadonlyMap<string, Surrogate>,
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
