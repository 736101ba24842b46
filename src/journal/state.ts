import type { Outcome } from "../evaluation/index.ts";
import { placeOf, withEvaluation } from "./evaluation-index.ts";
import type {
  ArrivedEntry,
  AssessedEntry,
  AuditedEntry,
  EarlierSource,
  ExcludedEntry,
  FittedEntry,
  Origin,
  ProposedEntry,
  StampedEntry,
  StartedEntry,
  StoppedEntry,
  SurveyedEntry,
} from "./entry.ts";

/** One point of the scan and what came of it. */
export interface Evaluation {
  readonly id: string;
  readonly origin: Origin;
  readonly unit: readonly number[]; // [d]
  readonly parameters: Readonly<Record<string, number>>; // physical units
  readonly status: "pending" | "observed" | "infeasible" | "failed";
  readonly requestedEvents?: number;
  readonly attempts: number; // attempts that have ended
  readonly outcome?: Outcome; // of the last attempt that has ended
  /** The remote job of the attempt under way. */
  readonly handle?: string;
  /** The client that has the attempt under way, or had it, if its lease has ended. */
  readonly lease?: Lease;
  readonly startedAt?: string; // of the last attempt that has ended, ISO 8601
  readonly seconds?: number;
  readonly source?: EarlierSource; // of what was imported
}

export interface Lease {
  readonly attempt: number;
  readonly since: string; // ISO 8601
  readonly until: string;
}

/** Everything a scan knows; always the entries of its journal reduced by `applyEntry`. */
export interface ScanState {
  readonly started?: StartedEntry;
  readonly evaluations: readonly Evaluation[]; // in the order they were proposed
  /** What the proxy says, where there is one and it has been asked. */
  readonly survey?: SurveyedEntry;
  /** The surrogates in force. */
  readonly fitted?: FittedEntry;
  /** A value that the fit in force has seen was withdrawn. */
  readonly refitDue: boolean;
  readonly assessments: readonly AssessedEntry[];
  readonly audits: readonly AuditedEntry[];
  /** The surrogates that were in force at the last assessment: they forecast what has arrived since. */
  readonly forecasting?: FittedEntry;
  readonly stopped: StoppedEntry | undefined;
  readonly paused: boolean;
  readonly extraEvaluations: number; // granted beyond the config's budget
  /** Observed evaluations in the order they arrived, as indices into `evaluations`. */
  readonly observedOrder: readonly number[];
  readonly wallTimeSeconds: number; // summed over the processes that worked on it
  readonly lastAt?: string;
}

export const emptyState: ScanState = {
  evaluations: [],
  refitDue: false,
  assessments: [],
  audits: [],
  stopped: undefined,
  paused: false,
  extraEvaluations: 0,
  observedOrder: [],
  wallTimeSeconds: 0,
};

/** The state after one more entry; entries that arrive twice or too late change nothing. */
export function applyEntry(state: ScanState, entry: StampedEntry): ScanState {
  return { ...advanceClock(state, entry), ...change(state, entry) };
}

function change(state: ScanState, entry: StampedEntry): Partial<ScanState> {
  switch (entry.type) {
    case "started":
      return { started: entry };
    case "proposed":
      return placeOf(state.evaluations, entry.id) === -1
        ? { evaluations: withEvaluation(state.evaluations, state.evaluations.length, pendingEvaluation(entry)) }
        : {};
    case "submitted":
      return changePending(state, entry.id, entry.attempt, () => ({ handle: entry.handle }));
    case "arrived":
      return applyArrival(state, entry);
    case "surveyed":
      return { survey: entry };
    case "fitted":
      return { fitted: entry, refitDue: false };
    case "assessed":
      return {
        assessments: [...state.assessments, entry],
        ...(state.fitted !== undefined && { forecasting: state.fitted }),
      };
    case "audited":
      return { audits: [...state.audits, entry] };
    case "resumed":
      return { stopped: undefined, paused: false };
    case "stopped":
      return { stopped: entry };
    case "leased":
      return changePending(state, entry.id, entry.attempt, ({ lease }) => ({
        lease: { attempt: entry.attempt, since: lease?.attempt === entry.attempt ? lease.since : entry.at, until: entry.until },
      }));
    case "extended":
      return { stopped: undefined, extraEvaluations: state.extraEvaluations + entry.evaluations };
    case "excluded":
      return applyExclusion(state, entry);
    case "paused":
      return { paused: true };
    case "continued":
      return { paused: false };
  }
}

