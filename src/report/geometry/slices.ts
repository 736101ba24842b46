import { randomStream, scrambledSobol } from "../../numeric/index.ts";
import { axisOf, physicalPoints, selectPoints, type PhysicalPoints } from "../../space/index.ts";
import type { Slice } from "./plane.ts";
import { predictAll } from "./predict-blocks.ts";
import type { ScanView } from "../view.ts";

/** Points looked at to find where the slices of a space of three and more dimensions should cross. */
const sampledPoints = 4096;

/** Parameters whose pairs are drawn: 15 pairs are the most a reader can compare. */
const mostParameters = 6;

/** The planes in which a scan is shown: the whole space in two dimensions, slices through one point in more. */
export interface Slices {
  readonly planes: readonly Slice[];
  /** The point all slices share, where there are more than two parameters. // [d], physical units */
  readonly centre?: Float64Array;
  /** Parameters left out of the pairs because they change the observables least, where there are more than six. */
  readonly leftOut: readonly string[];
}

/**
 * All pairs of parameters, at most of the six with the shortest lengthscales; in three and more dimensions the others are fixed
 * at a point on the contour: of the sampled points that are nearest to p = 1/2, the one nearest to their centre of gravity.
 */
export function slicesOf(view: ScanView): Slices {
  const d = view.parameters.length;
  if (d < 2) return { planes: [], leftOut: [] };
  if (d === 2) return { planes: [{ x: 0, y: 1, at: new Float64Array(2) }], leftOut: [] };
  const centre = contourCentre(view);
  const shown = influentialParameters(view);
  const planes = shown.flatMap((x, i) => shown.slice(i + 1).map((y) => ({ x, y, at: centre })));
  return { planes, centre, leftOut: view.parameters.filter((_, k) => !shown.includes(k)).map(({ name }) => name) };
}

/**
 * Indices of the parameters to which the observables respond on the shortest lengthscale, in the order of the config; the first ones
 * where the lengthscales belong to other inputs.
 */
function influentialParameters(view: ScanView): number[] {
  const surrogates = Object.values(view.surrogates);
  if (surrogates.some(({ inputs }) => inputs !== undefined)) return [...view.parameters.keys()].slice(0, mostParameters);
  const shortest = view.parameters.map((_, k) => Math.min(...surrogates.map(({ lengthscales }) => lengthscales[k]!)));
  const ranked = view.parameters.map((_, k) => k).sort((a, b) => shortest[a]! - shortest[b]! || a - b);
  return ranked.slice(0, mostParameters).sort((a, b) => a - b);
}

/** A point on the first level set's contour, as central as there is one; the middle of the domain before the first fit. */
function contourCentre(view: ScanView): Float64Array {
  const axes = view.parameters.map(axisOf);
  const d = axes.length;
  const samples = samplePoints(view);
  const probability = predictAll(view, samples)[0]?.probability[0];
  if (probability === undefined || samples.n === 0) return Float64Array.from(axes, (axis) => axis.toPhysical(0.5));
  const uncertainty = probability.map((p) => Math.min(p, 1 - p));
  const least = 0.8 * Math.max(...uncertainty);
  const near = [...uncertainty.keys()].filter((i) => uncertainty[i]! >= least);
  const units = near.map((i) => axes.map((axis, k) => axis.toUnit(samples.data[i * d + k]!)));
  const mean = axes.map((_, k) => units.reduce((sum, unit) => sum + unit[k]!, 0) / units.length);
  const distances = units.map((unit) => Math.hypot(...unit.map((coordinate, k) => coordinate - mean[k]!)));
  const chosen = near[distances.indexOf(Math.min(...distances))]!;
  return samples.data.slice(chosen * d, (chosen + 1) * d);
}

/** Admissible points, evenly spread. */
function samplePoints(view: ScanView): PhysicalPoints {
  const axes = view.parameters.map(axisOf);
  const d = axes.length;
  const units = scrambledSobol(d, randomStream(view.seed, "report", 0)).next(sampledPoints);
  const points = physicalPoints(d, units.map((fraction, i) => axes[i % d]!.toPhysical(fraction)));
  const admissible = view.admissible(points);
  return selectPoints(points, [...admissible.keys()].filter((i) => admissible[i] === 1));
}
