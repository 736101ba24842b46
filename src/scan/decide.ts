import type { BudgetConfig } from "../config/index.ts";
import type { ScanState, StopCause } from "../journal/index.ts";
import type { VerdictWithReason } from "../level-set/index.ts";
import { refitIsDue } from "./refit-schedule.ts";

/** What a scan does next. */
export type Action =
  | { readonly kind: "dispatch"; readonly ids: readonly string[] }
  | { readonly kind: "fit" }
  | { readonly kind: "assess" }
  | { readonly kind: "propose"; readonly count: number; readonly origin: "design" | "acquisition" }
  | { readonly kind: "wait" }
  | { readonly kind: "stop"; readonly cause: StopCause; readonly reason: string };

/** The fixed rules of a scan that `decide` goes by. */
export interface Rules {
  readonly designPoints: number;
  readonly budget: BudgetConfig;
  /** How many points there are to choose from: Infinity, or the length of the list of allowed points. */
  readonly choices: number;
  /** How often a retryable failure of one point is tried again. */
  readonly retries: number;
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
  return newPoints(state, rules, situation) ?? { kind: "wait" };
}

/** The rules with what a person has granted since. */
function withGrants(rules: Rules, { extraEvaluations }: ScanState): Rules {
  const { budget } = rules;
  return { ...rules, budget: { ...budget, evaluations: budget.evaluations + extraEvaluations } };
}

/** How many points may still be proposed. */
export function budgetLeft(state: ScanState, { budget }: Rules): number {
  return Math.max(budget.evaluations + state.extraEvaluations - state.evaluations.length, 0);
}

/** Reasons to stop at once, whatever is still running. */
function limitReached(state: ScanState, budget: BudgetConfig, situation: Situation): Action | undefined {
  if (situation.interruption === "signal") {
    return { kind: "stop", cause: "interrupted", reason: "interrupted; the same command resumes" };
  }
  if (situation.interruption === "wall-time") {
    return { kind: "stop", cause: "budget", reason: `the budget of ${budget.wallTimeSeconds} s of wall time is spent` };
  }
  const failures = state.evaluations.filter(({ status }) => status === "failed");
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

/** Points that were interrupted by an earlier stop, or whose last attempt is to be repeated. */
function waitingForDispatch(state: ScanState, { running, capacity }: Situation): string[] {
  return state.evaluations
    .filter(({ id, status }) => status === "pending" && !running.has(id))
    .slice(0, Math.max(capacity - running.size, 0))
    .map(({ id }) => id);
}

function learningDue(state: ScanState, { designPoints }: Rules, conclusion: Conclusion): Action | undefined {
  const observed = state.observedOrder.length;
  if (state.evaluations.length < designPoints || observed < fewestToFit) return undefined;
  const isAwaited = conclusion.obstacle === "confirmation" && observed > (state.fitted?.observed ?? 0);
  if (isAwaited || state.refitDue || conclusion.replaceModel || refitIsDue(observed, state.fitted?.observed)) return { kind: "fit" };
  if (observed !== (state.assessments.at(-1)?.observed ?? 0)) return { kind: "assess" }; // fewer where a value was withdrawn
  return undefined;
}

/** Reasons to propose nothing more; what is running is waited for and may still change the conclusion. */
function endReached(state: ScanState, { budget, choices }: Rules, conclusion: Conclusion): Action | undefined {
  if (conclusion.verdict === "model-certified") return { kind: "stop", cause: "converged", reason: conclusion.reason };
  const proposed = state.evaluations.length;
  if (proposed >= choices) {
    const failed = state.evaluations.filter(({ status }) => status === "failed").length;
    return failed === 0
      ? { kind: "stop", cause: "converged", reason: `all ${choices} allowed points are evaluated` }
      : { kind: "stop", cause: "budget", reason: `all ${choices} allowed points were tried, ${failed} of them failed` };
  }
  if (proposed >= budget.evaluations) {
    const reason = `the budget of ${budget.evaluations} evaluations is spent; ${conclusion.reason}`;
    return { kind: "stop", cause: "budget", reason };
  }
  return undefined;
}

function newPoints(state: ScanState, { designPoints, budget, choices }: Rules, situation: Situation): Action | undefined {
  const proposed = state.evaluations.length;
  const room = Math.min(situation.capacity - situation.running.size, budget.evaluations - proposed, choices - proposed);
  if (room <= 0) return undefined;
  const designLeft = designPoints - proposed;
  if (designLeft > 0) return { kind: "propose", count: Math.min(room, designLeft), origin: "design" };
  return { kind: "propose", count: room, origin: state.fitted === undefined ? "design" : "acquisition" };
}