/** Changes a point whose attempt under way is this one. */
function changePending(
  state: ScanState,
  id: string,
  attempt: number,
  changed: (evaluation: Evaluation) => Partial<Evaluation>,
): Partial<ScanState> {
  const index = placeOf(state.evaluations, id);
  const evaluation = state.evaluations[index];
  if (evaluation?.status !== "pending" || attempt <= evaluation.attempts) return {};
  return { evaluations: withEvaluation(state.evaluations, index, { ...evaluation, ...changed(evaluation) }) };
}

function applyExclusion(state: ScanState, { id, reason }: ExcludedEntry): Partial<ScanState> {
  const index = placeOf(state.evaluations, id);
  if (index === -1) return {};
  const { handle: _, lease: __, ...kept } = state.evaluations[index]!;
  const excluded: Evaluation = { ...kept, status: "infeasible", outcome: { kind: "infeasible", reason } };
  const evaluations = withEvaluation(state.evaluations, index, excluded);
  const rank = state.observedOrder.indexOf(index);
  if (rank === -1) return { evaluations };
  const { fitted, forecasting } = state;
  return {
    evaluations,
    observedOrder: state.observedOrder.toSpliced(rank, 1),
    ...(fitted !== undefined && { fitted: withoutRank(fitted, rank), refitDue: state.refitDue || rank < fitted.observed }),
    ...(forecasting !== undefined && { forecasting: withoutRank(forecasting, rank) }),
  };
}

/** The same hyperparameters, to be conditioned on one observation fewer. */
function withoutRank(fitted: FittedEntry, rank: number): FittedEntry {
  return refounded(fitted, rank < fitted.observed ? fitted.observed - 1 : fitted.observed);
}

/** A fit whose models are conditioned anew, on the first `observed` arrivals: what has been kept of them rests on others. */
export function refounded(fitted: FittedEntry, observed: number): FittedEntry {
  const surrogates = Object.entries(fitted.surrogates).map(([name, settings]) => [name, { ...settings }] as const);
  return { ...fitted, observed, surrogates: Object.fromEntries(surrogates) };
}

function applyArrival(state: ScanState, entry: ArrivedEntry): Partial<ScanState> {
  const found = placeOf(state.evaluations, entry.id);
  const index = found === -1 ? state.evaluations.length : found;
  const before = state.evaluations[index] ?? pendingEvaluation(entry);
  if (before.status !== "pending" || entry.attempt <= before.attempts) return {};
  const { handle: _, lease: __, ...kept } = before;
  const after: Evaluation = {
    ...kept,
    status: statusAfter(entry),
    attempts: entry.attempt,
    outcome: entry.outcome,
    startedAt: entry.startedAt,
    seconds: entry.seconds,
    ...(entry.source !== undefined && { source: entry.source }),
  };
  return {
    evaluations: withEvaluation(state.evaluations, index, after),
    ...(after.status === "observed" && { observedOrder: [...state.observedOrder, index] }),
  };
}

function statusAfter(entry: ArrivedEntry): Evaluation["status"] {
  if (entry.outcome.kind === "failed") return entry.willRetry ? "pending" : "failed";
  return entry.outcome.kind;
}

function pendingEvaluation(entry: ProposedEntry | ArrivedEntry): Evaluation {
  const { id, origin, unit, parameters } = entry;
  const requestedEvents = entry.type === "proposed" ? entry.requestedEvents : undefined;
  return { id, origin, unit, parameters, ...(requestedEvents !== undefined && { requestedEvents }), status: "pending", attempts: 0 };
}

/** The evaluation of that id, if there is one. */
export function findEvaluation({ evaluations }: ScanState, id: string): Evaluation | undefined {
  return evaluations[placeOf(evaluations, id)];
}

/**
 * A process that takes over starts its own stretch of wall time; what lay between does not count, nor does a machine's clock that
 * was set back.
 */
function advanceClock(state: ScanState, entry: StampedEntry): ScanState {
  const starts = entry.type === "started" || entry.type === "resumed" || state.lastAt === undefined;
  const seconds = starts ? 0 : (Date.parse(entry.at) - Date.parse(state.lastAt)) / 1000;
  return { ...state, lastAt: entry.at, wallTimeSeconds: state.wallTimeSeconds + (seconds > 0 ? seconds : 0) };
}
