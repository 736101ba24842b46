import type { Outcome } from "../evaluation/index.ts";
import type {
  ArrivedEntry,
  AssessedEntry,
  AuditedEntry,
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
  readonly attempts: number; // attempts that have ended
  readonly outcome?: Outcome; // of the last attempt that has ended
  /** The remote job of the attempt under way. */
  readonly handle?: string;
  readonly startedAt?: string; // of the last attempt that has ended, ISO 8601
  readonly seconds?: number;
}

/** Everything a scan knows; always the entries of its journal reduced by `applyEntry`. */
export interface ScanState {
  readonly started?: StartedEntry;
  readonly evaluations: readonly Evaluation[]; // in the order they were proposed
  /** What the proxy says, where there is one and it has been asked. */
  readonly survey?: SurveyedEntry;
  /** The surrogates in force. */
  readonly fitted?: FittedEntry;
  readonly assessments: readonly AssessedEntry[];
  readonly audits: readonly AuditedEntry[];
  /** The surrogates that were in force at the last assessment: they forecast what has arrived since. */
  readonly forecasting?: FittedEntry;
  readonly stopped: StoppedEntry | undefined;
  /** Observed evaluations in the order they arrived, as indices into `evaluations`. */
  readonly observedOrder: readonly number[];
  readonly wallTimeSeconds: number; // summed over the processes that worked on it
  readonly lastAt?: string;
}

export const emptyState: ScanState = {
  evaluations: [],
  assessments: [],
  audits: [],
  stopped: undefined,
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
      return findEvaluation(state, entry.id) === -1
        ? { evaluations: [...state.evaluations, pendingEvaluation(entry)] }
        : {};
    case "submitted": {
      const index = findEvaluation(state, entry.id);
      const evaluation = state.evaluations[index];
      if (evaluation?.status !== "pending" || entry.attempt !== evaluation.attempts + 1) return {};
      return { evaluations: state.evaluations.with(index, { ...evaluation, handle: entry.handle }) };
    }
    case "arrived":
      return applyArrival(state, entry);
    case "surveyed":
      return { survey: entry };
    case "fitted":
      return { fitted: entry };
    case "assessed":
      return {
        assessments: [...state.assessments, entry],
        ...(state.fitted !== undefined && { forecasting: state.fitted }),
      };
    case "audited":
      return { audits: [...state.audits, entry] };
    case "resumed":
      return { stopped: undefined };
    case "stopped":
      return { stopped: entry };
  }
}

function applyArrival(state: ScanState, entry: ArrivedEntry): Partial<ScanState> {
  const found = findEvaluation(state, entry.id);
  const index = found === -1 ? state.evaluations.length : found;
  const before = state.evaluations[index] ?? pendingEvaluation(entry);
  if (before.status !== "pending" || entry.attempt <= before.attempts) return {};
  const { handle: _, ...kept } = before;
  const after: Evaluation = {
    ...kept,
    status: statusAfter(entry),
    attempts: entry.attempt,
    outcome: entry.outcome,
    startedAt: entry.startedAt,
    seconds: entry.seconds,
  };
  const evaluations = [...state.evaluations];
  evaluations[index] = after;
  return {
    evaluations,
    ...(after.status === "observed" && { observedOrder: [...state.observedOrder, index] }),
  };
}

function statusAfter(entry: ArrivedEntry): Evaluation["status"] {
  if (entry.outcome.kind === "failed") return entry.willRetry ? "pending" : "failed";
  return entry.outcome.kind;
}

function pendingEvaluation(entry: ProposedEntry | ArrivedEntry): Evaluation {
  const { id, origin, unit, parameters } = entry;
  return { id, origin, unit, parameters, status: "pending", attempts: 0 };
}

/** Arrivals mostly concern the newest proposals, so the search runs backwards. */
function findEvaluation(state: ScanState, id: string): number {
  return state.evaluations.findLastIndex((evaluation) => evaluation.id === id);
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
