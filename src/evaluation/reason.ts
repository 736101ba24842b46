import { inspect } from "node:util";

/** Characters of a reason; what is longer loses its middle. */
export const longestReason = 500;

/** Control, format and separator characters, and halves of surrogate pairs. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text of any origin as one line of at most `longestReason` characters in which nothing is invisible. */
export function oneLine(text: string): string {
  const visible = shorten(text.trim()).replace(
    invisible,
    (character) => shortEscapes[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return shorten(visible).toWellFormed();
}

function shorten(text: string): string {
  if (text.length <= longestReason) return text;
  const tail = 200;
  return `${text.slice(0, longestReason - tail - 3)} … ${text.slice(-tail)}`;
}

/** Any value as a short text for a message: `got ${show(value)}`. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  try {
    return inspect(value, {
      depth: 1, maxArrayLength: 5, maxStringLength: 100, breakLength: Infinity, compact: true, customInspect: false,
    });
  } catch {
    return "a value that cannot be shown";
  }
}

/** What was thrown, whatever it was, as one line with its causes: `TypeError: fetch failed: connect ECONNREFUSED`. */
export function describeError(error: unknown): string {
  try {
    return oneLine(messages(error, 3).join(": "));
  } catch {
    return "an error that cannot be shown";
  }
}

function messages(error: unknown, depth: number): string[] {
  if (typeof error === "string") return [error];
  if (!(error instanceof Error)) return [`not an error but ${show(error)}`];
  const name = error.name === "Error" || error.name === "EvaluationError" ? "" : String(error.name);
  const own = [name, String(error.message)].filter((part) => part !== "").join(": ");
  const cause: unknown = error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
  const causes = cause === undefined || depth === 1 ? [] : messages(cause, depth - 1);
  return [own === "" ? "an error without a message" : own, ...causes];
}
