import {
  conditionOnRows, matrixFrom, type CovarianceParts, type LinearAlgebra, type Matrix, type Moments, type ProcessPrior, type RandomStream,
} from "../numeric/index.ts";
import { selectPoints, type UnitPoints } from "../space/index.ts";
import { keyOf, subtractProduct, type Conditioning, type SetKey } from "./conditioning.ts";
import { asMatrix, meanFactors, priorVariance, scaledInputs } from "./prior.ts";
import type { Posterior } from "./types.ts";

/** Variance below zero that rounding explains, in units of the prior variance. */
const roundingOfVariance = 1e-8;

/** What is known of sets of points that were asked about. */
interface Kept {
  readonly moments: WeakMap<SetKey, Moments>; // before what rounding has taken below 0 is put right
  readonly covariances: WeakMap<SetKey, WeakMap<SetKey, Matrix>>;
}

/** What was seen where `Conditioning` knows that was looked. */
export interface SeenValues {
  readonly constant: number; // of the mean
  readonly residuals: readonly Matrix[]; // [rows of the link, 1], b = L⁻¹ (z - constant) link by link; none for pending points
}

/**
 * A Gaussian process given what was seen, at points with their features: mean = constant + Vᵀb, covariance = c(z, z') - VᵀV'.
 * What it says of a set of points is kept as long as the set is in use, and goes on from what the process before it, which had fewer rows
 * of L, knew of it: the same bit for bit as if that had never been asked.
 */
export class ConditionedProcess {
  readonly #engine: LinearAlgebra;
  readonly #prior: ProcessPrior;
  readonly #seen: SeenValues;
  readonly #conditioning: Conditioning;
  readonly #kept: Kept = { moments: new WeakMap(), covariances: new WeakMap() };
  readonly #before: { readonly kept: Kept; readonly links: number } | undefined;

  constructor(engine: LinearAlgebra, prior: ProcessPrior, seen: SeenValues, conditioning: Conditioning, before?: ConditionedProcess) {
    this.#engine = engine;
    this.#prior = prior;
    this.#seen = seen;
    this.#conditioning = conditioning;
    this.#before = before === undefined ? undefined : { kept: before.#kept, links: before.#conditioning.links.length };
  }

  /** To read only. // [m, p + b] -> [m] */
  posterior(points: UnitPoints): Posterior {
    const { mean, variance } = this.#momentsAt(points);
    return { mean, variance: this.#nonNegative(variance, points) };
  }

  /** To read only. // [a, p + b] x [c, p + b] -> [a, c] */
  covariance(x: UnitPoints, z: UnitPoints): Matrix {
    const [keyOfX, keyOfZ] = [keyOf(x), keyOf(z)];
    const kept = this.#kept.covariances.get(keyOfX)?.get(keyOfZ);
    if (kept !== undefined) return kept;
    const before = this.#before?.kept.covariances.get(keyOfX)?.get(keyOfZ);
    const [whitenedX, whitenedZ] = [this.#conditioning.whiten(x), this.#conditioning.whiten(z)];
    let covariance = before === undefined
      ? this.#engine.posteriorCovariance(this.#prior, asMatrix(x), asMatrix(z), whitenedX[0]!, whitenedZ[0]!)
      : matrixFrom(before.rows, before.columns, before.data.slice());
    for (let link = before === undefined ? 1 : this.#before!.links; link < whitenedX.length; link++) {
      covariance = subtractProduct(this.#engine, covariance, whitenedX[link]!, whitenedZ[link]!);
    }
    const byZ = this.#kept.covariances.get(keyOfX) ?? new WeakMap<SetKey, Matrix>();
    this.#kept.covariances.set(keyOfX, byZ.set(keyOfZ, covariance));
    return covariance;
  }

  /** What `covariance` computes. // [a, p + b] x [c, p + b] */
  covarianceParts(x: UnitPoints, z: UnitPoints): CovarianceParts {
    const { kernel, amplitude, lengthscales } = this.#prior;
    const [whitenedX, whitenedZ] = [this.#conditioning.whiten(x), this.#conditioning.whiten(z)];
    return {
      kernel,
      amplitude,
      x: asMatrix(scaledInputs(lengthscales, x)),
      z: asMatrix(scaledInputs(lengthscales, z)),
      added: [meanFactors(this.#prior, x), meanFactors(this.#prior, z)],
      subtracted: whitenedX.map((rows, link) => [rows, whitenedZ[link]!] as const),
    };
  }

  /** Joint draws, m + s F u with u ~ N(0, 1) and F Fᵀ the posterior correlations. // [m, p + b] -> [count, m] */
  paths(points: UnitPoints, count: number, random: RandomStream): Matrix {
    const whitened = this.#conditioning.whiten(points);
    const { mean, variance } = this.posterior(points);
    const deviations = variance.map(Math.sqrt);
    const normals = matrixFrom(count, points.n, random.normals(count * points.n));
    const paths = this.#engine.correlatedNormals(this.#prior, asMatrix(points), whitened, deviations, normals);
    for (let i = 0, at = 0; i < count; i++) {
      for (let j = 0; j < points.n; j++, at++) paths.data[at] = mean[j] + deviations[j] * paths.data[at];
    }
    return paths;
  }

  #momentsAt(points: UnitPoints): Moments {
    const key = keyOf(points);
    const kept = this.#kept.moments.get(key);
    if (kept !== undefined) return kept;
    const before = this.#before?.kept.moments.get(key);
    const moments = before === undefined ? this.#momentsByFirst(points) : { mean: before.mean.slice(), variance: before.variance.slice() };
    const from = before === undefined ? 1 : this.#before!.links;
    if (from < this.#conditioning.links.length) {
      const whitened = this.#conditioning.whiten(points);
      for (let link = from; link < whitened.length; link++) conditionOnRows(whitened[link]!, this.#seen.residuals[link]?.data, moments);
    }
    this.#kept.moments.set(key, moments);
    return moments;
  }

  /** By the first link alone. */
  #momentsByFirst(points: UnitPoints): Moments {
    const { constant, residuals } = this.#seen;
    const moments = { mean: new Float64Array(points.n).fill(constant), variance: priorVariance(this.#prior, points) };
    this.#conditioning.conditionOnFirst(points, residuals[0]!.data, moments);
    return moments;
  }

  /** What rounding takes below 0 at a noiseless datum is 0. // [m] -> [m] */
  #nonNegative(variance: Float64Array, points: UnitPoints): Float64Array {
    let result = variance;
    for (let j = 0; j < variance.length; j++) {
      if (variance[j] >= 0) continue;
      const [prior] = priorVariance(this.#prior, selectPoints(points, [j]));
      if (!(variance[j] > -roundingOfVariance * prior!)) {
        throw new RangeError(`expected a posterior variance of 0 or more, got ${variance[j]}; raise the noise variance`);
      }
      if (result === variance) result = variance.slice();
      result[j] = 0;
    }
    return result;
  }
}
