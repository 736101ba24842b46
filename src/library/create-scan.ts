import { configPlugins, settingsOf } from "../composition.ts";
import { ConfigError, parseConfig, usualDesign, type ConfigInput } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import { interpretReply, type Outcome } from "../evaluation/index.ts";
import type { Assessment } from "../level-set/index.ts";
import type { ArrivedEntry, Entry, ScanState } from "../journal/index.ts";
import { createScanCore, decide, predict, type Conclusion, type Prediction } from "../scan/index.ts";
import { physicalPoints } from "../space/index.ts";
import { expectedReply } from "./expected-reply.ts";
import { findingsOf, type Findings } from "./findings.ts";
import { importEvaluations, type ImportOptions } from "./import-evaluations.ts";
import { surveyFunction } from "./survey-answers.ts";

/** A point to evaluate. */
export interface Proposal {
  readonly id: string;
  readonly parameters: Readonly<Record<string, number>>; // physical units
  readonly requestedEvents?: number; // how many to simulate, where the budget counts them
}

/** Where a scan stands: its verdict with the reason, and the latest assessment behind it. */
export interface Standing extends Omit<Conclusion, "replaceModel" | "auditDue"> {
  readonly assessment?: Assessment;
}

/** A scan whose evaluations somebody else makes; nothing is read or written. */
export interface Scan {
  /** The next points to evaluate, up to `count`; fewer when the scan has converged or its budget is spent. */
  ask(count?: number): readonly Proposal[];
  /**
   * Takes the result of an asked point, in the shape that every evaluator gives back, and says how it was understood. A result that is
   * told twice counts once. Throws a RangeError for an id that was never asked.
   */
  tell(id: string, reply: unknown): Outcome;
  /**
   * What is known of every observable at points of the caller's own, one object of parameter values each. Throws an Error before the
   * first fit, a RangeError for a value that is missing or not finite.
   */
  estimate(points: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, Prediction>>;
  assess(): Standing;
  /** Result, contours and pictures as they are now. */
  readonly findings: Findings;
  readonly state: ScanState;
}

/** Stands for the caller where the schema asks for an evaluator; it is never built. */
const nobody = { adapter: "module", module: "-" };

export interface CreateScanOptions {
  readonly engine?: EngineName;
  /** A cheap approximate answer in the shape that every evaluator gives back, asked all over the domain at once. */
  readonly proxy?: (parameters: Readonly<Record<string, number>>) => unknown;
  /** What was evaluated before; the scan starts from it, and its budget does not pay for it. */
  readonly earlier?: readonly EarlierRun[];
}

/** Evaluations of one source. */
export interface EarlierRun extends Partial<Pick<ImportOptions, "standardErrors" | "offsets">> {
  readonly name: string;
  /** Values of all parameters and observables by name, and of `<observable>.standardError` where there is one. */
  readonly evaluations: readonly Readonly<Record<string, number>>[];
}

/** A scan in memory, from the same config as a file holds, which needs no evaluator here. Throws a ConfigError or an EngineError. */
export function createScan(
  config: Omit<ConfigInput, "evaluator"> & Partial<Pick<ConfigInput, "evaluator">>,
  { engine, proxy, earlier = [] }: CreateScanOptions = {},
): Scan {
  const checked = parseConfig({ evaluator: nobody, ...config }, configPlugins);
  if (checked.surrogate.proxy !== undefined) {
    const message = "expected no proxy in the config of a scan in memory, got one; give createScan a function as { proxy }";
    throw new ConfigError([{ file: "config", path: "surrogate.proxy", message }]);
  }
  const design = config.design?.points ?? usualDesign(checked.parameters.length, proxy !== undefined);
  const settings = settingsOf({ ...checked, design: { points: design } }, engine);
  const core = createScanCore(settings);
  const expected = expectedReply(settings.config);
  const record = (...entries: Entry[]): void => {
    const at = new Date().toISOString();
    core.record(entries.map((entry) => ({ ...entry, at })));
  };
  record(core.start("scan", ""));
  if (proxy !== undefined) record(surveyFunction(core, proxy));
  for (const { name, evaluations, ...options } of earlier) {
    const columns = [...new Set(evaluations.flatMap((values) => Object.keys(values)))];
    const source = { source: name, columns, evaluations: evaluations.map((values) => ({ values })) };
    record(...importEvaluations(core, name, source, { columns: {}, standardErrors: {}, ...options, startedAt: new Date().toISOString() }).entries);
  }

  /** Fits and assesses until only new points are left to ask for. */
  function nextAction(count: number) {
    const pending = core.state.evaluations.filter(({ status }) => status === "pending");
    const running = new Set(pending.map(({ id }) => id));
    for (;;) {
      const situation = { running, capacity: running.size + count, interruption: "none" } as const;
      const action = decide(core.state, core.rules, core.conclusion(), situation);
      if (action.kind === "fit") record(core.fit());
      else if (action.kind === "assess") record(core.assess());
      else if (action.kind === "audit") record(core.audit());
      else return action;
    }
  }

  return {
    ask(count = 1) {
      const action = nextAction(count);
      if (action.kind !== "propose") return [];
      const proposals = core.propose(action.count, action.origin);
      record(...proposals);
      return proposals.map(({ id, parameters, requestedEvents }) => ({ id, parameters, ...(requestedEvents !== undefined && { requestedEvents }) }));
    },
    tell(id, reply) {
      const { origin, unit, parameters, attempts } = core.evaluation(id);
      const outcome = interpretReply(reply, expected);
      const startedAt = new Date().toISOString();
      const arrived: ArrivedEntry = {
        type: "arrived", id, origin, attempt: attempts + 1, unit, parameters, outcome, willRetry: false, startedAt, seconds: 0,
      };
      record(arrived);
      return outcome;
    },
    estimate(points) {
      nextAction(0);
      const surrogates = core.surrogates();
      if (surrogates === undefined) throw new Error("expected at least two results and a complete design before an estimate, got fewer");
      const { space } = settings;
      const coordinates = points.flatMap((point, index) =>
        space.parameters.map(({ name }) => {
          const value = point[name];
          if (Number.isFinite(value)) return value!;
          throw new RangeError(`points[${index}].${name}: expected a finite number, got ${String(value)}`);
        }),
      );
      const unit = space.toUnit(physicalPoints(space.d, Float64Array.from(coordinates)));
      return Object.fromEntries(
        settings.config.observables.map((observable) => [
          observable.name,
          predict(observable, surrogates.get(observable.name)!, unit),
        ]),
      );
    },
    assess() {
      nextAction(0);
      const { replaceModel: _, auditDue: __, ...standing } = core.conclusion();
      const assessment = core.state.assessments.at(-1)?.assessment;
      return { ...standing, ...(assessment !== undefined && { assessment }) };
    },
    findings: findingsOf(core),
    get state() {
      return core.state;
    },
  };
}
