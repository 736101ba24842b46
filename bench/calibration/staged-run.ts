import { configPlugins, settingsOf } from "../../src/composition.ts";
import { parseConfig, usualDesign } from "../../src/config/index.ts";
import type { Entry } from "../../src/journal/index.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { admissibleSequence } from "../../src/proposal/admissible-points.ts";
import { surveyFunction } from "../../src/library/survey-answers.ts";
import { createScanCore, decide, type ScanCore } from "../../src/scan/index.ts";
import type { UnitPoints } from "../../src/space/index.ts";
import { parametersAt, type TestFunction } from "../functions/index.ts";
import { wrongProxy, type WrongProxy } from "./wrong-proxies.ts";

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
}

export interface StagedRun {
  readonly stages: readonly Stage[];
  readonly kernel: string; // in force at the end
  readonly largestLogEValue: number; // of all models that were in force
}

export interface RunRequest {
  readonly f: TestFunction;
  readonly kernel: string;
  readonly seed: number;
  /** Falling: a scan that is certified at one goes on at the next, as a user may make it. */
  readonly tolerances: readonly number[];
  readonly evaluations: number; // at most
  /** A cheap answer that is asked all over the domain beforehand. */
  readonly proxy?: WrongProxy;
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
  const trace: [evaluations: number, trueVolume: number][] = [];
  const stages: Stage[] = [];
  const record = (added: readonly Entry[]): void => {
    entries.push(...added);
    core.record(added.map((entry) => ({ ...entry, at })));
  };
  for (const tolerance of tolerances) {
    core = coreAt(request, tolerance);
    core.record(entries.map((entry) => ({ ...entry, at })));
    const isCertified = carryOn(core, f, record, (evaluations) => trace.push([evaluations, trueVolumeOf(core)]));
    stages.push(stageOf(core, tolerance, isCertified, trace));
    if (!isCertified) break;
  }
  const assessed = core.state.assessments.flatMap(({ assessment }) => assessment.observables);
  return {
    stages,
    kernel: Object.values(core.state.fitted!.surrogates)[0]!.kernel,
    largestLogEValue: Math.max(...assessed.map(({ logEValue }) => logEValue)),
  };
}

const at = "2026-01-01T00:00:00Z"; // no budget of wall time: any moment does

function coreAt({ f, kernel, seed, evaluations, proxy }: RunRequest, tolerance: number): ScanCore {
  const config = {
    name: f.name,
    seed,
    parameters: f.parameters,
    constraints: f.constraints,
    observables: f.observables.slice(0, 1),
    surrogate: { kernel },
    design: { points: usualDesign(f.parameters.length, proxy !== undefined) },
    convergence: { misclassifiedVolume: tolerance },
    budget: { evaluations },
    evaluator: { adapter: "module", module: "-" },
  };
  return createScanCore(settingsOf(parseConfig(config, configPlugins)));
}

/** Goes on until the scan stops; whether that is because it is certified. */
function carryOn(core: ScanCore, f: TestFunction, record: (entries: readonly Entry[]) => void, onAssessed: (n: number) => void): boolean {
  for (;;) {
    const action = decide(core.state, core.rules, core.conclusion(), { running: new Set(), capacity: 1, interruption: "none" });
    if (action.kind === "stop") return action.cause === "converged";
    if (action.kind === "fit") record([core.fit()]);
    else if (action.kind === "assess") {
      record([core.assess()]);
      onAssessed(core.state.observedOrder.length);
    } else if (action.kind === "propose") record(core.propose(action.count, action.origin));
    else if (action.kind === "dispatch") record(action.ids.map((id) => arrivalOf(core, f, id)));
    else throw new Error(`expected something to do, got ${action.kind}`);
  }
}

function arrivalOf(core: ScanCore, f: TestFunction, id: string): Entry {
  const { origin, unit, parameters } = core.evaluation(id);
  const { name } = f.observables[0]!;
  const observables = { [name]: { value: f.evaluate(parameters)[name]! } };
  const outcome = { kind: "observed", observables } as const;
  return { type: "arrived", id, origin, attempt: 1, unit, parameters, outcome, willRetry: false, startedAt: at, seconds: 0 };
}

function stageOf(core: ScanCore, tolerance: number, isCertified: boolean, trace: readonly (readonly [number, number])[]): Stage {
  const [levelSet] = core.state.assessments.at(-1)!.assessment.levelSets;
  const [evaluations, trueVolume] = trace.at(-1)!;
  const isRejected = core.conclusion().verdict === "model-rejected";
  return {
    tolerance,
    ending: isCertified ? "certified" : isRejected ? "rejected" : "budget",
    evaluations,
    trueVolume,
    expectedVolume: levelSet!.expectedMisclassifiedVolume,
    bound: levelSet!.upperBound95,
    firstWithin: trace.find(([, volume]) => volume <= tolerance)?.[0] ?? null,
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
