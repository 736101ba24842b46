import { joinPoints, selectPoints, unitPoints, type UnitPoints } from "../space/index.ts";
import type { Score } from "./types.ts";

const startCount = 4;
const startsApart = 0.05; // unit cube: nearer ones would end at the same place
const rounds = 8;

/**
 * The best point that a pattern search from the best few candidates finds: along every axis one step up and down, the step halved
 * where neither is better. `eligible` leaves out the points that must not be proposed. Deterministic. // [c, d], [c] -> [1, d]
 */
export function polish(
  candidates: UnitPoints,
  scores: Float64Array,
  score: Score,
  eligible: (points: UnitPoints) => UnitPoints,
): UnitPoints {
  const order = Array.from(scores.keys()).toSorted((i, j) => scores[j] - scores[i]);
  let best = selectPoints(candidates, distantRows(candidates, order));
  let bestScores = score(best);
  const steps = new Float64Array(best.n).fill(0.25 * candidates.n ** (-1 / candidates.d));
  for (let round = 0; round < rounds; round++) {
    const trials = trialPoints(best, steps, eligible);
    const trialScores = score(trials.points);
    const chosen = Array.from({ length: best.n }, (_, i) => i);
    for (const [row, owner] of trials.owners.entries()) {
      const rival = chosen[owner]!;
      const toBeat = rival < best.n ? bestScores[rival] : trialScores[rival - best.n];
      if (trialScores[row] > toBeat) chosen[owner] = best.n + row;
    }
    chosen.forEach((row, i) => (steps[i] *= row < best.n ? 0.5 : 1));
    const allScores = Float64Array.of(...bestScores, ...trialScores);
    best = selectPoints(joinPoints(best, trials.points), chosen);
    bestScores = Float64Array.from(chosen, (row) => allScores[row]);
  }
  const winner = bestScores.reduce((top, value, i) => (value > bestScores[top] ? i : top), 0);
  return selectPoints(best, [winner]);
}

/** The first rows, in the order given, that are not close to one another. */
function distantRows({ d, data }: UnitPoints, order: readonly number[]): number[] {
  const rows: number[] = [];
  const distance = (i: number, j: number): number => {
    let square = 0;
    for (let k = 0; k < d; k++) square += (data[i * d + k] - data[j * d + k]) ** 2;
    return Math.sqrt(square);
  };
  for (const i of order) {
    if (rows.length === startCount) break;
    if (rows.every((j) => distance(i, j) > startsApart)) rows.push(i);
  }
  return rows;
}

/** The eligible ones of the 2 d neighbours of every point, each with the row of the point it belongs to. */
function trialPoints(best: UnitPoints, steps: Float64Array, eligible: (points: UnitPoints) => UnitPoints) {
  const { d } = best;
  let points = unitPoints(d, new Float64Array(0));
  const owners: number[] = [];
  for (let i = 0; i < best.n; i++) {
    const neighbours = new Float64Array(2 * d * d);
    for (let row = 0; row < 2 * d; row++) {
      neighbours.set(best.data.subarray(i * d, (i + 1) * d), row * d);
      neighbours[row * d + (row >> 1)] += row % 2 === 0 ? steps[i] : -steps[i];
    }
    const kept = eligible(unitPoints(d, neighbours));
    points = joinPoints(points, kept);
    for (let row = 0; row < kept.n; row++) owners.push(i);
  }
  return { points, owners };
}
