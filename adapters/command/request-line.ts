import type { EvaluationRequest } from "../../src/evaluation/index.ts";

/** What a command reads on its standard input. */
export function requestLine({ id, attempt, seed, parameters, requestedEvents }: EvaluationRequest): string {
  return `${JSON.stringify({ id, attempt, seed, parameters, requestedEvents })}\n`;
}
