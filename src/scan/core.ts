import type { EvaluationRequest } from "../evaluation/index.ts";
import {
  applyEntry,
  emptyState,
  type AssessedEntry,
  type AuditedEntry,
  type Evaluation,
  type FittedEntry,
  type ProposedEntry,
  type ScanState,
  type StampedEntry,
  type StartedEntry,
} from "../journal/index.ts";
import { randomStream } from "../numeric/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { assessState, concludeFrom } from "./assess-state.ts";
import { auditState } from "./audit-state.ts";
import type { Conclusion, ProposalOrigin, Rules } from "./decide.ts";
import { fitState } from "./fit-state.ts";
import { createModels } from "./models.ts";
import { proposeAudit, proposeFrom } from "./propose-from.ts";
import type { ScanSettings } from "./settings.ts";

/**
 * The scan without any input or output: its state, and the entries that learning and proposing would add to it. The methods return
 * entries and change nothing; `record` applies them once the caller has made them durable.
 */
export interface ScanCore {
  readonly settings: ScanSettings;
  readonly rules: Rules;
  readonly state: ScanState;
  record(entries: readonly StampedEntry[]): void;
  start(runId: string, identity: string): StartedEntry;
  propose(count: number, origin: ProposalOrigin): readonly ProposedEntry[];
  fit(): FittedEntry;
  assess(): AssessedEntry;
  /** The score of the audit under way. */
  audit(): AuditedEntry;
  conclusion(): Conclusion;
  /** The surrogate of every observable, conditioned on everything that has arrived; undefined before the first fit. */
  surrogates(): ReadonlyMap<string, Surrogate> | undefined;
  evaluation(id: string): Evaluation;
  /** The next attempt at a point, with the handle to re-attach to where an earlier process had submitted it. */
  attempt(id: string): { readonly request: EvaluationRequest; readonly handle?: string };
}

/** A scan at its very beginning; give it the entries of a journal with `record` to take one up again. */
export function createScanCore(settings: ScanSettings): ScanCore {
  const { config, space } = settings;
  const rules: Rules = {
    designPoints: Math.min(config.design.points, space.allowed?.n ?? Infinity),
    budget: config.budget,
    choices: space.allowed?.n ?? Infinity,
    retries: config.evaluator.retries,
    auditEvaluations: config.convergence.auditEvaluations,
  };
  const models = createModels(settings);
  let state = emptyState;

  const evaluation = (id: string): Evaluation => {
    const found = state.evaluations.find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`expected the id of a proposal of this scan, got ${JSON.stringify(id)}`);
    return found;
  };

  return {
    settings,
    rules,
    get state() {
      return state;
    },
    record(entries) {
      state = entries.reduce(applyEntry, state);
    },
    start: (runId, identity) => ({ type: "started", version: 1, runId, name: config.name, seed: config.seed, identity }),
    propose(count, origin) {
      if (origin === "audit") return proposeAudit(settings, state, count);
      const { fitted } = state;
      const learned = origin === "acquisition" && fitted !== undefined
        ? { surrogates: models.surrogates(state, fitted), groundwork: models.groundwork(state, fitted) }
        : undefined;
      const unexplored = concludeFrom(settings, state).obstacle === "exploration";
      const leastExplored = unexplored ? state.assessments.at(-1)?.assessment.leastExplored : undefined;
      return proposeFrom(settings, state, learned, count, leastExplored);
    },
    fit: () => fitState(settings, state),
    assess: () => assessState(settings, state, models),
    audit: () => auditState(settings, state, models),
    conclusion: () => concludeFrom(settings, state),
    surrogates: () => (state.fitted === undefined ? undefined : models.surrogates(state, state.fitted)),
    evaluation,
    attempt(id) {
      const { attempts, parameters, handle } = evaluation(id);
      const index = state.evaluations.findIndex((one) => one.id === id);
      const attempt = attempts + 1;
      const seed = randomStream(config.seed, `evaluation attempt ${attempt}`, index).integer(2 ** 32);
      return { request: { id, attempt, seed, parameters }, ...(handle !== undefined && { handle }) };
    },
  };
}
