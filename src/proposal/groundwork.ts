import type { LevelSet, Weighted } from "../level-set/index.ts";
import { randomStream } from "../numeric/index.ts";
import { curveOrder, selectPoints, type Space, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { admissibleSequence } from "./admissible-points.ts";
import { integrationPoints } from "./integration-points.ts";
import { pointCounts } from "./point-counts.ts";

/** Integration points that candidates are screened on: a share of all, but no fewer than this. */
const screeningShare = 1 / 4;
const fewestScreening = 256;

/**
 * What a fit of the hyperparameters settles for every ask until the next one. The same point sets come back, so that a model that
 * grows keeps what it knows of them: an ask costs what the new observations change.
 */
export interface Groundwork {
  readonly integration: Weighted<UnitPoints>; // [m, d]
  /** Some of the integration points, spread like them; the same object where there are few. // [s, d] */
  readonly screening: Weighted<UnitPoints>;
  /** Candidates spread over the admissible domain, all of them where the space has a list. // [c, d] */
  readonly pool: UnitPoints;
}

export interface GroundworkRequest {
  readonly space: Space;
  /** The models as the fit left them, by observable: later data must not change what a resumed scan works on. */
  readonly surrogates: ReadonlyMap<string, Surrogate>;
  readonly levelSets: readonly LevelSet[];
  readonly seed: number;
  /** Names the fit: each draws its points anew. */
  readonly refit: number;
  /** Rows of the uniform points at which nothing is left to learn; default none. */
  readonly settled?: ReadonlySet<number>;
}

/** The same request gives the same points. */
export function layGroundwork(request: GroundworkRequest): Groundwork {
  const { space, seed, refit } = request;
  const integration = integrationPoints(request);
  const pool = space.allowed ?? admissibleSequence(space, randomStream(seed, "candidate pool", refit)).next(pointCounts(space.d).pool);
  return { integration, screening: screeningPoints(integration), pool };
}

/** Every so many-th point along a space-filling curve, so that all parts of the domain have their share. */
export function screeningPoints(integration: Weighted<UnitPoints>): Weighted<UnitPoints> {
  const { points, weights } = integration;
  const stride = Math.floor(points.n / Math.max(fewestScreening, screeningShare * points.n));
  if (stride < 2) return integration;
  const rows = curveOrder(points).filter((_, place) => place % stride === stride >> 1);
  const share = rows.reduce((sum, j) => sum + weights[j], 0);
  return { points: selectPoints(points, rows), weights: Float64Array.from(rows, (j) => weights[j] / share) };
}
