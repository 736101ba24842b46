import type { RandomStream } from "../numeric/index.ts";
import { curveOrder, selectPoints, type UnitPoints } from "../space/index.ts";
import { averageMisclassification, type ModelAverage } from "./model-average.ts";
import { proportionalSample } from "./proportional-sample.ts";
import type { Weighted } from "./types.ts";

/** Points on which all models are asked: their number is what an assessment costs. */
const askedPoints = 1024;

/** Models beside the surrogate in force that say where to ask all. */
const scoutCount = 3;

/** How much wider the scouts' posteriors are taken: the others may be less certain than they. */
const scoutInflation = 1.5;

/** Importance that every point has, in means of what the scouts give: they may all overlook something. */
const leastImportance = 0.2;

/**
 * Points that stand for all, chosen in proportion to the root of the misclassification that the surrogate in force and a few of the
 * models see with widened posteriors; in the order of a space-filling curve. // [m, d]
 */
export function doubtfulPoints(average: ModelAverage, { points, weights }: Weighted<UnitPoints>, random: RandomStream): Weighted<UnitPoints> {
  const { drawn, models, inflation } = average;
  const scouts = [drawn, ...Array.from({ length: scoutCount }, (_, i) => models[Math.floor((i * (models.length - 1)) / (scoutCount - 1))]!)];
  const doubt = averageMisclassification({ ...average, models: scouts, inflation: scoutInflation * inflation }, points).map(Math.sqrt);
  const mean = doubt.reduce((sum, value, j) => sum + weights[j] * value, 0) / weights.reduce((sum, weight) => sum + weight, 0);
  const importance = weights.map((weight, j) => weight * (doubt[j] + leastImportance * mean));
  const { rows, counts } = proportionalSample(curveOrder(points), importance, askedPoints, random);
  return { points: selectPoints(points, rows), weights: counts.map((count, i) => count * weights[rows[i]!]) };
}
