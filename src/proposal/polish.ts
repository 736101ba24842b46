import { minimise, type Objective } from "../numeric/index.ts";
import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import type { Score } from "./types.ts";

const startCount = 2;
const startsApart = 0.1; // lengthscales: nearer ones would end at the same place
const difference = 1e-6; // of a lengthscale, step of the finite differences
const firstScale = 0.1; // of a lengthscale, the distance at which the score is expected to change by about itself
const iterations = 5;
const tolerance = 1e-3; // of the score

/**
 * Where local searches by gradients of the score lead from the best few candidates, within the cube and around what is forbidden.
 * Candidates come best first. Deterministic. // [k, d], [k] -> [<= 2, d]
 */
export function polish(
  candidates: UnitPoints,
  scores: Float64Array,
  score: Score,
  lengthscales: Float64Array, // [k, d], along the axes at each candidate
  admissible: (points: UnitPoints) => ArrayLike<number>,
): UnitPoints {
  const { d } = candidates;
  const order = Array.from(scores.keys()).filter((i) => scores[i] !== 0).toSorted((i, j) => scores[j] - scores[i]);
  const starts = distantRows(candidates, order, lengthscales);
  const ends = starts.map((row) => {
    const start = candidates.data.slice(row * d, (row + 1) * d);
    return unitPoints(d, searchFrom(start, scores[row], score, lengthscales.subarray(row * d, (row + 1) * d), admissible));
  });
  return ends.reduce(joinPoints, unitPoints(d, new Float64Array(0)));
}

/** BFGS on the score over the size of its value at the start, with forward differences for gradients. // [d] -> [d] */
function searchFrom(
  start: Float64Array,
  startScore: number,
  score: Score,
  lengthscales: Float64Array,
  admissible: (points: UnitPoints) => ArrayLike<number>,
): Float64Array {
  const d = start.length;
  const unit = Math.abs(startScore);
  const steps = new Float64Array(d);
  const objective: Objective = (x) => {
    lengthscales.forEach((lengthscale, k) => (steps[k] = x[k] < 0.5 ? difference * lengthscale : -difference * lengthscale)); // inwards
    const points = withNeighbours(x, steps);
    if (admissible(selectPoints(points, [0]))[0] === 0) return { value: Infinity, gradient: new Float64Array(d) };
    const [value, ...neighbours] = score(points);
    return { value: -value! / unit, gradient: steps.map((step, k) => (value! - neighbours[k]!) / step / unit) };
  };
  const inverseHessian = new Float64Array(d * d);
  for (let k = 0; k < d; k++) inverseHessian[k * d + k] = (firstScale * lengthscales[k]) ** 2;
  const [lower, upper] = [new Float64Array(d), new Float64Array(d).fill(1)];
  return minimise(objective, start, { lower, upper, tolerance, maxIterations: iterations, inverseHessian }).x;
}

/** The point, and d more with one coordinate changed by its step. // [d], [d] -> [1 + d, d] */
function withNeighbours(x: Float64Array, steps: Float64Array): UnitPoints {
  const d = x.length;
  const data = new Float64Array((d + 1) * d);
  for (let row = 0; row <= d; row++) {
    data.set(x, row * d);
    if (row > 0) data[row * d + row - 1] += steps[row - 1];
  }
  return unitPoints(d, data);
}

/** The first rows, in the order given, that are not close to one another. */
function distantRows({ d, data }: UnitPoints, order: readonly number[], lengthscales: Float64Array): number[] {
  const rows: number[] = [];
  const distance = (i: number, j: number): number => {
    let square = 0;
    for (let k = 0; k < d; k++) square += ((data[i * d + k] - data[j * d + k]) / lengthscales[j * d + k]) ** 2;
    return Math.sqrt(square);
  };
  for (const i of order) {
    if (rows.length === startCount) break;
    if (rows.every((j) => distance(i, j) > startsApart)) rows.push(i);
  }
  return rows;
}
