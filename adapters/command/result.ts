import { readFile, stat } from "node:fs/promises";
import { describeError, EvaluationError, lastReplyLine, maximumReplyBytes, parseReply } from "../../src/evaluation/index.ts";
import { endOfFile, lastLines } from "./output.ts";

/** The reply in the last JSON line of a command's output. */
export async function readOutput(path: string): Promise<unknown> {
  const text = await endOfFile(path, maximumReplyBytes);
  const reply = lastReplyLine(text);
  if (reply !== undefined) return reply;
  const end = lastLines(text);
  throw new EvaluationError(`expected a JSON object as one line of stdout, got ${end === "" ? "no output" : end}`, true);
}

/** The reply in a result file; `before` is the version of the file that was there when the command started. */
export async function readResult(path: string, before: string | undefined): Promise<unknown> {
  const after = await versionOf(path);
  if (after === undefined) throw new EvaluationError(`expected the command to write ${path}, got no such file`, true);
  if (after === before) throw new EvaluationError(`expected the command to write ${path}, got only the file from before`, true);
  const { size } = await stat(path);
  if (size > maximumReplyBytes) throw new EvaluationError(`expected at most ${maximumReplyBytes} bytes in ${path}, got ${size}`, true);
  try {
    return parseReply(await readFile(path, "utf8"));
  } catch (error) {
    throw new EvaluationError(`expected JSON in ${path}: ${describeError(error)}`, true);
  }
}

/** Tells a file from an older one of the same name. */
export async function versionOf(path: string): Promise<string | undefined> {
  return stat(path, { bigint: true }).then(
    ({ ino, size, mtimeNs }) => `${ino} ${size} ${mtimeNs}`,
    () => undefined,
  );
}
