import type { Entry } from "../../src/journal/index.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { admissibleSequence } from "../../src/proposal/admissible-points.ts";
import { surveyFunction } from "../../src/library/survey-answers.ts";
import type { ScanCore } from "../../src/scan/index.ts";
import type { UnitPoints } from "../../src/space/index.ts";
import { parametersAt, type TestFunction } from "../functions/index.ts";
import { at, carryOn, coreAt, type ScanRequest } from "./scan-steps.ts";
import { stepOf, type Step } from "./step.ts";
import { wrongProxy } from "./wrong-proxies.ts";

/** How one scan ended at one tolerance. */
export interface Stage {
  readonly tolerance: number;
  readonly ending: "certified" | "rejected" | "budget";
  readonly evaluations: number;
  readonly trueVolume: number;
  readonly expectedVolume: number;
  readonly bound: number | null;
  /** First number of evaluations at which the true volume was within the tolerance; null where it never was. */
  readonly firstWithin: number | null;
  /** The same from which on it stayed within until the stop; null where it was not within at the end. */
  readonly withinSince: number | null;
}

export interface StagedRun {
  readonly stages: readonly Stage[];
  /** One after each evaluation from the design on, refused at the tolerance that was in force. */
  readonly steps: readonly Step[];
  readonly kernel: string; // in force at the end
  readonly largestLogEValue: number; // of all models that were in force
}

export interface RunRequest extends ScanRequest {
  readonly f: TestFunction;
  /** Falling: a scan that is certified at one goes on at the next, as a user may make it. */
  readonly tolerances: readonly number[];
}

/** Points the true misclassified volume is counted on. */
const truthPoints = 8192;

/** One scan of the first observable of a function, its tolerance lowered each time it is certified. */
export function stagedRun(request: RunRequest): StagedRun {
  const { f, tolerances } = request;
  let core = coreAt(request, tolerances[0]!);
  core.record([{ ...core.start("calibration", ""), at }]);
  const survey = request.proxy === undefined ? [] : [surveyFunction(core, wrongProxy(f, request.proxy))];
  core.record(survey.map((entry) => ({ ...entry, at })));
  const trueVolumeOf = volumeCounter(f, core);
  const entries: Entry[] = [...survey];
  const steps: Step[] = [];
  const stages: Stage[] = [];
  const record = (added: readonly Entry[]): void => {
    entries.push(...added);
    core.record(added.map((entry) => ({ ...entry, at })));
  };
  for (const tolerance of tolerances) {
    core = coreAt(request, tolerance);
    core.record(entries.map((entry) => ({ ...entry, at })));
    const isCertified = carryOn(core, f, record, () => steps.push(stepOf(core, trueVolumeOf(core))));
    stages.push(stageOf(core, tolerance, isCertified, steps));
    if (!isCertified) break;
  }
  const assessed = core.state.assessments.flatMap(({ assessment }) => assessment.observables);
  return {
    stages,
    steps,
    kernel: Object.values(core.state.fitted!.surrogates)[0]!.kernel,
    largestLogEValue: Math.max(...assessed.map(({ logEValue }) => logEValue)),
  };
}

function stageOf(core: ScanCore, tolerance: number, isCertified: boolean, steps: readonly Step[]): Stage {
  const { evaluations, trueVolume, expectedVolume, bound } = steps.at(-1)!;
  const isRejected = core.conclusion().verdict === "model-rejected";
  const lastBeyond = steps.findLastIndex((step) => step.trueVolume > tolerance);
  return {
    tolerance,
    ending: isCertified ? "certified" : isRejected ? "rejected" : "budget",
    evaluations,
    trueVolume,
    expectedVolume,
    bound,
    firstWithin: steps.find((step) => step.trueVolume <= tolerance)?.evaluations ?? null,
    withinSince: steps[lastBeyond + 1]?.evaluations ?? null,
  };
}

/** Counts where the surrogate's mean is on the other side of the threshold than the function. */
function volumeCounter(f: TestFunction, { settings: { space } }: ScanCore): (core: ScanCore) => number {
  const points: UnitPoints = admissibleSequence(space, randomStream(1, "truth", 0)).next(truthPoints);
  const physical = space.toPhysical(points);
  const { name, threshold } = f.observables[0]!;
  const isAbove = Array.from({ length: points.n }, (_, i) => f.evaluate(parametersAt(f.parameters, physical, i))[name]! > threshold);
  return (core) => {
    const surrogate = core.surrogates()!.get(name)!;
    const level = surrogate.standardise(threshold);
    const { mean } = surrogate.posterior(points);
    return isAbove.reduce((wrong, above, i) => wrong + Number(above !== mean[i]! > level), 0) / points.n;
  };
}
