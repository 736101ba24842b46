import { conditionOnRows, transpose, type LinearAlgebra, type Matrix, type Moments, type ProcessPrior } from "../numeric/index.ts";
import type { UnitPoints } from "../space/index.ts";
import { areComputed } from "./features.ts";
import { asMatrix, priorCovariance } from "./prior.ts";
import { isSame } from "./same-numbers.ts";

/** Points whose noisy values are conditioned on, whether they have been observed or not. */
export interface NoisyPoints {
  readonly points: UnitPoints; // [q, d]
  readonly noiseVariances: Float64Array; // [q]
}

/** Part of the prior variance that is added where earlier points leave less than this of a new one: it repeats them without noise. */
const leastUnexplained = 1e-12;

/** Stands for a set of points with the coordinates it has now. */
export type SetKey = object;

const keys = new WeakMap<UnitPoints, { readonly coordinates: Float64Array; readonly key: SetKey }>();

/** What models remember the same set of points by; another one once its coordinates were overwritten. */
export function keyOf(points: UnitPoints): SetKey {
  if (areComputed(points)) return points;
  const kept = keys.get(points);
  if (kept !== undefined && isSame(kept.coordinates, points.data)) return kept.key;
  const key = {};
  keys.set(points, { coordinates: points.data.slice(), key });
  return key;
}

/**
 * The part of a Gaussian process that knows where was looked but not what was seen: the factor L of
 * L Lᵀ = c(X, X) + diag(noiseVariances), and with it the whitened cross covariances V(z) = L⁻¹ c(X, z).
 *
 * A chain of links: each adds the rows (crossᵀ, corner) to L and to V(z) the rows corner⁻¹ (c(Q, z) - crossᵀ V before). What the links
 * before have found is never computed again nor copied, so one more point costs n² operations for L and 2 n m for a set of m points.
 * The same chain gives the same numbers bit for bit, whenever and in whatever order it is asked.
 */
export class Conditioning {
  readonly links: readonly Conditioning[]; // the first one first, this one last
  readonly added: NoisyPoints; // of this link, jitter included
  readonly size: number; // rows of L
  readonly jitter: number; // the largest of any link
  readonly #engine: LinearAlgebra;
  readonly #prior: ProcessPrior;
  readonly #cross: readonly Matrix[]; // [rows of the link, q] for each link before
  readonly #corner: Matrix; // [q, q]
  readonly #rows = new WeakMap<SetKey, Matrix>();
  #precisionDiagonal: Float64Array | undefined;

  /** Conditions on more points after those of `before`. Throws a NotPositiveDefiniteError when that cannot be factorised. */
  constructor(engine: LinearAlgebra, prior: ProcessPrior, added: NoisyPoints, before?: Conditioning) {
    this.#engine = engine;
    this.#prior = prior;
    this.#cross = before?.whiten(added.points) ?? [];
    const covariance = priorCovariance(engine, prior, added.points, added.points);
    const q = added.points.n;
    const floor = before === undefined ? 0 : leastUnexplained * Math.max(...diagonalOf(covariance));
    for (let i = 0; i < q; i++) covariance.data[i * q + i] += added.noiseVariances[i];
    const unexplained = this.#cross.reduce((left, cross) => subtractProduct(engine, left, cross, cross), covariance);
    const repeats = before !== undefined && diagonalOf(unexplained).some((variance) => variance < floor);
    if (repeats) for (let i = 0; i < q; i++) unexplained.data[i * q + i] += floor;
    const { factor, jitter } = engine.cholesky(unexplained);
    const addedJitter = jitter + (repeats ? floor : 0);
    this.#corner = factor;
    this.added = addedJitter === 0 ? added : { points: added.points, noiseVariances: added.noiseVariances.map((variance) => variance + addedJitter) };
    this.size = q + (before?.size ?? 0);
    this.jitter = Math.max(addedJitter, before?.jitter ?? 0);
    this.links = [...(before?.links ?? []), this];
  }

