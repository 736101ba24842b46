/** A function with its gradient; the returned gradient and the given x may be reused at the next call. */
export type Objective = (x: Float64Array) => { readonly value: number; readonly gradient: Float64Array };

/** What is minimised: an objective within bounds, and the count of its evaluations so far. */
export interface Problem {
  readonly objective: Objective;
  readonly lower: Float64Array; // [k]
  readonly upper: Float64Array; // [k]
  evaluations: number;
}

/** A point of the search with what was found there. */
export interface Evaluated {
  readonly x: Float64Array; // [k]
  readonly gradient: Float64Array; // [k]
  value: number;
  /** The t of the step that led here. */
  factor: number;
}

const sufficientDecrease = 1e-4;
const steepness = 0.9; // a slope above this share of the first one means that the step was far too short
const flatness = 0.8;
const maxTrials = 60;

/** Finds value and gradient at `point.x`; false where they are not finite. */
export function evaluate(problem: Problem, point: Evaluated): boolean {
  const { value, gradient } = problem.objective(point.x);
  if (gradient.length !== point.x.length) {
    throw new RangeError(`expected a gradient of ${point.x.length} values from the objective, got ${gradient.length}`);
  }
  problem.evaluations++;
  point.value = value;
  point.gradient.set(gradient);
  return Number.isFinite(value) && gradient.every(Number.isFinite);
}

/**
 * An acceptable point on the path x - t d, bent at the bounds, from t = `first` on: t shrinks by cubic interpolation
 * where Armijo's condition fails and faster where the objective is not finite, and grows while the slope stays about as
 * steep as at the start. The result is one of the two `spares`; undefined when no t is acceptable.
 */
export function searchAlong(
  problem: Problem, from: Evaluated, descent: Float64Array, first: number, spares: readonly [Evaluated, Evaluated],
): Evaluated | undefined {
  let best: Evaluated | undefined;
  let factor = first;
  let shrunk = false;
  for (let count = 0; count < maxTrials; count++) {
    const trial = best === spares[0] ? spares[1] : spares[0];
    const predicted = moveAlong(problem, from, descent, factor, trial.x);
    if (!(predicted < 0)) { // bent too far to go downhill, or nowhere left to go
      const straight = firstBend(problem, from, descent);
      if (best !== undefined || straight >= factor) return best;
      factor = straight;
      shrunk = true;
      continue;
    }
    const finite = evaluate(problem, trial);
    const slope = finite ? slopeAlong(from, trial) : Number.NaN;
    if (finite && isAcceptable(from.value, trial.value, predicted, slope) && !(best !== undefined && trial.value >= best.value)) {
      best = trial;
      best.factor = factor;
      if (shrunk || slope >= steepness * predicted) return best;
      factor *= growth(predicted, slope);
    } else {
      if (best !== undefined) return best;
      factor *= finite ? shrinkage(from.value - trial.value, predicted, slope) : 0.2;
      shrunk = true;
    }
  }
  return best;
}

/** Sets `target` to the point at t = factor and returns the change of the value the gradient predicts for it. */
function moveAlong(
  { lower, upper }: Problem, from: Evaluated, descent: Float64Array, factor: number, target: Float64Array,
): number {
  let predicted = 0;
  for (let i = 0; i < target.length; i++) {
    target[i] = Math.min(upper[i], Math.max(lower[i], from.x[i] - factor * descent[i]));
    predicted += from.gradient[i] * (target[i] - from.x[i]);
  }
  return predicted;
}

/** The t at which the path meets the first bound. */
function firstBend({ lower, upper }: Problem, from: Evaluated, descent: Float64Array): number {
  let nearest = Infinity;
  for (let i = 0; i < descent.length; i++) {
    if (descent[i] === 0) continue;
    const t = (from.x[i] - (descent[i] > 0 ? lower[i] : upper[i])) / descent[i];
    if (t > 0 && t < nearest) nearest = t;
  }
  return nearest;
}

function slopeAlong(from: Evaluated, to: Evaluated): number {
  let slope = 0;
  for (let i = 0; i < from.x.length; i++) slope += to.gradient[i] * (to.x[i] - from.x[i]);
  return slope;
}

/** Armijo's condition, or, where rounding hides the decrease, a flatter slope at an equal value [Hager2005]. */
function isAcceptable(before: number, after: number, predicted: number, slope: number): boolean {
  if (after <= before + sufficientDecrease * predicted) return true;
  return after <= before + 4 * Number.EPSILON * Math.abs(before) && Math.abs(slope) <= -flatness * predicted;
}

/** Where on the unit step the cubic through both values and slopes is lowest, kept within 0.1 .. 0.5. */
function shrinkage(decrease: number, slopeBefore: number, slopeAfter: number): number {
  const d1 = slopeBefore + slopeAfter + 3 * decrease;
  const discriminant = d1 * d1 - slopeBefore * slopeAfter;
  if (discriminant < 0) return 0.5;
  const d2 = Math.sqrt(discriminant);
  const lowest = 1 - (slopeAfter + d2 - d1) / (slopeAfter - slopeBefore + 2 * d2);
  return lowest > 0.1 ? Math.min(lowest, 0.5) : 0.1;
}

/** By how much the unit step falls short of the place where the slope would vanish, kept within 1.2 .. 10. */
function growth(slopeBefore: number, slopeAfter: number): number {
  if (slopeAfter <= slopeBefore) return 10;
  return Math.min(10, Math.max(1.2, slopeBefore / (slopeBefore - slopeAfter)));
}
