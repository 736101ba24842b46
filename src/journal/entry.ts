import type { Outcome } from "../evaluation/index.ts";
import type { Assessment, LevelSetAudit, Verdict } from "../level-set/index.ts";
import type { SurrogateSettings } from "../surrogate/index.ts";

/** Where a point came from: the space-filling start, the acquisition function, an audit, a file, or a client's own wish. */
export type Origin = "design" | "acquisition" | "audit" | "imported" | "asked";

/** The first entry of every journal: which scan this is. */
export interface StartedEntry {
  readonly type: "started";
  readonly version: 1;
  readonly runId: string; // begins every proposal id, so that two runs never share an idempotency key
  readonly name: string;
  readonly seed: number;
  readonly identity: string; // hash of what determines the scan's meaning
}

/** A point that will be evaluated; durable before any work on it starts. */
export interface ProposedEntry {
  readonly type: "proposed";
  readonly id: string;
  readonly iteration: number; // 0 for the first proposal of the scan
  readonly origin: Origin;
  readonly unit: readonly number[]; // [d]
  readonly parameters: Readonly<Record<string, number>>; // physical units
  readonly requestedEvents?: number; // how many the evaluation should simulate, where the budget counts them
}

/** A remote job that a resumed scan re-attaches to instead of paying twice. */
export interface SubmittedEntry {
  readonly type: "submitted";
  readonly id: string;
  readonly attempt: number;
  readonly handle: string;
}

/** The end of an attempt; it repeats the point, so that no earlier entry is needed to make use of a result. */
export interface ArrivedEntry {
  readonly type: "arrived";
  readonly id: string;
  readonly origin: Origin;
  readonly attempt: number;
  readonly unit: readonly number[]; // [d]
  readonly parameters: Readonly<Record<string, number>>; // physical units
  readonly outcome: Outcome;
  readonly willRetry: boolean;
  readonly startedAt: string; // ISO 8601
  readonly seconds: number;
  readonly source?: EarlierSource; // of what was imported
}

/** Where evaluations come from that were made before the scan. */
export interface EarlierSource {
  readonly name: string; // of the file or folder
  /**
   * Observables whose values there may all be off by one unknown amount, with its standard deviation on the observable's transformed
   * scale; null where nobody knows how large it may be.
   */
  readonly offsets?: Readonly<Record<string, number | null>>;
}

/** What the proxy says all over the domain; evaluated once, so that a resumed scan knows exactly the same. */
export interface SurveyedEntry {
  readonly type: "surveyed";
  readonly unit: readonly (readonly number[])[]; // [k, d]
  /** By observable, in its own units; null where the proxy has no value. // [k] */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Hyperparameters and output scale of every observable; a resumed scan conditions on them without optimising again. */
export interface FittedEntry {
  readonly type: "fitted";
  readonly observed: number; // evaluations the fit has seen
  readonly surrogates: Readonly<Record<string, SurrogateSettings>>;
  /** By observable: the fit of every kernel that the data do not rule out, the one in force first. */
  readonly alternatives: Readonly<Record<string, readonly SurrogateSettings[]>>;
  /** By observable: how many models before this one were rejected by their forecasts and replaced. */
  readonly restarts: Readonly<Record<string, number>>;
}

/** What was known of the contour at this point of the scan. */
export interface AssessedEntry {
  readonly type: "assessed";
  readonly observed: number;
  readonly assessment: Assessment;
}

/** What points from a density declared beforehand said of the contour before any of them trained a surrogate. */
export interface AuditedEntry {
  readonly type: "audited";
  readonly observed: number; // evaluations behind the contour that was audited
  readonly ids: readonly string[]; // the audit points, those without a value included
  readonly levelSets: readonly LevelSetAudit[];
}

/** The same scan taken up again by another process. */
export interface ResumedEntry {
  readonly type: "resumed";
}

/** A point handed to a client, who alone may tell its result until the lease ends; written again, it prolongs the lease. */
export interface LeasedEntry {
  readonly type: "leased";
  readonly id: string;
  readonly attempt: number;
  readonly until: string; // ISO 8601
}

/** More evaluations than the config's budget, granted by a person. */
export interface ExtendedEntry {
  readonly type: "extended";
  readonly evaluations: number;
}

/** A person's word that a point is infeasible, whatever has become of it; a value it may have had is not used any more. */
export interface ExcludedEntry {
  readonly type: "excluded";
  readonly id: string;
  readonly reason: string;
}

/** No new evaluations until a person lets the scan go on; those under way end as usual. */
export interface PausedEntry {
  readonly type: "paused";
}

export interface ContinuedEntry {
  readonly type: "continued";
}

export interface StoppedEntry {
  readonly type: "stopped";
  readonly cause: StopCause;
  readonly verdict: Verdict;
  readonly reason: string;
}

export type StopCause = "converged" | "budget" | "failures" | "interrupted";

export type Entry =
  | StartedEntry
  | ProposedEntry
  | SubmittedEntry
  | ArrivedEntry
  | SurveyedEntry
  | FittedEntry
  | AssessedEntry
  | AuditedEntry
  | ResumedEntry
  | LeasedEntry
  | ExtendedEntry
  | ExcludedEntry
  | PausedEntry
  | ContinuedEntry
  | StoppedEntry;

/** An entry with the moment it was written, ISO 8601. */
export type StampedEntry = Entry & { readonly at: string };
