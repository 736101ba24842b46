import { zeros, type LinearAlgebra, type Matrix } from "../numeric/index.ts";
import { joinPoints, selectPoints, type UnitPoints } from "../space/index.ts";
import { priorCovariance } from "./prior.ts";
import type { SurrogateSettings } from "./types.ts";

/** Points whose noisy values are conditioned on, whether they have been observed or not. */
export interface NoisyPoints {
  readonly points: UnitPoints; // [k, d]
  readonly noiseVariances: Float64Array; // [k]
}

/** V of the point sets asked about, each with a copy of its coordinates that tells whether they were overwritten since. */
type KeptWhitened = WeakMap<UnitPoints, { readonly coordinates: Float64Array; readonly whitened: Matrix }>;

/**
 * The part of a Gaussian process that knows where was looked but not what was seen: the factor L of
 * L Lᵀ = c(X, X) + diag(noiseVariances), and with it the whitened cross covariances V(z) = L⁻¹ c(X, z).
 */
export class Conditioning implements NoisyPoints {
  readonly points: UnitPoints; // [k, d]
  readonly noiseVariances: Float64Array; // [k], jitter included
  readonly factor: Matrix; // [k, k]
  readonly jitter: number;
  readonly #engine: LinearAlgebra;
  readonly #settings: SurrogateSettings;
  readonly #kept: KeptWhitened = new WeakMap();
  /** The last rows of L are (crossᵀ, corner), so a V kept before they were added lacks only its last rows. */
  readonly #growth: { readonly keptBefore: KeptWhitened; readonly cross: Matrix; readonly corner: Matrix } | undefined;

  /** Conditions on more points after those of `before`. Throws a NotPositiveDefiniteError when that cannot be factorised. */
  constructor(engine: LinearAlgebra, settings: SurrogateSettings, added: NoisyPoints, before?: Conditioning) {
    this.#engine = engine;
    this.#settings = settings;
    const covariance = priorCovariance(engine, settings, added.points, added.points);
    added.noiseVariances.forEach((variance, i, { length }) => (covariance.data[i * length + i] += variance));
    const cross = before?.whiten(added.points);
    const unexplained = cross === undefined ? covariance : engine.subtractTransposedProduct(covariance, cross, cross);
    const { factor: corner, jitter } = engine.cholesky(unexplained);
    const noiseVariances = added.noiseVariances.map((variance) => variance + jitter);
    if (before === undefined || cross === undefined) {
      this.points = added.points;
      this.noiseVariances = noiseVariances;
      this.factor = corner;
      this.jitter = jitter;
    } else {
      this.points = joinPoints(before.points, added.points);
      this.noiseVariances = Float64Array.of(...before.noiseVariances, ...noiseVariances);
      this.factor = joinFactors(before.factor, cross, corner);
      this.jitter = Math.max(before.jitter, jitter);
      this.#growth = { keptBefore: before.#kept, cross, corner };
    }
  }

  /** V(z) = L⁻¹ c(X, z), kept for as long as the set of points is in use. // [m, d] -> [k, m] */
  whiten(points: UnitPoints): Matrix {
    const kept = lookUp(this.#kept, points);
    if (kept !== undefined) return kept;
    const whitened = this.#completed(points) ?? this.#whitenedAfresh(points);
    this.#kept.set(points, { coordinates: points.data.slice(), whitened });
    return whitened;
  }

  #whitenedAfresh(points: UnitPoints): Matrix {
    return this.#engine.solveLower(this.factor, priorCovariance(this.#engine, this.#settings, this.points, points));
  }

  /** V from what was kept before the last points were added, its missing rows corner⁻¹ (c(Q, z) - crossᵀ V). */
  #completed(points: UnitPoints): Matrix | undefined {
    if (this.#growth === undefined) return undefined;
    const { keptBefore, cross, corner } = this.#growth;
    const upper = lookUp(keptBefore, points);
    if (upper === undefined) return undefined;
    const last = Array.from({ length: corner.rows }, (_, i) => cross.rows + i);
    const covariance = priorCovariance(this.#engine, this.#settings, selectPoints(this.points, last), points);
    const lower = this.#engine.solveLower(corner, this.#engine.subtractTransposedProduct(covariance, cross, upper));
    const whitened = zeros(this.points.n, points.n);
    whitened.data.set(upper.data);
    whitened.data.set(lower.data, upper.data.length);
    return whitened;
  }
}

function lookUp(kept: KeptWhitened, points: UnitPoints): Matrix | undefined {
  const entry = kept.get(points);
  return entry?.coordinates.every((value, i) => value === points.data[i]) ? entry.whitened : undefined;
}

/** [[L, 0], [crossᵀ, corner]]. // [n, n], [n, q], [q, q] -> [n + q, n + q] */
function joinFactors(factor: Matrix, cross: Matrix, corner: Matrix): Matrix {
  const n = factor.rows;
  const joined = zeros(n + corner.rows, n + corner.rows);
  for (let i = 0; i < n; i++) joined.data.set(factor.data.subarray(i * n, (i + 1) * n), i * joined.columns);
  for (let i = 0; i < corner.rows; i++) {
    const row = joined.data.subarray((n + i) * joined.columns, (n + i + 1) * joined.columns);
    for (let j = 0; j < n; j++) row[j] = cross.data[j * cross.columns + i];
    row.set(corner.data.subarray(i * corner.rows, (i + 1) * corner.rows), n);
  }
  return joined;
}
