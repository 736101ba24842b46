import type { z } from "zod";
import type { Clock } from "./clock.ts";

/** One attempt at one point; the id is the idempotency key everywhere (file names, headers, job comments). */
export interface EvaluationRequest {
  readonly id: string;
  readonly attempt: number; // 1 for the first
  readonly seed: number; // a 32-bit integer, different for every attempt
  readonly parameters: Readonly<Record<string, number>>; // physical units
  readonly requestedEvents?: number; // how many to simulate; absent: the evaluator decides
}

export interface EvaluationContext {
  /** Aborted on timeout and when the scan stops; the evaluator then ends its work and settles soon. */
  readonly signal: AbortSignal;
  /** Absolute path of a folder of this attempt's own, for scratch and result files; it exists when `evaluate` is called. */
  readonly directory: string;
  /** What `submitted` was given by an earlier process for this very attempt: re-attach to it instead of starting anew. */
  readonly handle?: string;
  /** Makes a remote job's handle durable in the journal; resolves when it is. */
  submitted(handle: string): Promise<void>;
}

/**
 * The port to an outside world that can evaluate points. `evaluate` resolves to a reply in the shape of the contract
 * ({observables} | {infeasible} | {failed}), unchecked: `interpretReply` checks it. It rejects with an EvaluationError, or
 * anything else when it breaks, which the dispatcher records as a failed outcome.
 * Every implementation passes the laws in `src/testing/evaluator-laws.ts`.
 */
export interface Evaluator {
  /** How many evaluations make sense at the same time. */
  readonly capacity: number;
  evaluate(request: EvaluationRequest, context: EvaluationContext): Promise<unknown>;
  /** Ends every thread, process and connection; none outlives it. */
  close(): Promise<void>;
}

/** An evaluation that failed in a way the evaluator can explain. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly retryable: boolean;

  constructor(reason: string, retryable: boolean, options?: ErrorOptions) {
    super(reason, options);
    this.retryable = retryable;
  }
}

/** What an adapter may know of the scan it serves. */
export interface EvaluatorEnvironment {
  readonly configDirectory: string; // relative paths in the options are relative to it
  readonly runDirectory: string;
  readonly parameterNames: readonly string[];
  readonly observableNames: readonly string[];
  readonly workers: number;
  readonly clock?: Clock; // absent: the system's
  /** Tells whoever watches the scan why nothing happens. */
  readonly note?: (text: string) => void;
}

/**
 * An adapter as a value: its name in the config (`"adapter": name`), the zod schema of its own options (a strict object,
 * without the options common to all: workers, timeoutSeconds, retries), and how to build it.
 */
export interface EvaluatorPlugin<Options extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly options: Options;
  build(options: z.output<Options>, environment: EvaluatorEnvironment): Promise<Evaluator>;
}