  /** V(z), link by link, kept for as long as the set of points is in use. // [m, d] -> [q, m] each */
  whiten(points: UnitPoints): readonly Matrix[] {
    const key = keyOf(points);
    const above: Matrix[] = [];
    for (const link of this.links) above.push(link.#rowsAt(points, key, above));
    return above;
  }

  /**
   * Takes what the first link says of the points into account, as `conditionOnRows` with its rows of V would, which are not kept where nothing
   * else needs them. // [rows of the link], [m]
   */
  conditionOnFirst(points: UnitPoints, b: Float64Array, moments: Moments): void {
    const [first] = this.links as [Conditioning];
    const kept = first.#rows.get(keyOf(points));
    if (kept !== undefined) return conditionOnRows(kept, b, moments);
    if (this.links.length > 1) return conditionOnRows(this.whiten(points)[0]!, b, moments);
    this.#engine.conditionMoments(this.#prior, asMatrix(this.added.points), this.#corner, b, asMatrix(points), moments);
  }

  /** L⁻¹ y, its entries that belong to this link, from those of the links before. // [q, 1], [rows, 1] each -> [q, 1] */
  whitenValues(values: Matrix, before: readonly Matrix[]): Matrix {
    const left = this.#cross.reduce((rest, cross, i) => this.#engine.subtractTransposedProduct(rest, cross, before[i]!), values);
    return this.#engine.solveLower(this.#corner, left);
  }

  /** L⁻ᵀ y, link by link. // [rows, k] each -> [rows, k] each */
  solveTransposed(values: readonly Matrix[]): readonly Matrix[] {
    const solution = [...values];
    for (let i = this.links.length - 1; i >= 0; i--) {
      const { corner, cross } = this.links[i]!.#parts();
      solution[i] = this.#engine.solveLowerTransposed(corner, solution[i]!);
      for (const [j, block] of cross.entries()) solution[j] = difference(solution[j]!, this.#engine.multiply(block, solution[i]!));
    }
    return solution;
  }

  /** ln |L|, summed over the links. */
  logDeterminant(): number {
    let sum = 0;
    for (const link of this.links) {
      const { rows, data } = link.#corner;
      for (let i = 0; i < rows; i++) sum += Math.log(data[i * rows + i]);
    }
    return sum;
  }

  /** The diagonal of (L Lᵀ)⁻¹: what a link adds is the squares of its rows of L⁻¹, -corner⁻¹ (L⁻ᵀ cross)ᵀ and corner⁻¹. // [size] */
  precisionDiagonal(): Float64Array {
    this.#precisionDiagonal ??= this.#withPrecisionOf(this.links.at(-2));
    return this.#precisionDiagonal;
  }

  #withPrecisionOf(before: Conditioning | undefined): Float64Array {
    const q = this.#corner.rows;
    const diagonal = new Float64Array(this.size);
    const inverse = this.#engine.inverseFromCholesky(this.#corner).data;
    for (let i = 0; i < q; i++) diagonal[this.size - q + i] = inverse[i * q + i];
    if (before === undefined) return diagonal;
    diagonal.set(before.precisionDiagonal());
    let first = 0;
    for (const weights of before.solveTransposed(this.#cross)) {
      const rows = this.#engine.solveLower(this.#corner, transpose(weights)); // [q, rows of the link]
      rows.data.forEach((value, i) => (diagonal[first + (i % rows.columns)] += value ** 2));
      first += weights.rows;
    }
    return diagonal;
  }

  #parts(): { readonly corner: Matrix; readonly cross: readonly Matrix[] } {
    return { corner: this.#corner, cross: this.#cross };
  }

  /** The rows of V(z) that this link adds to those above. // [q, m] */
  #rowsAt(points: UnitPoints, key: SetKey, above: readonly Matrix[]): Matrix {
    const kept = this.#rows.get(key);
    if (kept !== undefined) return kept;
    const rows = this.#whitenedRows(points, above);
    this.#rows.set(key, rows);
    return rows;
  }

  #whitenedRows(points: UnitPoints, above: readonly Matrix[]): Matrix {
    const { added, links } = this;
    if (links.length === 1) return this.#engine.whitenedCovariance(this.#prior, asMatrix(added.points), this.#corner, asMatrix(points));
    const covariance = priorCovariance(this.#engine, this.#prior, added.points, points);
    const unexplained = this.#cross.reduce((left, cross, i) => subtractProduct(this.#engine, left, cross, above[i]!), covariance);
    return this.#engine.solveLower(this.#corner, unexplained);
  }
}

/** C - Aᵀ B; in place for a single row of A and B, where a copy would cost as much as the work. // [m, n] - [k, m] x [k, n] */
export function subtractProduct(engine: LinearAlgebra, c: Matrix, a: Matrix, b: Matrix): Matrix {
  if (a.rows !== 1) return engine.subtractTransposedProduct(c, a, b);
  for (let i = 0; i < c.rows; i++) {
    const weight = a.data[i];
    const row = c.data.subarray(i * c.columns, (i + 1) * c.columns);
    for (let j = 0; j < row.length; j++) row[j] -= weight * b.data[j];
  }
  return c;
}

function diagonalOf({ rows, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * (rows + 1)]);
}

function difference({ rows, columns, data }: Matrix, b: Matrix): Matrix {
  return { rows, columns, data: data.map((value, i) => value - b.data[i]) };
}
