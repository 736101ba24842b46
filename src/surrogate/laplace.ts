import { NotPositiveDefiniteError, matrixFrom, type LinearAlgebra, type Matrix } from "../numeric/index.ts";
import type { HyperparameterPosterior } from "./hyperparameter-posterior.ts";
import { isSame } from "./same-numbers.ts";
import type { Dataset, Offsets, SurrogateSettings } from "./types.ts";

/** A normal law with the mode and the curvature of a posterior density of hyperparameters [Rasmussen2006, section 5.2]. */
export interface LaplaceApproximation {
  readonly mode: Float64Array; // [k]
  /** Lower factor of the precision, L Lᵀ = -∇² ln p: mode + L⁻ᵀ u is a draw for u ~ N(0, 1). // [k, k] */
  readonly precisionFactor: Matrix;
  /** ln ∫ p(z | θ) p(θ) dθ up to the posterior's constant. */
  readonly logEvidence: number;
}

/** Steps of the differences of gradients, in scales of the prior. */
const relativeStep = 0.05;

interface Found {
  readonly dataset: Dataset;
  readonly approximation: LaplaceApproximation;
}

const found = new WeakMap<SurrogateSettings, Found>(); // settings belong to one fit each

/** The approximation around the settings of a fit to the dataset: what weighs the fit's evidence is where models are drawn from. */
export function laplaceAround(
  settings: SurrogateSettings, dataset: Dataset, posterior: HyperparameterPosterior, engine: LinearAlgebra,
): LaplaceApproximation {
  const before = found.get(settings);
  if (before !== undefined && isSameData(before.dataset, dataset)) return before.approximation;
  const approximation = laplaceApproximation(posterior, posterior.logarithmsOf(settings), engine);
  found.set(settings, { dataset, approximation });
  return approximation;
}

function isSameData(a: Dataset, b: Dataset): boolean {
  const isSameValues = isSame(a.values, b.values) && isSame(a.points.data, b.points.data) && isSame(a.standardErrors, b.standardErrors);
  return isSameValues && isSameOffsets(a.offsets, b.offsets);
}

function isSameOffsets(a: Offsets | undefined, b: Offsets | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isSame(a.sources, b.sources) && isSame(a.standardDeviations, b.standardDeviations);
}

/**
 * The normal law that touches the posterior at its mode, its precision from central differences of the gradient. Where that is not
 * positive definite (the mode at a bound, a ridge) the prior's precision is added, doubled until it is.
 */
export function laplaceApproximation(
  { negativeLogDensity, valueAt, prior }: HyperparameterPosterior,
  mode: Float64Array,
  engine: LinearAlgebra,
): LaplaceApproximation {
  const k = mode.length;
  const precision = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const step = relativeStep * prior.scale[i];
    const above = negativeLogDensity(mode.with(i, mode[i] + step)).gradient;
    const below = negativeLogDensity(mode.with(i, mode[i] - step)).gradient;
    for (let j = 0; j < k; j++) {
      const curvature = (above[j] - below[j]) / (4 * step); // half, for the other half comes from (j, i)
      precision[i * k + j] += curvature;
      precision[j * k + i] += curvature;
    }
  }
  const precisionFactor = definiteFactor(precision, prior.scale, engine);
  let logEvidence = -valueAt(mode) + (k / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < k; i++) logEvidence -= Math.log(precisionFactor.data[i * k + i]);
  return { mode, precisionFactor, logEvidence };
}

function definiteFactor(precision: Float64Array, scale: Float64Array, engine: LinearAlgebra): Matrix {
  const k = scale.length;
  for (let share = 0; ; share = share === 0 ? 1 / 4 : 2 * share) {
    const raised = precision.slice();
    for (let i = 0; i < k; i++) raised[i * k + i] += share / scale[i] ** 2;
    try {
      return engine.cholesky(matrixFrom(k, k, raised)).factor;
    } catch (error) {
      if (!(error instanceof NotPositiveDefiniteError) || share > 1e6) throw error;
    }
  }
}
