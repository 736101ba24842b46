import type { BudgetConfig } from "../config/index.ts";
import type { ScanState, StopCause } from "../journal/index.ts";
import type { VerdictWithReason } from "../level-set/index.ts";
import { auditUnderWay } from "./audit-state.ts";
import { costReached } from "./cost.ts";
import { refitIsDue } from "./refit-schedule.ts";
import { tallyOf } from "./tally.ts";

/** What a scan does next. */
export type Action =
  | { readonly kind: "dispatch"; readonly ids: readonly string[] }
  | { readonly kind: "fit" }
  | { readonly kind: "assess" }
  | { readonly kind: "audit" }
  | { readonly kind: "propose"; readonly count: number; readonly origin: ProposalOrigin }
  | { readonly kind: "wait" }
  | { readonly kind: "stop"; readonly cause: StopCause; readonly reason: string };

/** Where the points that a scan proposes of its own accord come from. */
export type ProposalOrigin = "design" | "acquisition" | "audit";

/** The fixed rules of a scan that `decide` goes by. */
export interface Rules {
  readonly designPoints: number;
  /** The same where a proxy has turned out to tell nothing, for whose sake there were fewer. */
  readonly designPointsWithoutProxy: number;
  readonly budget: BudgetConfig;
  /** How many points there are to choose from: Infinity, or the length of the list of allowed points. */
  readonly choices: number;
  /** How often a retryable failure of one point is tried again. */
  readonly retries: number;
  /** Points that a certified contour is audited with; 0: none. */
  readonly auditEvaluations: number;
}

/** What the state does not say: how things stand in this process. */
export interface Situation {
  readonly running: ReadonlySet<string>; // ids of evaluations under way
  readonly capacity: number; // evaluations that may be under way at the same time
  readonly interruption: "none" | "signal" | "wall-time";
}

/** What the assessments so far add up to. */
export interface Conclusion extends VerdictWithReason {
  /** Forecasts have rejected a kernel that another can replace, or a transform cannot take a value that has arrived. */
  readonly replaceModel: boolean;
  /** The contour is certified, and only an audit is missing or has to be repeated. */
  readonly auditDue: boolean;
}

/** Observed evaluations below which there is nothing to fit. */
const fewestToFit = 2;

/**
 * What to do next, from what is known alone: interruptions first, then limits, then work that waits to be dispatched again, then
 * learning from what has arrived, and only then new points, as many as there is room for. Nothing here waits for a group.
 */
export function decide(state: ScanState, given: Rules, conclusion: Conclusion, situation: Situation): Action {
  const rules = withGrants(given, state);
  const limit = limitReached(state, rules.budget, situation);
  if (limit !== undefined) return limit;
  const ids = state.paused ? [] : waitingForDispatch(state, situation);
  if (ids.length > 0) return { kind: "dispatch", ids };
  const learning = learningDue(state, rules, conclusion);
  if (learning !== undefined) return learning;
  if (state.paused) return { kind: "wait" };
  const end = endReached(state, rules, conclusion);
  if (end !== undefined) return situation.running.size > 0 ? { kind: "wait" } : end;
  return newPoints(state, rules, conclusion, situation) ?? { kind: "wait" };
}

/** The rules with what a person has granted since. */
function withGrants(rules: Rules, { extraEvaluations }: ScanState): Rules {
  const { budget } = rules;
  return { ...rules, budget: { ...budget, evaluations: budget.evaluations + extraEvaluations } };
}

/** How many points may still be proposed. */
export function budgetLeft(state: ScanState, { budget }: Pick<Rules, "budget">): number {
  return Math.max(budget.evaluations + state.extraEvaluations - tallyOf(state).paid, 0);
}

/** Reasons to stop at once, whatever is still running. */
function limitReached(state: ScanState, budget: BudgetConfig, situation: Situation): Action | undefined {
  if (situation.interruption === "signal") {
    return { kind: "stop", cause: "interrupted", reason: "interrupted; the same command resumes" };
  }
  if (situation.interruption === "wall-time") {
    return { kind: "stop", cause: "budget", reason: `the budget of ${budget.wallTimeSeconds} s of wall time is spent` };
  }
  const failures = tallyOf(state).failed;
  if (failures.length > budget.failures) {
    const last = failures.at(-1)?.outcome;
    const why = last?.kind === "failed" ? `; the last: ${last.reason}` : "";
    return {
      kind: "stop",
      cause: "failures",
      reason: `${failures.length} points failed, more than the ${budget.failures} allowed by budget.failures${why}`,
    };
  }
  return undefined;
}

