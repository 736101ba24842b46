/** The longest reply that is read, in bytes: of a line of stdout, a result file, or a value sent by a thread. */
export const maximumReplyBytes = 1_048_576;

/** NaN and infinities outside strings, as Python's json module writes them though JSON has none. */
const bareNonFinite = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
const mark = "\u0000non-finite ";
const markedNumber = /"\\u0000non-finite (NaN|-?Infinity)"/g;

/**
 * Reads JSON in which numbers may also be NaN, Infinity and -Infinity: `interpretReply` then says which observable was
 * not a number instead of pointing at a character. Throws a SyntaxError.
 */
export function parseReply(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const marked = text.replace(bareNonFinite, (token) => (token.startsWith('"') ? token : JSON.stringify(mark + token)));
    if (marked === text) throw error;
    return JSON.parse(marked, (_key, value: unknown) =>
      typeof value === "string" && value.startsWith(mark) ? Number(value.slice(mark.length)) : value,
    );
  }
}

/** The text from which `parseReply` reads a reply again; what JSON has no form for becomes null. */
export function writeReply(reply: unknown): string {
  const marked = JSON.stringify(reply, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? mark + String(value) : value,
  );
  return marked === undefined ? "null" : marked.replaceAll(markedNumber, "$1");
}

/** The object a line holds, or undefined when the line is not a JSON object (a banner, progress, a bare number). */
export function parseReplyLine(line: string): object | undefined {
  if (!line.trimStart().startsWith("{")) return undefined;
  try {
    const value = parseReply(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The last line of a text that holds a JSON object; what a program prints before and after it does not matter. */
export function lastReplyLine(text: string): object | undefined {
  for (const line of text.split("\n").toReversed()) {
    const reply = parseReplyLine(line);
    if (reply !== undefined) return reply;
  }
  return undefined;
}
