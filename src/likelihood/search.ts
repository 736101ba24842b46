import { randomStream, type Minimum } from "../numeric/index.ts";
import type { FitProblem } from "./fit-problem.ts";

/** The lowest minimum found, and how the starts fared. */
export interface Lowest {
  readonly minimum: Minimum;
  /** Starts from which the search came down, reflections aside. */
  readonly starts: number;
  /** Those that came down to the lowest minimum. */
  readonly agreeing: number;
}

const randomStarts = 2;
const reflectionsPerRound = 4;
const maxRounds = 8;
const smallestPull = 0.2; // of a reflected variation
const coarseTolerance = 0.03; // in −2 ln L: enough to tell valleys apart
const coarseMargin = 0.3; // a coarse minimum further above the best one cannot become lower than it
const nearness = 0.3; // in widths; valleys lie further apart
const fineTolerance = 1e-10;
const sameMinimum = 1e-3;

/**
 * The lowest of the local minima that descents from the given and from a few random starts reach. One-sided variations
 * make valleys that differ by the signs of some parameters, so the best minimum is then mirrored as a whole, and in
 * single variations, and descended from again while that helps. Descents are coarse at first; only those are finished
 * that may become the lowest. The same problem and starts always give the same answer.
 * Undefined when the likelihood is zero around all of them.
 */
export function findLowest(problem: FitProblem, starts: readonly Float64Array[]): Lowest | undefined {
  const given = starts.map((start) => problem.restrict(start));
  const points = distinct([...given, ...Array.from({ length: randomStarts }, (_, index) => randomPoint(problem, index))]);
  const coarse = points.flatMap((point) => descend(problem, point) ?? []).sort((a, b) => a.value - b.value);
  if (coarse.length === 0) return undefined;

  const reached: Minimum[] = []; // from every start, refined or known to be no better
  let best = new Valley(problem, coarse[0]!);
  for (const minimum of coarse) {
    const next = best.compete(minimum);
    reached.push(next instanceof Valley ? next.minimum : next);
    best = best.orLower(next);
  }
  const mirrored = descend(problem, mirror(problem, best.minimum.x));
  if (mirrored !== undefined) best = best.orLower(best.compete(mirrored));
  best = followReflections(problem, best);
  return {
    minimum: best.minimum,
    starts: reached.length,
    agreeing: reached.filter(({ value }) => value < best.minimum.value + sameMinimum).length,
  };
}

/** The local minimum that a descent from one start reaches; undefined when the likelihood is zero around it. */
export function findNear(problem: FitProblem, start: Float64Array): Lowest | undefined {
  const coarse = descend(problem, problem.restrict(start));
  return coarse === undefined ? undefined : { minimum: new Valley(problem, coarse).minimum, starts: 1, agreeing: 1 };
}

/** The lowest minimum so far, and the model of its surroundings. */
class Valley {
  readonly minimum: Minimum;
  readonly inverseHessian: Float64Array;
  readonly #problem: FitProblem;

  /** Finishes a coarse descent. */
  constructor(problem: FitProblem, coarse: Minimum) {
    this.#problem = problem;
    this.inverseHessian = problem.inverseHessian(coarse.x);
    this.minimum = problem.minimise(coarse.x, this.inverseHessian, fineTolerance);
  }

  /** Where a coarse minimum ends: here when it is near, in a valley of its own when that may be lower, else where it is. */
  compete(coarse: Minimum): Valley | Minimum {
    if (this.#isNear(coarse.x)) return this;
    return coarse.value > this.minimum.value + coarseMargin ? coarse : new Valley(this.#problem, coarse);
  }

  orLower(other: Valley | Minimum): Valley {
    return other instanceof Valley && other.minimum.value < this.minimum.value - sameMinimum ? other : this;
  }

  #isNear(x: Float64Array): boolean {
    const { widths, isConstrained } = this.#problem;
    return x.every((value, j) => {
      const width = isConstrained[j] === 1 ? widths[j] : Math.sqrt(2 * this.inverseHessian[j * x.length + j]);
      return Math.abs(value - this.minimum.x[j]) < nearness * width;
    });
  }
}

/** A descent to the coarse tolerance; undefined when no point near the start has a finite likelihood. */
function descend(problem: FitProblem, start: Float64Array, inverseHessian?: Float64Array): Minimum | undefined {
  const point = findFeasible(problem, start);
  if (point === undefined) return undefined;
  return problem.minimise(point, inverseHessian ?? problem.inverseHessian(point), coarseTolerance);
}

/** The start, or the first point on the way to the inits, in halves, where the likelihood is finite. */
function findFeasible(problem: FitProblem, start: Float64Array): Float64Array | undefined {
  const inits = problem.restrict(problem.model.parameters.inits);
  let point = problem.moveInside(start);
  for (let halvings = 0; halvings < 40; halvings++) {
    const { value, gradient } = problem.objective(point);
    if (value < Infinity && gradient.every(Number.isFinite)) return point;
    point = point.map((value_, j) => (value_ + inits[j]) / 2);
  }
  return undefined;
}

/** Normal around the inits: one width of the constraint, a tenth of the bounds' distance where there is none. */
function randomPoint(problem: FitProblem, index: number): Float64Array {
  const random = randomStream(0, "likelihood start", index);
  const inits = problem.restrict(problem.model.parameters.inits);
  return inits.map((init, j) => init + (problem.isConstrained[j] === 1 ? 1 : 0.1) * problem.widths[j] * random.normal());
}

function mirror(problem: FitProblem, x: Float64Array): Float64Array {
  const result = x.slice();
  for (const j of problem.variations) result[j] = -x[j];
  return result;
}

/** Tries the mirror images of the best minimum in single variations, those with the lowest values first, until none helps. */
function followReflections(problem: FitProblem, start: Valley): Valley {
  let best = start;
  for (let round = 0; round < maxRounds; round++) {
    const before = best;
    for (const point of reflections(problem, before.minimum.x).slice(0, reflectionsPerRound)) {
      const minimum = descend(problem, point, before.inverseHessian);
      if (minimum !== undefined) best = before.orLower(before.compete(minimum));
      if (best !== before) break;
    }
    if (best === before) break;
  }
  return best;
}

function reflections(problem: FitProblem, x: Float64Array): readonly Float64Array[] {
  const images = Array.from(problem.variations.filter((j) => Math.abs(x[j]) > smallestPull), (j) => {
    const point = problem.moveInside(x.with(j, -x[j]));
    return { point, value: problem.objective(point).value };
  });
  return images.sort((a, b) => a.value - b.value).map(({ point }) => point);
}

function distinct(points: readonly Float64Array[]): readonly Float64Array[] {
  return points.filter((point, index) => !points.slice(0, index).some((earlier) => earlier.every((value, j) => value === point[j])));
}
