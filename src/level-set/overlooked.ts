import { logGamma } from "../numeric/index.ts";
import { selectPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { nearestDistances } from "./exploration.ts";

/** Probability of lying on the other side of the threshold below which a place need not be looked at. */
const leastProbability = 0.002;

/** Lengthscales within which evaluations are around a place, and within which one has looked at it. */
const around = 1.5;
const lookedAt = 0.25;

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
  readonly domain: UnitPoints; // [k, d]
  readonly observed: UnitPoints; // [n, d]
  readonly tolerance: number; // volume
}

/**
 * The likeliest place of an island, or of a hole, that nobody has looked at: the surrogate comes closer to the threshold there than at
 * any evaluation around, and a ball as large as the tolerance about it lies on one side of the drawn contour. What models think of a hill
 * that they see from its foot alone depends on what they took for granted; one evaluation settles it. Undefined where none is likely.
 */
export function overlookedPlace(request: OverlookedRequest): Overlooked | undefined {
  const { surrogate, threshold, points, misclassification, domain, observed, tolerance } = request;
  const level = surrogate.standardise(threshold);
  const excess = surrogate.posterior(points).mean.map((mean) => mean - level);
  const seen = surrogate.posterior(observed).mean.map((mean) => mean - level);
  const [places, evaluations] = [surrogate.scaledInputs(points), surrogate.scaledInputs(observed)];
  const isExtreme = (j: number): boolean => {
    const distances = nearestDistances(evaluations, selectPoints(places, [j]));
    const isCloser = (other: number): boolean => other * excess[j] >= 0 && Math.abs(other) <= Math.abs(excess[j]);
    return seen.every((other, i) => distances[i] > around || (distances[i] > lookedAt && !isCloser(other)));
  };
  const { mean } = surrogate.posterior(domain);
  const side = (above: boolean): UnitPoints =>
    selectPoints(domain, Array.from(mean.keys()).filter((i) => mean[i] > level === above));
  const [below, above] = [side(false), side(true)];
  const radius = ballRadius(points.d, tolerance);
  const isRemote = (j: number): boolean => nearestDistances(selectPoints(points, [j]), excess[j] > 0 ? below : above)[0]! > radius;
  const row = Array.from(misclassification.keys())
    .filter((j) => misclassification[j] > leastProbability)
    .toSorted((i, j) => misclassification[j] - misclassification[i])
    .find((j) => isExtreme(j) && isRemote(j));
  return row === undefined ? undefined : { point: [...selectPoints(points, [row]).data], probability: misclassification[row] };
}

/** Radius of the ball of a volume: (volume Γ(d/2 + 1))^(1/d) / √π. */
function ballRadius(d: number, volume: number): number {
  return Math.exp((Math.log(volume) + logGamma(d / 2 + 1)) / d) / Math.sqrt(Math.PI);
}
