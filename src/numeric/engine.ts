import { type BulkScoring } from "./bulk-scoring.ts";
import { type LinearAlgebra } from "./linear-algebra.ts";
import { type LookAheadReductions } from "./look-ahead-loss.ts";
import { type SpecialFunctions } from "./special-functions.ts";

/** All that is worth computing in compiled code, behind one door. */
export interface Engine extends LinearAlgebra, SpecialFunctions, LookAheadReductions {
  /** Where candidates can be ranked faster than scored. */
  readonly bulk?: BulkScoring;
}
