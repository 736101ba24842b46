import type { UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import type { Score } from "./types.ts";

/** What evaluations cost whose noise falls with the events that they are asked for. */
export interface EventCosts {
  /** The fewest and the most events of an evaluation; to start one is taken to cost as much as the fewest. */
  readonly least: number;
  readonly most: number;
  /** Noise variance of a single event by observable, standardised units squared; none where no evaluation told. // [c, d] -> [c] */
  readonly noisePerEvent: ReadonlyMap<string, (points: UnitPoints) => Float64Array>;
}

/** Models by observable, as they are and once everything pending is observed. */
export type PendingModels = ReadonlyMap<string, { readonly surrogate: Surrogate; readonly conditioned: Surrogate }>;

/** Models conditioned on points whose outcome is not known yet, with the events they were asked for where those are counted. // [p, d], [p] */
export function conditionOn(
  surrogates: ReadonlyMap<string, Surrogate>, points: UnitPoints, costs: EventCosts | undefined, events: ArrayLike<number>,
): PendingModels {
  return new Map(Array.from(surrogates, ([name, surrogate]) => {
    const noise = costs && noiseVariances(costs, name, surrogate, points, events);
    return [name, { surrogate, conditioned: surrogate.withPending(points, noise) }];
  }));
}

/** Noise variances to expect of evaluations with so many events. // [c, d], [c] -> [c], standardised units squared */
export function noiseVariances(
  { noisePerEvent }: EventCosts, observable: string, { noiseVariance, settings }: Surrogate, points: UnitPoints, events: ArrayLike<number>,
): Float64Array {
  const perEvent = noisePerEvent.get(observable)?.(points);
  return Float64Array.from({ length: points.n }, (_, i) => (perEvent === undefined ? noiseVariance : settings.noiseVariance + perEvent[i]! / events[i]!));
}

/**
 * How many events an evaluation at each point is worth. N of them take the variance c²/(s² + σ₁²/N) from a point that the model links
 * with this one by the covariance c, and cost N₀ + N with the start, N₀ = least. What is gained per cost is greatest at
 *   N = √(N₀ σ₁²/s²),
 * wherever that point is: few where the model knows little (s² large), more where it knows much, and not so many that another
 * evaluation would tell more. For the observable that needs most; `least` where nothing is known of the noise. // [c, d] -> [c]
 */
export function eventsWorth({ least, most, noisePerEvent }: EventCosts, models: PendingModels, points: UnitPoints): Float64Array {
  const worth = new Float64Array(points.n).fill(least);
  for (const [name, { conditioned }] of models) {
    const perEvent = noisePerEvent.get(name)?.(points);
    if (perEvent === undefined) continue;
    const { variance } = conditioned.posterior(points);
    for (let i = 0; i < points.n; i++) worth[i] = Math.max(worth[i], Math.min(Math.sqrt((least * perEvent[i]) / variance[i]), most));
  }
  return worth;
}

/** The same, found once for points that every observable and the cost ask about; their coordinates are not overwritten. // [c, d] -> [c] */
export function eventsWorthOnce(costs: EventCosts, models: PendingModels): (points: UnitPoints) => Float64Array {
  const found = new WeakMap<UnitPoints, Float64Array>();
  return (points) => {
    const worth = found.get(points) ?? eventsWorth(costs, models, points);
    found.set(points, worth);
    return worth;
  };
}

/** A score over what the evaluation costs; scores below 0, which only say in which order, stay as they are. */
export function perCost(score: Score, { least }: EventCosts, worthOf: (points: UnitPoints) => Float64Array): Score {
  return (candidates) => {
    const events = worthOf(candidates);
    return score(candidates).map((value, i) => (value > 0 ? value / (least + events[i]) : value));
  };
}
