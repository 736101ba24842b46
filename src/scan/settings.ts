import type { ScanConfig } from "../config/index.ts";
import type { LevelSet } from "../level-set/index.ts";
import type { Engine } from "../numeric/index.ts";
import type { AcquisitionFunction } from "../proposal/index.ts";
import { createSpace, type Space } from "../space/index.ts";
import { createKnowledge, type Knowledge } from "./knowledge.ts";

/** What stays the same from the first entry of a scan to its last. */
export interface ScanSettings {
  readonly config: ScanConfig;
  readonly space: Space;
  readonly levelSets: readonly LevelSet[];
  readonly knowledge: Knowledge;
  readonly acquisition: AcquisitionFunction;
  readonly engine: Engine;
}

/** What a config that has been checked means, with the parts that it names. */
export function scanSettings(config: ScanConfig, acquisition: AcquisitionFunction, engine: Engine): ScanSettings {
  const { parameters, constraints, points } = config;
  const space = createSpace({ parameters, constraints, ...(points !== undefined && { points }) });
  return { config, space, levelSets: levelSetsOf(config), knowledge: createKnowledge(config, space), acquisition, engine };
}

/** Every threshold of every observable as one question. */
function levelSetsOf(config: ScanConfig): LevelSet[] {
  return config.observables.flatMap(({ name, thresholds, side, weight }) =>
    thresholds.map((threshold) => ({ observable: name, threshold, side, weight })),
  );
}
