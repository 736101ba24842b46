import type { RandomStream } from "../numeric/index.ts";
import { curveOrder, selectPoints, type UnitPoints } from "../space/index.ts";
import { averageMisclassification, type ModelAverage } from "./model-average.ts";
import { proportionalSample } from "./proportional-sample.ts";
import type { Weighted } from "./types.ts";

/** Points on which all models are asked, and of all those on which the scouts are: their numbers are what an assessment costs. */
const askedPoints = 512;
const scoutedPoints = 1024;

/** Models beside the surrogate in force that say where to ask all. */
const scoutCount = 3;

/** How much wider their posteriors are taken: the others may be less certain than they. */
const scoutInflation = 1.5;

/** Importance that every point has, in means of what the doubts give: whoever was asked may overlook something. */
const leastImportance = 0.2;

/**
 * Points that stand for all, chosen in two steps in proportion to the root of the misclassification that widened posteriors see: first that of
 * the surrogate in force, then of it and a few of the models; in the order of a space-filling curve. `ownOpinion` is the misclassification
 * that the surrogate sees itself; its fourth root is about the root of what a posterior half as wide again sees. // [m, d], [m]
 */
export function doubtfulPoints(
  average: ModelAverage, all: Weighted<UnitPoints>, ownOpinion: Float64Array, random: RandomStream,
): Weighted<UnitPoints> {
  const { drawn, models, inflation } = average;
  const scouted = sampleByDoubt(all, curveOrder(all.points), rootsOf(rootsOf(ownOpinion)), scoutedPoints, random);
  const scouts = [drawn, ...Array.from({ length: scoutCount }, (_, i) => models[Math.floor((i * (models.length - 1)) / (scoutCount - 1))]!)];
  const doubt = rootsOf(averageMisclassification({ ...average, models: scouts, inflation: scoutInflation * inflation }, scouted.points));
  return sampleByDoubt(scouted, Array.from(doubt.keys()), doubt, askedPoints, random);
}

/** About so many of the points in the order given, each with the weight of those it stands for. // [m, d], [m] */
function sampleByDoubt(
  { points, weights }: Weighted<UnitPoints>, order: readonly number[], doubt: Float64Array, count: number, random: RandomStream,
): Weighted<UnitPoints> {
  let [doubted, volume] = [0, 0];
  for (let j = 0; j < doubt.length; j++) {
    doubted += weights[j] * doubt[j];
    volume += weights[j];
  }
  const least = doubted > 0 ? leastImportance * (doubted / volume) : 1; // where nothing is doubted all are alike
  const importance = new Float64Array(doubt.length);
  for (let j = 0; j < importance.length; j++) importance[j] = weights[j] * (doubt[j] + least);
  const { rows, counts } = proportionalSample(order, importance, count, random);
  return { points: selectPoints(points, rows), weights: counts.map((share, i) => share * weights[rows[i]!]) };
}

function rootsOf(values: Float64Array): Float64Array {
  const roots = new Float64Array(values.length);
  for (let j = 0; j < roots.length; j++) roots[j] = Math.sqrt(values[j]);
  return roots;
}
