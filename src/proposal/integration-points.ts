import { excursionProbability, type LevelSet, type Weighted } from "../level-set/index.ts";
import { randomStream, type RandomStream } from "../numeric/index.ts";
import { joinPoints, selectPoints, unitPoints, type Space, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { admissibleSequence } from "./admissible-points.ts";
import { cellSample } from "./cell-sample.ts";
import { pointCounts } from "./point-counts.ts";

/** Listed points up to which each of them is an integration point. */
const fewAllowed = 4096;

/** Share of the integration points that does not depend on what the surrogates say, so that the unexplored part stays in. */
const uniformShare = 0.2;

/** Dimensions up to which the 2^d corners of the cube are looked at. */
const cornerDimensions = 8;

export interface IntegrationRequest {
  readonly space: Space;
  readonly surrogates: ReadonlyMap<string, Surrogate>; // by observable
  readonly levelSets: readonly LevelSet[];
  readonly seed: number;
  /** Names the fit of the hyperparameters: each draws its points anew. */
  readonly refit: number;
  /** Rows of the uniform points at which nothing is left to learn; default none. */
  readonly settled?: ReadonlySet<number>;
}

/**
 * Weighted points for integrals over the admissible domain, dense where the surrogates are undecided: inclusion probabilities are
 * proportional to Σ_k weight_k p_k(1 - p_k), mixed with a fifth of uniform ones, over the uniform points [Chevalier2014]. All
 * listed points that are not settled with equal weights where the space has a list (a sample of them when there are more than 4096).
 * // [m, d]
 */
export function integrationPoints({ space, surrogates, levelSets, seed, refit, settled = new Set() }: IntegrationRequest): Weighted<UnitPoints> {
  const uniform = uniformPoints(space, seed);
  const count = pointCounts(space.d).integration;
  if (space.allowed !== undefined) {
    const open = Array.from(uniform.weights.keys()).filter((row) => !settled.has(row));
    return settled.size === 0 || open.length === 0 ? uniform : equallyWeighted(selectPoints(uniform.points, open));
  }
  if (uniform.points.n <= count) return uniform;
  const probabilities = inclusionProbabilities(uncertaintyAt(uniform.points, surrogates, levelSets), count);
  return cellSample(uniform.points, probabilities, randomStream(seed, "integration points", refit));
}

/** What has been drawn for a space, by seed. */
const uniformPointsOf = new WeakMap<Space, Map<number, Weighted<UnitPoints>>>();

/**
 * Equally weighted points for integrals over the admissible domain that do not depend on any surrogate; the same object whenever
 * they are asked for, so that models keep what they know of them. // [m, d]
 */
export function uniformPoints(space: Space, seed: number): Weighted<UnitPoints> {
  const known = uniformPointsOf.get(space) ?? new Map<number, Weighted<UnitPoints>>();
  const points = known.get(seed) ?? drawUniformPoints(space, randomStream(seed, "uniform points", 0));
  uniformPointsOf.set(space, known.set(seed, points));
  return points;
}

function drawUniformPoints(space: Space, random: RandomStream): Weighted<UnitPoints> {
  const { allowed, d } = space;
  if (allowed === undefined) return equallyWeighted(admissibleSequence(space, random).next(pointCounts(d).uniform));
  if (allowed.n <= fewAllowed) return equallyWeighted(allowed);
  return cellSample(allowed, new Float64Array(allowed.n).fill(fewAllowed / allowed.n), random);
}

function admissibleCorners(space: Space): UnitPoints {
  const corners = space.d > cornerDimensions ? unitPoints(space.d, new Float64Array(0)) : cubeCorners(space.d);
  const admissible = space.admissible(corners);
  return selectPoints(corners, Array.from(admissible.keys()).filter((i) => admissible[i] === 1));
}

/**
 * Where a cheap function is looked at once to be known everywhere: all listed points (a sample of more than 4096), or Sobol points dense enough to interpolate
 * between and the admissible corners. // [m, d]
 */
export function surveyPoints(space: Space, seed: number): UnitPoints {
  if (space.allowed !== undefined) return uniformPoints(space, seed).points;
  const inside = admissibleSequence(space, randomStream(seed, "survey", 0)).next(pointCounts(space.d).survey);
  return joinPoints(inside, admissibleCorners(space));
}

/** Σ_k weight_k p_k(1 - p_k), the variance of the answers at each point. // [m, d] -> [m] */
export function uncertaintyAt(
  points: UnitPoints,
  surrogates: ReadonlyMap<string, Surrogate>,
  levelSets: readonly LevelSet[],
): Float64Array {
  const uncertainty = new Float64Array(points.n);
  for (const { observable, threshold, side, weight } of levelSets) {
    const surrogate = surrogates.get(observable)!;
    const probability = excursionProbability(surrogate.posterior(points), surrogate.standardise(threshold), side);
    for (let j = 0; j < points.n; j++) uncertainty[j] += weight * probability[j] * (1 - probability[j]);
  }
  return uncertainty;
}

/** Probabilities that sum to `count`: a fifth spread evenly, the rest in proportion to the uncertainty, none above 1. // [N] -> [N] */
function inclusionProbabilities(uncertainty: Float64Array, count: number): Float64Array {
  const uniform = (uniformShare * count) / uncertainty.length;
  let total = 0;
  for (let j = 0; j < uncertainty.length; j++) total += uncertainty[j];
  if (total === 0) return uncertainty.map(() => count / uncertainty.length);
  let factor = ((1 - uniformShare) * count) / total;
  for (let round = 0; round < 50; round++) {
    // what points that are certain to be taken cannot use goes to the others
    let certain = 0;
    let open = 0;
    for (let j = 0; j < uncertainty.length; j++) {
      if (uniform + factor * uncertainty[j] >= 1) certain++;
      else open += uncertainty[j];
    }
    const left = count - certain - uniform * (uncertainty.length - certain);
    const next = open === 0 ? factor : left / open;
    if (!(next > factor * (1 + 1e-9))) break;
    factor = next;
  }
  const probabilities = new Float64Array(uncertainty.length);
  for (let j = 0; j < probabilities.length; j++) probabilities[j] = Math.min(uniform + factor * uncertainty[j], 1);
  return probabilities;
}

function equallyWeighted(points: UnitPoints): Weighted<UnitPoints> {
  return { points, weights: new Float64Array(points.n).fill(1 / points.n) };
}

function cubeCorners(d: number): UnitPoints {
  return unitPoints(d, Float64Array.from({ length: 2 ** d * d }, (_, i) => (Math.floor(i / d) >> (i % d)) & 1));
}
