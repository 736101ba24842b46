import { selectPoints, squaredDistance, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import type { Weighted } from "./types.ts";

/** Probability of lying on the other side of the threshold below which a place need not be looked at. */
const leastProbability = 0.003;

/** Lengthscales within which evaluations are around a place, those within which one has looked at it, and those by which it is away from the contour. */
const around = 1.5;
const lookedAt = 0.25;
const away = 0.5;

/** Part of the tolerance that has to have room where a place is. */
const leastShare = 0.25;

/** Standard deviations by which the surrogate may expect less of a place than of the evaluations around: its mean falls back in between. */
const benefit = 0.5;

/** A place away from the drawn contour that may lie on its other side. */
export interface Overlooked {
  readonly point: readonly number[]; // [d], unit cube
  readonly probability: number; // of lying on the other side
}

export interface OverlookedRequest {
  readonly surrogate: Surrogate;
  readonly threshold: number; // the observable's own units
  readonly points: UnitPoints; // [m, d]
  readonly misclassification: Float64Array; // [m], the models' average
  readonly domain: Weighted<UnitPoints>; // [k, d]
  readonly tolerance: number; // volume
  readonly observed: UnitPoints; // [n, d]
}

/**
 * The likeliest place of an island, or of a hole, that nobody has looked at: the surrogate comes closer to the threshold there, give or
 * take half a standard deviation, than at any evaluation around, half a lengthscale and more away from the drawn contour. What models
 * think of a hill that they see from its foot alone depends on what they took for granted; one evaluation settles it. What is
 * nearer than that to the place has to be a quarter of the tolerance: in many dimensions there are hills everywhere, none of which matters.
 * Undefined where none is likely.
 */
export function overlookedPlace(request: OverlookedRequest): Overlooked | undefined {
  const { surrogate, threshold, points, misclassification, domain, tolerance, observed } = request;
  const level = surrogate.standardise(threshold);
  const posterior = surrogate.posterior(points);
  const excess = posterior.mean.map((mean) => mean - level);
  const seen = surrogate.posterior(observed).mean.map((mean) => mean - level);
  const [places, evaluations] = [surrogate.scaledInputs(points), surrogate.scaledInputs(observed)];
  const isExtreme = (j: number): boolean => {
    const reach = Math.abs(excess[j]) - benefit * Math.sqrt(posterior.variance[j]);
    for (let i = 0; i < seen.length; i++) {
      const square = squaredDistance(places, j, evaluations, i);
      const isCloser = seen[i] * excess[j] >= 0 && Math.abs(seen[i]) <= reach;
      if (square <= around ** 2 && (isCloser || square <= lookedAt ** 2)) return false;
    }
    return true;
  };
  const { mean } = surrogate.posterior(domain.points);
  let scaled: UnitPoints | undefined;
  const everywhere = (): UnitPoints => (scaled ??= surrogate.scaledInputs(domain.points)); // made when asked for: hardly any place is extreme
  const isLarge = (j: number): boolean => {
    const all = everywhere();
    let volume = 0;
    for (let i = 0; i < all.n && volume < leastShare * tolerance; i++) if (squaredDistance(all, i, places, j) <= away ** 2) volume += domain.weights[i];
    return volume >= leastShare * tolerance;
  };
  const isAway = (j: number): boolean => {
    const all = everywhere();
    for (let i = 0; i < all.n; i++) { // the drawn contour lies before what is on the other side of it
      if (mean[i] > level === excess[j] <= 0 && squaredDistance(all, i, places, j) <= away ** 2) return false;
    }
    return true;
  };
  const row = Array.from(misclassification.keys())
    .filter((j) => misclassification[j] > leastProbability)
    .toSorted((i, j) => misclassification[j] - misclassification[i])
    .find((j) => isExtreme(j) && isLarge(j) && isAway(j));
  return row === undefined ? undefined : { point: [...selectPoints(points, [row]).data], probability: misclassification[row] };
}
