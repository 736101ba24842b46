import { ConfigError } from "../config/index.ts";
import { EngineError } from "../engine/index.ts";
import { EvaluationError } from "../evaluation/index.ts";
import { JournalError } from "../journal/index.ts";
import { exitCode } from "./exit-codes.ts";
import { UsageError } from "./usage-error.ts";

/** Prints what went wrong on stderr and gives the exit code; a stack trace only for an error that nobody foresaw. */
export function reportError(error: unknown): number {
  if (error instanceof Error && [ConfigError, EngineError, EvaluationError, UsageError].some((kind) => error instanceof kind)) {
    process.stderr.write(`${error.message}\n`);
    return exitCode.usage;
  }
  if (error instanceof JournalError) {
    process.stderr.write(`${error.message}\n`);
    return exitCode.journal;
  }
  process.stderr.write(`excursion failed in a way it should not: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}
