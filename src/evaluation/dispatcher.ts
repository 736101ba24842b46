import type { EvaluationRequest } from "./evaluator.ts";
import type { Outcome } from "./outcome.ts";

/** An attempt that has ended. */
export interface Arrival {
  readonly id: string;
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly startedAt: string; // ISO 8601
  readonly seconds: number;
}

/** Runs attempts side by side and hands over what has ended; nothing an evaluator does makes it throw. */
export interface Dispatcher {
  /** Attempts under way. */
  readonly running: number;
  /** Starts an attempt at once; `handle` re-attaches to a job of an earlier process. */
  dispatch(request: EvaluationRequest, handle?: string): void;
  /** Resolves, as soon as there is one, with every arrival since the last call; never with none while something runs. */
  arrivals(): Promise<readonly Arrival[]>;
  /** Aborts everything under way and resolves when it has ended; what is cut short leaves no arrival. */
  stop(): Promise<void>;
}
