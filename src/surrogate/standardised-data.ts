import { unitPoints, type UnitPoints } from "../space/index.ts";
import { remembered, type FeatureMap } from "./features.ts";
import { isSameScale, standardise, standardiseStandardError } from "./output-scale.ts";
import type { Dataset, Offsets, OutputScale, SurrogateSettings } from "./types.ts";

/** Observations as the Gaussian process sees them. */
export interface StandardisedData {
  readonly points: UnitPoints; // [n, p + b + s], as features; the last are the offsets of `offsetFeatures`
  readonly values: Float64Array; // [n], standardised units
  readonly knownVariances: Float64Array; // [n], known standard errors squared, standardised units
  readonly scatters?: Uint8Array; // [n], 1 for observations with an offset, which scatter beside it; absent where none has one
}

/** Standard deviation of an offset that nobody knows, in those of the values: as wide as the coefficients of the mean's terms. */
const unknownOffset = 3;

/**
 * Features with one more for every source of observations that has an offset, which is 0 at every point: predictions are of the function
 * without. An observation of the source has there the standard deviation of the offset.
 */
export function offsetFeatures(features: FeatureMap, offsets: Offsets | undefined): FeatureMap {
  if (offsets === undefined) return features;
  return remembered((points) => {
    const { n, d, data } = features(points);
    const width = d + offsets.count;
    const wider = new Float64Array(n * width);
    for (let i = 0; i < n; i++) wider.set(data.subarray(i * d, (i + 1) * d), i * width);
    return unitPoints(width, wider);
  });
}

/** What was standardised before, by the dataset and the features: models of the same data differ in their hyperparameters alone. */
const standardised = new WeakMap<Dataset, Map<FeatureMap, { readonly scale: OutputScale; readonly data: StandardisedData }>>();

/**
 * Features are those of `offsetFeatures`, where observations have offsets; to read only. Throws a RangeError on lengths that do not agree,
 * coordinates that are not finite and values outside the transform's domain.
 */
export function standardiseDataset(scale: OutputScale, dataset: Dataset, features: FeatureMap): StandardisedData {
  const byFeatures = standardised.get(dataset) ?? new Map();
  const kept = byFeatures.get(features);
  if (kept !== undefined && isSameScale(kept.scale, scale)) return kept.data;
  const data = standardiseAnew(scale, dataset, features);
  standardised.set(dataset, byFeatures.set(features, { scale, data }));
  return data;
}

function standardiseAnew(
  scale: OutputScale, { points, values, standardErrors, offsets }: Dataset, features: FeatureMap,
): StandardisedData {
  const n = points.n;
  if (values.length !== n || standardErrors.length !== n) {
    throw new RangeError(`expected ${n} values and standard errors, one per point, got ${values.length} and ${standardErrors.length}`);
  }
  const strange = points.data.find((coordinate) => !Number.isFinite(coordinate));
  if (strange !== undefined) throw new RangeError(`expected finite coordinates, got ${strange}`);
  return {
    points: offsets === undefined ? features(points) : withOffsets(features(points), offsets, scale.spread),
    values: values.map((value) => standardise(scale, value)),
    knownVariances: values.map((value, i) => standardiseStandardError(scale, value, standardErrors[i]) ** 2),
    ...(offsets !== undefined && { scatters: Uint8Array.from(offsets.sources, (source) => Number(source > 0)) }),
  };
}

/** z - constant; to read only. // [n] */
export function deviationsOf({ mean: { constant } }: SurrogateSettings, { values }: StandardisedData): Float64Array {
  return constant === 0 ? values : values.map((value) => value - constant);
}

/** Of every observation: the nugget, what is known of it, and how far its source scatters; written to where there is room. // [n] */
export function noiseVariancesOf(
  { noiseVariance, scatterVariance = 0 }: SurrogateSettings, { knownVariances, scatters }: StandardisedData,
  variances: Float64Array = new Float64Array(knownVariances.length),
): Float64Array {
  for (let i = 0; i < variances.length; i++) variances[i] = noiseVariance + knownVariances[i] + (scatters?.[i] === 1 ? scatterVariance : 0);
  return variances;
}

function withOffsets({ n, d, data }: UnitPoints, { count, sources, standardDeviations }: Offsets, spread: number): UnitPoints {
  const own = data.slice();
  for (let i = 0; i < n; i++) {
    if (sources[i] > 0) own[(i + 1) * d - count + sources[i] - 1] = Math.min(standardDeviations[i] / spread, unknownOffset);
  }
  return unitPoints(d, own);
}
