import { selectPoints, selectValues } from "../space/index.ts";
import type { Dataset } from "./types.ts";

/** The chosen observations, in the order given. */
export function selectObservations({ points, values, standardErrors, offsets }: Dataset, rows: readonly number[]): Dataset {
  return {
    points: selectPoints(points, rows),
    values: selectValues(values, rows),
    standardErrors: selectValues(standardErrors, rows),
    ...(offsets !== undefined && {
      offsets: { count: offsets.count, sources: Int32Array.from(rows, (row) => offsets.sources[row]), standardDeviations: selectValues(offsets.standardDeviations, rows) },
    }),
  };
}
