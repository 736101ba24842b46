import type { ScanCore } from "../../src/scan/index.ts";

/** What a scan was refused its certificate for after an evaluation, in the order in which it is asked. */
export const refusals = ["model", "expected volume", "bound", "overlooked", "unexplored", "evaluations", "confirmation"] as const;
export type Refusal = (typeof refusals)[number];

/** A scan after one evaluation: what is true, and what it says of itself. */
export interface Step {
  readonly evaluations: number;
  readonly trueVolume: number;
  readonly expectedVolume: number;
  readonly bound: number | null; // null where it was not computed
  readonly inflation: number;
  readonly unexploredVolume: number;
  /** Absent where it is certified. */
  readonly refusal?: Refusal;
}

export function stepOf(core: ScanCore, trueVolume: number): Step {
  const { assessment } = core.state.assessments.at(-1)!;
  const { expectedMisclassifiedVolume, upperBound95, inflation } = assessment.levelSets[0]!;
  const refusal = refusalOf(core);
  return {
    evaluations: assessment.evaluations,
    trueVolume,
    expectedVolume: expectedMisclassifiedVolume,
    bound: upperBound95,
    inflation,
    unexploredVolume: assessment.exploration!.unexploredVolume,
    ...(refusal !== undefined && { refusal }),
  };
}

function refusalOf(core: ScanCore): Refusal | undefined {
  const { obstacle } = core.conclusion();
  const { levelSets, exploration } = core.state.assessments.at(-1)!.assessment;
  switch (obstacle) {
    case "accuracy": {
      const { misclassifiedVolume = Infinity } = core.settings.config.convergence;
      return levelSets[0]!.expectedMisclassifiedVolume > misclassifiedVolume ? "expected volume" : "bound";
    }
    case "exploration": return exploration?.overlooked === undefined ? "unexplored" : "overlooked";
    case "assessment": case "audit": throw new Error(`expected an assessment without an audit, got ${obstacle}`);
    default: return obstacle;
  }
}
