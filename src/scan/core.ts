import type { EvaluationRequest } from "../evaluation/index.ts";
import {
  applyEntry,
  emptyState,
  findEvaluation,
  placeOf,
  type AssessedEntry,
  type AuditedEntry,
  type Evaluation,
  type FittedEntry,
  type Origin,
  type ProposedEntry,
  type ScanState,
  type StampedEntry,
  type StartedEntry,
} from "../journal/index.ts";
import { randomStream } from "../numeric/index.ts";
import type { UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { assessState, concludeFrom } from "./assess-state.ts";
import { auditState } from "./audit-state.ts";
import type { Conclusion, ProposalOrigin, Rules } from "./decide.ts";
import { fitState } from "./fit-state.ts";
import { createModels } from "./models.ts";
import { chooseAudit, choosePoints, proposalsAt } from "./propose-from.ts";
import { eventsWorthAt, withRequestedEvents } from "./requested-events.ts";
import { rulesOf } from "./rules.ts";
import type { ScanSettings } from "./settings.ts";

/** Points that have been chosen, and where events are counted how many each is worth. */
export interface Choice {
  readonly points: UnitPoints; // [c, d]
  /** Found when they become proposals where it is absent. // [c] */
  readonly eventsWorth?: readonly number[];
}

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
  /** What `propose` chooses; it becomes proposals by `proposalsAt`, possibly after other entries. */
  choose(count: number, origin: ProposalOrigin): Choice;
  /** Proposals of points, without those that the scan has already. */
  proposalsAt(choice: Choice, origin: Origin): readonly ProposedEntry[];
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
  const { config } = settings;
  const eventBudget = config.budget.cost?.events;
  const models = createModels(settings);
  let state = emptyState;
  let concluded: { readonly state: ScanState; readonly conclusion: Conclusion } | undefined;

  const evaluation = (id: string): Evaluation => {
    const found = findEvaluation(state, id);
    if (found === undefined) throw new RangeError(`expected the id of a proposal of this scan, got ${JSON.stringify(id)}`);
    return found;
  };

  /** Asked at every step of a run, and the same until something is learned. */
  const conclusion = (): Conclusion => {
    const before = concluded?.state;
    const isKnown =
      before?.fitted === state.fitted && before?.assessments === state.assessments &&
      before?.audits === state.audits && before?.observedOrder === state.observedOrder;
    if (concluded === undefined || !isKnown) concluded = { state, conclusion: concludeFrom(settings, state) };
    return concluded.conclusion;
  };

  const pointsFor = (count: number, origin: ProposalOrigin): UnitPoints => {
    if (origin === "audit") return chooseAudit(settings, state, count);
    const { fitted } = state;
    const learned = origin === "acquisition" && fitted !== undefined
      ? { surrogates: models.surrogates(state, fitted), groundwork: models.groundwork(state, fitted) }
      : undefined;
    const unexplored = conclusion().obstacle === "exploration";
    const leastExplored = unexplored ? state.assessments.at(-1)?.assessment.leastExplored : undefined;
    return choosePoints(settings, state, learned, count, leastExplored);
  };

  /** Undefined where no events are counted: then nothing is conditioned for it. */
  const worthOf = (points: UnitPoints, origin: Origin): readonly number[] | undefined => {
    if (eventBudget === undefined) return undefined;
    const { fitted } = state;
    const surrogates = fitted === undefined ? new Map<string, Surrogate>() : models.surrogates(state, fitted);
    return eventsWorthAt(eventBudget, state, surrogates, points, origin);
  };

  const choose = (count: number, origin: ProposalOrigin): Choice => {
    const points = pointsFor(count, origin);
    const eventsWorth = worthOf(points, origin);
    return { points, ...(eventsWorth !== undefined && { eventsWorth }) };
  };

  const proposals = ({ points, eventsWorth }: Choice, origin: Origin): readonly ProposedEntry[] => {
    const entries = proposalsAt(settings, state, points, origin);
    const worth = eventsWorth ?? worthOf(points, origin);
    return eventBudget === undefined || worth === undefined ? entries : withRequestedEvents(eventBudget, state, entries, worth);
  };

  return {
    settings,
    rules: rulesOf(settings),
    get state() {
      return state;
    },
    record(entries) {
      state = entries.reduce(applyEntry, state);
    },
    start: (runId, identity) => ({ type: "started", version: 1, runId, name: config.name, seed: config.seed, identity }),
    propose: (count, origin) => proposals(choose(count, origin), origin),
    choose,
    proposalsAt: proposals,
    fit: () => fitState(settings, state),
    assess: () => assessState(settings, state, models),
    audit: () => auditState(settings, state, models),
    conclusion,
    surrogates: () => (state.fitted === undefined ? undefined : models.surrogates(state, state.fitted)),
    evaluation,
    attempt(id) {
      const { attempts, parameters, requestedEvents, handle, lease } = evaluation(id);
      const index = placeOf(state.evaluations, id);
      const attempt = Math.max(attempts, lease?.attempt ?? 0) + 1;
      const seed = randomStream(config.seed, `evaluation attempt ${attempt}`, index).integer(2 ** 32);
      const request = { id, attempt, seed, parameters, ...(requestedEvents !== undefined && { requestedEvents }) };
      return { request, ...(handle !== undefined && { handle }) };
    },
  };
}
