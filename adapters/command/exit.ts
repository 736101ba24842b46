import { EvaluationError } from "../../src/evaluation/index.ts";

/** How a process ended. */
export type Exit = { readonly code: number; readonly signal?: never } | { readonly code?: never; readonly signal: NodeJS.Signals };

/** The exit code by which a program asks for a retry: EX_TEMPFAIL of sysexits.h. */
const temporaryFailure = 75;

/**
 * Why an attempt failed, when its process ended without an answer. Worth a retry: exit code 75; a signal, since memory or
 * time may have run out; exit code 0, where the answer is missing.
 */
export function describeExit({ code, signal }: Exit, words: string): EvaluationError {
  if (signal !== undefined) return new EvaluationError(`killed by ${signal}: ${words}`, true);
  return new EvaluationError(`exit code ${code}: ${words}`, code === temporaryFailure || code === 0);
}
