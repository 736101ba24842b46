import { randomStream, type Minimum } from "../numeric/index.ts";
import type { FitProblem } from "./fit-problem.ts";

/** The lowest minimum found, and how the starts fared. */
export interface Lowest {
  readonly minimum: Minimum;
  /** Starts from which a minimum was found. */
  readonly starts: number;
  /** Those that led to the lowest one, reflections aside. */
  readonly agreeing: number;
}

const randomStarts = 2;
const reflectionsPerRound = 4;
const maxRounds = 8;
const smallestPull = 0.2; // of a reflected variation
const searchTolerance = 1e-4; // in −2 ln L, while several minima compete
const finalTolerance = 1e-10;
const sameMinimum = 1e-3;

/**
 * The lowest of the local minima that descents from the given and from a few random starts reach. One-sided variations
 * make valleys that differ by the signs of some parameters, so the best minimum is then mirrored as a whole, and in
 * single parameters, and descended from again while that helps. The same problem and starts always give the same answer.
 * Undefined when the likelihood is zero at all of them.
 */
export function findLowest(problem: FitProblem, starts: readonly Float64Array[]): Lowest | undefined {
  const given = starts.map((start) => problem.restrict(start));
  const points = distinct([...given, ...Array.from({ length: randomStarts }, (_, index) => randomPoint(problem, index))]);
  const minima = points.flatMap((point) => descend(problem, point) ?? []);
  if (minima.length === 0) return undefined;
  let best = minima.reduce(lower);
  const mirrored = descend(problem, mirror(problem, best.x));
  if (mirrored !== undefined) best = lower(best, mirrored);
  best = followReflections(problem, best);
  return {
    minimum: problem.minimise(best.x, problem.inverseHessian(best.x), finalTolerance),
    starts: minima.length,
    agreeing: minima.filter(({ value }) => value < best.value + sameMinimum).length,
  };
}

function lower(a: Minimum, b: Minimum): Minimum {
  return b.value < a.value ? b : a;
}

/** A descent to a loose tolerance; undefined when no point near the start has a finite likelihood. */
function descend(problem: FitProblem, start: Float64Array, inverseHessian?: Float64Array): Minimum | undefined {
  const point = findFeasible(problem, start);
  if (point === undefined) return undefined;
  return problem.minimise(point, inverseHessian ?? problem.inverseHessian(point), searchTolerance);
}

/** The start, or the first point on the way to the inits, in halves, where the likelihood is finite. */
function findFeasible(problem: FitProblem, start: Float64Array): Float64Array | undefined {
  const inits = problem.restrict(problem.model.parameters.inits);
  let point = problem.moveInside(start);
  for (let halvings = 0; halvings < 40; halvings++) {
    const { value, gradient } = problem.objective(point);
    if (value < Infinity && gradient.every(Number.isFinite)) return point;
    point = point.map((value, j) => (value + inits[j]) / 2);
  }
  return undefined;
}

/** Normal around the inits: two widths of the constraint, a tenth of the bounds' distance where there is none. */
function randomPoint(problem: FitProblem, index: number): Float64Array {
  const random = randomStream(0, "likelihood start", index);
  const inits = problem.restrict(problem.model.parameters.inits);
  return inits.map((init, j) => init + (problem.isConstrained[j] === 1 ? 2 : 0.1) * problem.widths[j] * random.normal());
}

function mirror(problem: FitProblem, x: Float64Array): Float64Array {
  const result = x.slice();
  for (const j of problem.variations) result[j] = -x[j];
  return result;
}

/** Tries the mirror images of the best minimum in single variations, those with the lowest values first, until none helps. */
function followReflections(problem: FitProblem, start: Minimum): Minimum {
  let best = start;
  for (let round = 0; round < maxRounds; round++) {
    const inverseHessian = problem.inverseHessian(best.x);
    const before = best;
    for (const point of reflections(problem, before.x).slice(0, reflectionsPerRound)) {
      const minimum = descend(problem, point, inverseHessian);
      if (minimum === undefined || minimum.value > before.value - sameMinimum) continue;
      best = minimum;
      break;
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
