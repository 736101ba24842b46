import { selectPoints } from "../space/index.ts";
import type { Dataset } from "./types.ts";

/** The chosen observations, in the order given. */
export function selectObservations({ points, values, standardErrors, offsets }: Dataset, rows: readonly number[]): Dataset {
  const pick = (all: Float64Array): Float64Array => Float64Array.from(rows, (row) => all[row]);
  return {
    points: selectPoints(points, rows),
    values: pick(values),
    standardErrors: pick(standardErrors),
    ...(offsets !== undefined && {
      offsets: { count: offsets.count, sources: Int32Array.from(rows, (row) => offsets.sources[row]), standardDeviations: pick(offsets.standardDeviations) },
    }),
  };
}
