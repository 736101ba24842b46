import { nearestDistances, type LevelSet } from "../level-set/index.ts";
import type { RandomStream } from "../numeric/index.ts";
import { joinPoints, selectPoints, unitPoints, type Space, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { admissibleSequence } from "./admissible-points.ts";
import { axisLengthscales } from "./axis-lengthscales.ts";
import { projectOntoContour } from "./contour-projection.ts";
import type { Groundwork } from "./groundwork.ts";
import { uncertaintyAt } from "./integration-points.ts";
import type { AcquisitionFunction } from "./types.ts";

/** Distance in the unit cube below which an evaluation only repeats another one, and below which listed points are the same. */
const repetition = 1e-4;
const identity = 1e-9;

const nearContour = 0.02; // p(1 - p) from which on a Newton step finds the contour
const contourCount = 32; // points projected onto the contours, and as many perturbed ones
const leastKnownCount = 16;

/** Listed points that are scored in one go; of more, the most undecided ones. */
const mostListed = 2048;

export interface CandidateRequest {
  readonly space: Space;
  readonly surrogates: ReadonlyMap<string, Surrogate>; // by observable
  readonly levelSets: readonly LevelSet[];
  readonly acquisition: AcquisitionFunction;
  readonly groundwork: Groundwork;
  readonly taken: UnitPoints; // observed, pending or avoided
  readonly random: RandomStream;
}

/**
 * Where an evaluation might be worth most, as sets that are scored one after the other: the pool, which stays the same until the next
 * fit, and what moves with the model: integration points moved onto the current contours, perturbations of those, and the integration
 * points of largest variance. For a baseline, fresh points only; of a long list of allowed points, the most undecided ones that are not
 * used yet. Never a forbidden point. // [c, d] each
 */
export function candidatePoints(request: CandidateRequest): readonly UnitPoints[] {
  const { space, acquisition, groundwork: { pool }, taken, random } = request;
  if (space.allowed !== undefined) return pool.n <= mostListed ? [pool] : [mostUndecided(request, unusedListed(pool, taken))];
  if (acquisition.candidates === "uniform") return [admissibleSequence(space, random).next(pool.n)];
  const onContour = contourPoints(request);
  const moving = [onContour, perturbed(onContour, request), leastKnownPoints(request)].reduce(joinPoints);
  return [pool, admissibleOnly(moving, space)];
}

/** The distance from every taken point within which nothing is proposed. Listed points may lie close together. */
export function repetitionDistance(space: Space): number {
  return space.allowed === undefined ? repetition : identity;
}

/** The points that are further than a distance in the unit cube from every taken one. // [c, d] -> [<= c, d] */
export function unrepeated(points: UnitPoints, taken: UnitPoints, distance: number): UnitPoints {
  if (taken.n === 0) return points;
  const nearest = nearestDistances(points, taken);
  return selectPoints(points, Array.from(nearest.keys()).filter((i) => nearest[i] > distance));
}

/** The listed points that are not taken. // [c, d] -> [<= c, d] */
export function unusedListed(allowed: UnitPoints, taken: UnitPoints): UnitPoints {
  return unrepeated(allowed, taken, identity);
}

/** The points that no constraint forbids. // [c, d] -> [<= c, d] */
export function admissibleOnly(points: UnitPoints, space: Space): UnitPoints {
  const admissible = space.admissible(points);
  return selectPoints(points, Array.from(admissible.keys()).filter((i) => admissible[i] === 1));
}

/** Undecided integration points of every level set, spread over the domain as those are, moved onto its contour. */
function contourPoints({ space, surrogates, levelSets, groundwork: { integration } }: CandidateRequest): UnitPoints {
  const perLevelSet = Math.ceil(contourCount / levelSets.length);
  const projected = levelSets.map((levelSet) => {
    const uncertainty = uncertaintyAt(integration.points, surrogates, [{ ...levelSet, weight: 1 }]);
    const undecided = Array.from(uncertainty.keys()).filter((j) => uncertainty[j] > nearContour);
    const stride = Math.max(1, Math.ceil(undecided.length / perLevelSet));
    const starts = selectPoints(integration.points, undecided.filter((_, i) => i % stride === 0));
    return projectOntoContour(starts, surrogates.get(levelSet.observable)!, levelSet.threshold);
  });
  return projected.reduce(joinPoints, unitPoints(space.d, new Float64Array(0)));
}

/** Points a fraction of a lengthscale away along every axis, whatever the surrogate's inputs are. // [k, d] -> [k, d] */
function perturbed(points: UnitPoints, { surrogates, random }: CandidateRequest): UnitPoints {
  const lengths = axisLengthscales(points, surrogates.values().next().value!);
  return unitPoints(points.d, points.data.map((coordinate, i) => coordinate + 0.2 * lengths[i] * random.normal()));
}

/** The integration points with the largest posterior variance of any observable. */
function leastKnownPoints({ surrogates, groundwork: { integration: { points } } }: CandidateRequest): UnitPoints {
  const variances = Array.from(surrogates.values(), (surrogate) => surrogate.posterior(points).variance);
  const largest = Float64Array.from({ length: points.n }, (_, j) => Math.max(...variances.map((variance) => variance[j])));
  const order = Array.from(largest.keys()).toSorted((i, j) => largest[j] - largest[i]);
  return selectPoints(points, order.slice(0, leastKnownCount));
}

/** Of a list too long to be scored, every so many-th point, and of those the ones whose answer is least certain. */
function mostUndecided({ surrogates, levelSets }: CandidateRequest, points: UnitPoints): UnitPoints {
  if (points.n <= mostListed) return points;
  const stride = Math.ceil(points.n / (4 * mostListed));
  const some = selectPoints(points, Array.from({ length: Math.ceil(points.n / stride) }, (_, i) => i * stride));
  const uncertainty = uncertaintyAt(some, surrogates, levelSets);
  const order = Array.from(uncertainty.keys()).toSorted((i, j) => uncertainty[j] - uncertainty[i]);
  return selectPoints(some, order.slice(0, mostListed));
}