/** Points that a person has asked for, that were interrupted by an earlier stop, or whose last attempt is to be repeated. */
function waitingForDispatch(state: ScanState, { running, capacity }: Situation): string[] {
  const waiting = tallyOf(state).pending.filter(({ id }) => !running.has(id));
  return [...waiting.filter(({ origin }) => origin === "asked"), ...waiting.filter(({ origin }) => origin !== "asked")]
    .slice(0, Math.max(capacity - running.size, 0))
    .map(({ id }) => id);
}

function learningDue(state: ScanState, rules: Rules, conclusion: Conclusion): Action | undefined {
  const { designPoints } = rules;
  const observed = state.observedOrder.length;
  if (conclusion.verdict === "verified" && !state.refitDue) return undefined; // of the contour as it is
  const audited = auditUnderWay(state);
  if (audited.length > 0) { // nothing may learn from a point before it is scored
    const isComplete = auditPointsMissing(state, rules) === 0 && audited.every(({ status }) => status !== "pending");
    return isComplete ? { kind: "audit" } : undefined;
  }
  if (state.evaluations.length < designPoints || observed < fewestToFit) return undefined;
  const isAwaited = conclusion.obstacle === "confirmation" && observed > (state.fitted?.observed ?? 0);
  if (isAwaited || state.refitDue || conclusion.replaceModel || refitIsDue(state)) return { kind: "fit" };
  if (observed !== (state.assessments.at(-1)?.observed ?? 0)) return { kind: "assess" }; // fewer where a value was withdrawn
  return undefined;
}

/** Reasons to propose nothing more; what is running is waited for and may still change the conclusion. */
function endReached(state: ScanState, rules: Rules, conclusion: Conclusion): Action | undefined {
  const { budget, choices } = rules;
  const { chosen: proposed, failed } = tallyOf(state);
  if (auditUnderWay(state).length > 0 || (conclusion.auditDue && proposed < choices)) {
    const missing = auditPointsMissing(state, rules);
    if (tallyOf(state).paid + missing <= budget.evaluations) return undefined;
    const reason = `the budget of ${budget.evaluations} evaluations has no room for the ${missing} that the audit needs; ${conclusion.reason}`;
    return { kind: "stop", cause: "budget", reason };
  }
  if (conclusion.verdict === "model-certified" || conclusion.verdict === "verified") return { kind: "stop", cause: "converged", reason: conclusion.reason };
  if (proposed >= choices) {
    return failed.length === 0
      ? { kind: "stop", cause: "converged", reason: `all ${choices} allowed points are evaluated` }
      : { kind: "stop", cause: "budget", reason: `all ${choices} allowed points were tried, ${failed.length} of them failed` };
  }
  const spent = costReached(budget.cost, state);
  if (spent !== undefined) return { kind: "stop", cause: "budget", reason: `${spent}; ${conclusion.reason}` };
  if (tallyOf(state).paid >= budget.evaluations) {
    const reason = `the budget of ${budget.evaluations} evaluations is spent; ${conclusion.reason}`;
    return { kind: "stop", cause: "budget", reason };
  }
  return undefined;
}

function newPoints(state: ScanState, rules: Rules, conclusion: Conclusion, situation: Situation): Action | undefined {
  const { budget, choices } = rules;
  const proposed = state.evaluations.length;
  const room = Math.min(situation.capacity - situation.running.size, budget.evaluations - tallyOf(state).paid, choices - tallyOf(state).chosen);
  if (room <= 0) return undefined;
  const isUnderWay = auditUnderWay(state).length > 0;
  if (isUnderWay || conclusion.auditDue) {
    if (!isUnderWay && situation.running.size > 0) return undefined; // what is under way may still change the contour
    const count = Math.min(room, auditPointsMissing(state, rules));
    return count > 0 ? { kind: "propose", count, origin: "audit" } : undefined;
  }
  const designLeft = (proxyIsGivenUp(state) ? rules.designPointsWithoutProxy : rules.designPoints) - proposed;
  if (designLeft > 0) return { kind: "propose", count: Math.min(room, designLeft), origin: "design" };
  return { kind: "propose", count: room, origin: state.fitted === undefined ? "design" : "acquisition" };
}

/** Whether there is a proxy that no surrogate in force rests on; its term, where it has one, is the last of the mean. */
function proxyIsGivenUp({ survey, fitted }: ScanState): boolean {
  if (survey === undefined || fitted === undefined) return false;
  return Object.values(fitted.surrogates).every(({ mean }) => (mean.termVariances?.at(-1) ?? 0) === 0);
}

/** Points that the audit under way, or the next one, still has to propose; with a list of allowed points no more than it has left. */
function auditPointsMissing(state: ScanState, { auditEvaluations, choices }: Rules): number {
  return Math.max(Math.min(auditEvaluations - auditUnderWay(state).length, choices - tallyOf(state).chosen), 0);
}
