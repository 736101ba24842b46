import { unitPoints, type UnitPoints } from "../space/index.ts";
import { quadraticTrend } from "./quadratic-trend.ts";
import { isSame } from "./same-numbers.ts";
import { boundedTerm, standardTerms, type TermFunction } from "./standard-terms.ts";
import type { MeanPrior } from "./types.ts";

/**
 * What a surrogate takes a point to be: the coordinates in which its kernel measures distances, followed by the terms of its mean.
 * A pure function; the same set of points gives the same object, so that what was computed for it can be kept. // [n, d] -> [n, p + b]
 */
export type FeatureMap = (points: UnitPoints) => UnitPoints;

/** What is known of an observable before any evaluation, and what may be assumed of any. */
export interface Features {
  readonly map: FeatureMap;
  /** The same followed by the terms of a quadratic trend in the coordinates. // [n, d] -> [n, p + b + t] */
  readonly trendMap: FeatureMap;
  readonly inputCount: number; // p
  readonly termCount: number; // b
  readonly trendCount: number; // t
  /** The last term is a proxy, which may turn out to be wrong. */
  readonly hasProxy: boolean;
}

export interface FeatureRequest {
  /** Points spread evenly over the admissible domain: what coordinates and terms are standardised on. // [m, d] */
  readonly sample: UnitPoints;
  /** Coordinates in place of the cube's own. */
  readonly inputs?: readonly TermFunction[];
  /** The directions along which the observable varies are to be learned. */
  readonly learnsAxes?: boolean;
  readonly terms?: readonly TermFunction[];
  readonly proxy?: TermFunction;
}

/** The cube's own coordinates and a constant mean without a trend. */
export function plainFeatures(d: number): Features {
  const map: FeatureMap = (points) => points;
  return { map, trendMap: map, inputCount: d, termCount: 0, trendCount: 0, hasProxy: false };
}

/** The features that a model with this mean rests on. */
export function featureMapOf({ map, trendMap }: Features, { trendVariances }: MeanPrior): FeatureMap {
  return trendVariances === undefined ? map : trendMap;
}

/**
 * Coordinates scaled to [0, 1] over the sample, so that lengthscales mean what they mean in the cube, and terms made orthonormal over
 * it, so that one prior variance suits them all and neither units nor order nor likeness of the terms matters. There is a
 * trend where nothing is told but, maybe, a proxy, for models without that: beside inputs it makes models surer than they are right.
 */
export function createFeatures({ sample, inputs, learnsAxes = false, terms = [], proxy }: FeatureRequest): Features {
  const coordinates = inputs?.map((input) => rescaled(input, sample));
  const all = proxy === undefined ? terms : [...terms, proxy];
  const standard = standardTerms(all, sample);
  const inputCount = coordinates?.length ?? sample.d;
  const termCount = standard.kept.length;
  const isTold = inputs !== undefined || learnsAxes || terms.length > 0;
  const trend = isTold ? undefined : quadraticTrend(sample);
  const width = inputCount + termCount;

  function compute(points: UnitPoints): UnitPoints {
    const { n, d, data } = points;
    const result = new Float64Array(n * width);
    const columns = coordinates?.map((coordinate) => coordinate(points));
    const values = standard.at(points);
    for (let i = 0; i < n; i++) {
      if (columns === undefined) result.set(data.subarray(i * d, (i + 1) * d), i * width);
      else for (const [k, column] of columns.entries()) result[i * width + k] = column[i];
      result.set(values.subarray(i * termCount, (i + 1) * termCount), i * width + inputCount);
    }
    return unitPoints(width, result);
  }
  const map: FeatureMap = coordinates === undefined && termCount === 0 ? (points) => points : remembered(compute);
  const trendMap = trend === undefined ? map : remembered((points) => sideBySide(map(points), unitPoints(trend.count, trend.at(points))));
  return { map, trendMap, inputCount, termCount, trendCount: trend?.count ?? 0, hasProxy: proxy !== undefined && standard.kept.includes(all.length - 1) };
}

/** Columns of both. // [n, a], [n, b] -> [n, a + b] */
function sideBySide(left: UnitPoints, right: UnitPoints): UnitPoints {
  const width = left.d + right.d;
  const joined = new Float64Array(left.n * width);
  for (let i = 0; i < left.n; i++) {
    for (let k = 0; k < left.d; k++) joined[i * width + k] = left.data[i * left.d + k];
    for (let k = 0; k < right.d; k++) joined[i * width + left.d + k] = right.data[i * right.d + k];
  }
  return unitPoints(width, joined);
}

function rescaled(input: TermFunction, sample: UnitPoints): TermFunction {
  const bounded = boundedTerm(input, sample);
  const values = input(sample);
  const [lower, upper] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const range = upper > lower ? upper - lower : 1;
  return (points) => bounded(points).map((value) => (value - lower) / range);
}

const computed = new WeakSet<UnitPoints>();

/** Whether these are features that were computed for a set of points, which are only read: a caller overwrites its points at most. */
export function areComputed(points: UnitPoints): boolean {
  return computed.has(points);
}

/** Features of the sets asked about, each with a copy of its coordinates that tells whether they were overwritten since. */
export function remembered(compute: FeatureMap): FeatureMap {
  const known = new WeakMap<UnitPoints, { readonly coordinates: Float64Array; readonly features: UnitPoints }>();
  return (points) => {
    const entry = known.get(points);
    if (entry !== undefined && isSame(entry.coordinates, points.data)) return entry.features;
    const features = compute(points);
    computed.add(features);
    known.set(points, { coordinates: points.data.slice(), features });
    return features;
  };
}
