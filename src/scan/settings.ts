import type { ScanConfig } from "../config/index.ts";
import type { LevelSet } from "../level-set/index.ts";
import type { LinearAlgebra } from "../numeric/index.ts";
import type { AcquisitionFunction } from "../proposal/index.ts";
import type { Space } from "../space/index.ts";

/** What stays the same from the first entry of a scan to its last. */
export interface ScanSettings {
  readonly config: ScanConfig;
  readonly space: Space;
  readonly levelSets: readonly LevelSet[];
  readonly acquisition: AcquisitionFunction;
  readonly engine: LinearAlgebra;
}

/** Every threshold of every observable as one question. */
export function levelSetsOf(config: ScanConfig): LevelSet[] {
  return config.observables.flatMap(({ name, thresholds, side, weight }) =>
    thresholds.map((threshold) => ({ observable: name, threshold, side, weight })),
  );
}
