import type { UnitPoints } from "../space/index.ts";
import type { FeatureMap } from "./features.ts";
import { standardise, standardiseStandardError } from "./output-scale.ts";
import type { Dataset, OutputScale } from "./types.ts";

/** Observations as the Gaussian process sees them. */
export interface StandardisedData {
  readonly points: UnitPoints; // [n, p + b], as features
  readonly values: Float64Array; // [n], standardised units
  readonly knownVariances: Float64Array; // [n], known standard errors squared, standardised units
}

/** Throws a RangeError on lengths that do not agree, coordinates that are not finite and values outside the transform's domain. */
export function standardiseDataset(
  scale: OutputScale, { points, values, standardErrors }: Dataset, features: FeatureMap,
): StandardisedData {
  const n = points.n;
  if (values.length !== n || standardErrors.length !== n) {
    throw new RangeError(`expected ${n} values and standard errors, one per point, got ${values.length} and ${standardErrors.length}`);
  }
  const strange = points.data.find((coordinate) => !Number.isFinite(coordinate));
  if (strange !== undefined) throw new RangeError(`expected finite coordinates, got ${strange}`);
  return {
    points: features(points),
    values: values.map((value) => standardise(scale, value)),
    knownVariances: values.map((value, i) => standardiseStandardError(scale, value, standardErrors[i]) ** 2),
  };
}
