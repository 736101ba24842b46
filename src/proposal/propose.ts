import type { LevelSet, Weighted } from "../level-set/index.ts";
import { randomStream, type BulkScoring, type Engine } from "../numeric/index.ts";
import { joinPoints, selectPoints, unitPoints, type Space, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { axisLengthscales } from "./axis-lengthscales.ts";
import { admissibleOnly, candidatePoints, repetitionDistance, unrepeated } from "./candidates.ts";
import type { Groundwork } from "./groundwork.ts";
import { conditionOn, eventsWorth, eventsWorthOnce, noiseVariances, perCost, type EventCosts, type PendingModels } from "./event-costs.ts";
import { lookAheadOf } from "./look-ahead.ts";
import { polish } from "./polish.ts";
import type { AcquisitionFunction, Score } from "./types.ts";

/** Candidates that are scored on all integration points after screening: a share of all, but no fewer than this. */
const finalistShare = 1 / 50;
const fewestFinalists = 16;

/** Integration points up to which the search around the finalists goes over all of them. */
const mostForPolishing = 4096;

export interface BatchRequest {
  readonly space: Space;
  readonly surrogates: ReadonlyMap<string, Surrogate>; // by observable
  readonly levelSets: readonly LevelSet[];
  readonly acquisition: AcquisitionFunction;
  readonly engine: Engine;
  readonly groundwork: Groundwork;
  readonly observed: UnitPoints; // [n, d]
  readonly pending: UnitPoints; // [p, d]
  /** Where events are counted: what they cost, and how many each pending point was asked for. */
  readonly events?: { readonly costs: EventCosts; readonly pending: readonly number[] }; // [p]
  /** Points that gave no value and will not: conditioned on like pending ones, so that nothing is sought next to them. // [k, d] */
  readonly avoided: UnitPoints;
  readonly count: number;
  readonly seed: number;
  /** Points proposed so far; names the random numbers of this batch. */
  readonly iteration: number;
  /** A point to look at before anything else, where the certificate lacks only exploration. // [d] */
  readonly unexplored?: readonly number[];
}

/**
 * The next points to evaluate, one after the other: each is the best for the acquisition function once the ones before it, and all
 * that is pending, are conditioned on. Never a forbidden point or a repetition; fewer than `count`, possibly none, when the allowed
 * points run out. The same request gives the same points. // [<= count, d]
 */
export function proposeBatch(request: BatchRequest): UnitPoints {
  const { space, count, observed, pending, avoided, unexplored, events } = request;
  const withoutOutcome = joinPoints(pending, avoided);
  const asked = eventsWithoutOutcome(request);
  let batch = unitPoints(space.d, new Float64Array(0));
  while (batch.n < count) {
    const conditioned = joinPoints(withoutOutcome, batch);
    const models = conditionOn(request.surrogates, conditioned, events?.costs, asked);
    const taken = joinPoints(observed, conditioned);
    const eligible = (points: UnitPoints): UnitPoints => unrepeated(admissibleOnly(points, space), taken, repetitionDistance(space));
    const wish = unitPoints(space.d, Float64Array.from(batch.n === 0 ? (unexplored ?? []) : []));
    const wished = eligible(wish);
    const next = wished.n > 0 ? wished : bestPoint(request, models, taken, eligible, request.iteration + batch.n);
    if (next.n === 0) break;
    if (events !== undefined) asked.push(...eventsWorth(events.costs, models, next));
    batch = joinPoints(batch, next);
  }
  return batch;
}

/** Events of the points that are conditioned on; of one that failed nothing more is to be learned. // [p + k] */
function eventsWithoutOutcome({ events, avoided }: BatchRequest): number[] {
  return events === undefined ? [] : [...events.pending, ...Array.from({ length: avoided.n }, () => events.costs.most)];
}

/**
 * The best single point given what is conditioned on; none when there is no candidate left. All candidates are scored on the screening
 * points, or in bulk on all where the engine can, the best few per cent on all integration points, and from the best of those a search by gradients goes on. // [<= 1, d]
 */
function bestPoint(
  request: BatchRequest,
  models: PendingModels,
  taken: UnitPoints,
  eligible: (points: UnitPoints) => UnitPoints,
  iteration: number,
): UnitPoints {
  const { space, seed, acquisition, engine, groundwork } = request;
  const { integration, screening } = groundwork;
  const candidates = candidatePoints({ ...request, taken, random: randomStream(seed, "candidates", iteration) });
  const scoreOver = (points: Weighted<UnitPoints>, bulk?: BulkScoring): Score => prepareScore(request, points, models, iteration, bulk);
  const screen = scoreOver(screening);
  const score = screening === integration ? screen : scoreOver(integration);
  const finalists = bestEligible(candidates, candidates.map(engine.bulk === undefined ? screen : scoreOver(integration, engine.bulk)), eligible);
  if (finalists.n === 0) return finalists;
  const scores = score(finalists);
  const best = argmax(scores);
  if (space.allowed !== undefined || acquisition.candidates === "uniform") return selectPoints(finalists, [best]);
  const lengthscales = axisLengthscales(finalists, request.surrogates.values().next().value!);
  const search = integration.points.n <= mostForPolishing ? score : screen;
  const polished = eligible(polish(finalists, scores, search, lengthscales, (points) => space.admissible(points)));
  const polishedScores = score(polished);
  const top = argmax(polishedScores);
  return polishedScores[top] > scores[best] ? selectPoints(polished, [top]) : selectPoints(finalists, [best]);
}

/** The best few per cent of the candidates that may be proposed, best first. // [c, d] each, [c] each -> [k, d] */
function bestEligible(
  sets: readonly UnitPoints[],
  scores: readonly Float64Array[],
  eligible: (points: UnitPoints) => UnitPoints,
): UnitPoints {
  const all = sets.reduce(joinPoints);
  const allScores = Float64Array.from(scores.flatMap((values) => [...values]));
  const order = Array.from(allScores.keys()).toSorted((i, j) => allScores[j] - allScores[i]);
  const wanted = Math.max(fewestFinalists, Math.ceil(finalistShare * all.n));
  let finalists = unitPoints(all.d, new Float64Array(0));
  for (let first = 0; first < order.length && finalists.n < wanted; first += wanted) {
    finalists = joinPoints(finalists, eligible(selectPoints(all, order.slice(first, first + wanted))));
  }
  return finalists.n <= wanted ? finalists : selectPoints(finalists, Array.from({ length: wanted }, (_, i) => i));
}

/** The score by which candidates are screened for the next point, with everything pending conditioned on. */
export function scoreOf(request: BatchRequest): Score {
  const conditioned = joinPoints(request.pending, request.avoided);
  const models = conditionOn(request.surrogates, conditioned, request.events?.costs, eventsWithoutOutcome(request));
  return prepareScore(request, request.groundwork.screening, models, request.iteration);
}

function prepareScore(
  { surrogates, levelSets, acquisition, engine, seed, events }: BatchRequest,
  { points, weights }: Weighted<UnitPoints>,
  models: PendingModels,
  iteration: number,
  bulk?: BulkScoring,
): Score {
  const priced = events && { costs: events.costs, worthOf: eventsWorthOnce(events.costs, models) };
  const lookAheads = new Map(Array.from(models, ([name, { surrogate, conditioned }]) => {
    const noise = priced && ((candidates: UnitPoints) => noiseVariances(priced.costs, name, surrogate, candidates, priced.worthOf(candidates)));
    return [name, lookAheadOf(surrogate, conditioned, points, noise)];
  }));
  const terms = levelSets.map(({ observable, threshold, side, weight }) => ({
    lookAhead: lookAheads.get(observable)!,
    threshold: surrogates.get(observable)!.standardise(threshold),
    side,
    weight,
  }));
  const score = acquisition.prepare({ terms, weights, random: randomStream(seed, "acquisition", iteration), engine, ...(bulk !== undefined && { bulk }) });
  return priced === undefined ? score : perCost(score, priced.costs, priced.worthOf);
}

function argmax(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}
