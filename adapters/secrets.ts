import { describeError, type EvaluationContext, EvaluationError, type Evaluator } from "../src/evaluation/index.ts";

const veil = "[redacted]";
/** Levels of objects in the deepest reply there is, `gradients.observable.parameter`; what lies deeper is no reply. */
const deepestLevel = 5;

/**
 * Reads a secret from an environment variable; `place` says which option names it. Throws an EvaluationError, which does not
 * show the value, when there is none or it cannot be part of a header.
 */
export function readSecret(variable: string, place: string): string {
  const value = process.env[variable]?.trim();
  if (value === undefined || value === "") {
    throw new EvaluationError(`${place}: expected the environment variable ${variable} to hold a secret, got none; export ${variable}=...`, false);
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new EvaluationError(`${place}: expected a secret of visible ASCII characters in ${variable}, got others`, false);
  }
  return value;
}

/** The same evaluator, whose replies, errors and handles show none of the secrets, whatever the other side quotes. */
export function withoutSecrets(evaluator: Evaluator, secrets: readonly string[]): Evaluator {
  if (secrets.length === 0) return evaluator;
  const redacted = (text: string): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, veil), text);

  function redactedReply(value: unknown, level = 0): unknown {
    if (typeof value === "string") return redacted(value);
    if (typeof value !== "object" || value === null) return value;
    if (level >= deepestLevel) return "[too deep]";
    if (Array.isArray(value)) return value.map((item) => redactedReply(item, level + 1));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redacted(key), redactedReply(inner, level + 1)]));
  }

  function guarded(context: EvaluationContext): EvaluationContext {
    return {
      ...context,
      async submitted(handle) {
        if (redacted(handle) !== handle) throw new EvaluationError(`expected a handle that may be written down, got ${redacted(handle)}`, false);
        await context.submitted(handle);
      },
    };
  }

  return {
    capacity: evaluator.capacity,
    async evaluate(request, context) {
      try {
        return redactedReply(await evaluator.evaluate(request, guarded(context)));
      } catch (error) {
        const retryable = error instanceof Error && "retryable" in error && error.retryable === true;
        throw new EvaluationError(redacted(describeError(error)), retryable);
      }
    },
    close: () => evaluator.close(),
  };
}
