import type { LevelSet, Weighted } from "../level-set/index.ts";
import { randomStream } from "../numeric/index.ts";
import { joinPoints, selectPoints, unitPoints, type Space, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { admissibleOnly, candidatePoints, unrepeated } from "./candidates.ts";
import { integrationPoints } from "./integration-points.ts";
import { lookAhead } from "./look-ahead.ts";
import { polish } from "./polish.ts";
import type { AcquisitionFunction, Score } from "./types.ts";

export interface BatchRequest {
  readonly space: Space;
  readonly surrogates: ReadonlyMap<string, Surrogate>; // by observable
  readonly levelSets: readonly LevelSet[];
  readonly acquisition: AcquisitionFunction;
  readonly observed: UnitPoints; // [n, d]
  readonly pending: UnitPoints; // [p, d]
  /** Points that gave no value and will not: conditioned on like pending ones, so that nothing is sought next to them. // [k, d] */
  readonly avoided: UnitPoints;
  readonly count: number;
  readonly seed: number;
  /** Points proposed so far; names the random numbers of this batch. */
  readonly iteration: number;
  /** Names the fit of the hyperparameters: the integration points stay the same until the next one. */
  readonly refit: number;
  /** A point to look at before anything else, where the certificate lacks only exploration. // [d] */
  readonly unexplored?: readonly number[];
}

/**
 * The next points to evaluate, one after the other: each is the best for the acquisition function once the ones before it, and all
 * that is pending, are conditioned on. Never a forbidden point or a repetition; fewer than `count`, possibly none, when the allowed
 * points run out. The same request gives the same points. // [<= count, d]
 */
export function proposeBatch(request: BatchRequest): UnitPoints {
  const { space, count, observed, pending, avoided, unexplored } = request;
  const none = unitPoints(space.d, new Float64Array(0));
  const withoutOutcome = [pending, avoided].filter(({ n }) => n > 0).reduce(joinPoints, none);
  const known = observed.n === 0 ? none : observed;
  const integration = integrationPoints(request);
  let batch = none;
  while (batch.n < count) {
    const conditioned = joinPoints(withoutOutcome, batch);
    const taken = joinPoints(known, conditioned);
    const wish = batch.n === 0 && unexplored !== undefined ? unitPoints(space.d, Float64Array.from(unexplored)) : none;
    const next = [unrepeated(admissibleOnly(wish, space), taken), none].find(({ n }) => n > 0)
      ?? bestPoint(request, integration, conditioned, taken, request.iteration + batch.n);
    if (next.n === 0) break;
    batch = joinPoints(batch, next);
  }
  return batch;
}

/** The best single point given what is conditioned on; none when there is no candidate left. // [<= 1, d] */
function bestPoint(
  request: BatchRequest,
  integration: Weighted<UnitPoints>,
  conditioned: UnitPoints,
  taken: UnitPoints,
  iteration: number,
): UnitPoints {
  const { space, seed, acquisition } = request;
  const random = randomStream(seed, "candidates", iteration);
  const candidates = candidatePoints({ ...request, integration, taken, random });
  if (candidates.n === 0) return candidates;
  const score = prepareScore(request, integration, conditioned, iteration);
  const scores = score(candidates);
  if (space.allowed !== undefined || acquisition.candidates === "uniform") {
    return selectPoints(candidates, [scores.reduce((best, value, i) => (value > scores[best] ? i : best), 0)]);
  }
  return polish(candidates, scores, score, (points) => unrepeated(admissibleOnly(points, space), taken));
}

function prepareScore(
  { surrogates, levelSets, acquisition, seed }: BatchRequest,
  { points, weights }: Weighted<UnitPoints>,
  conditioned: UnitPoints,
  iteration: number,
): Score {
  const lookAheads = new Map(
    Array.from(surrogates, ([name, surrogate]) => [name, lookAhead(surrogate, points, conditioned)] as const),
  );
  const terms = levelSets.map(({ observable, threshold, side, weight }) => ({
    lookAhead: lookAheads.get(observable)!,
    threshold: surrogates.get(observable)!.standardise(threshold),
    side,
    weight,
  }));
  return acquisition.prepare({ terms, weights, random: randomStream(seed, "acquisition", iteration) });
}
