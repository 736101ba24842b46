import { StringDecoder } from "node:string_decoder";
import { tellAll, tellSchema, type Tell } from "../library/ask-tell.ts";
import { scanPlace } from "../library/scan-place.ts";
import { Refusal } from "../scan/index.ts";
import { exitCode } from "./exit-codes.ts";

/**
 * `excursion tell`: takes results from stdin, one JSON line each, and says on stdout what became of each. A line that cannot be used
 * changes nothing and the others count; the exit code then is 2.
 */
export async function tellCommand(directory: string): Promise<void> {
  const place = await scanPlace(directory);
  let lineNumber = 0;
  for await (const lines of lineGroups(process.stdin)) {
    const tells: { readonly line: number; readonly tell: Tell }[] = [];
    for (const text of lines) {
      lineNumber += 1;
      const read = readTell(text);
      if ("tell" in read) tells.push({ line: lineNumber, tell: read.tell });
      else if (text.trim() !== "") refuse(lineNumber, read.problem);
    }
    if (tells.length === 0) continue;
    const answers = await tellAll(place, tells.map(({ tell }) => tell));
    for (const [k, answer] of answers.entries()) {
      if (answer instanceof Refusal) refuse(tells[k]!.line, answer.message);
      else process.stdout.write(`${JSON.stringify({ id: answer.id, status: answer.status, repeated: answer.repeated, ...reasonOf(answer.outcome) })}\n`);
    }
  }
}

function refuse(line: number, why: string): void {
  process.stderr.write(`line ${line}: ${why}\n`);
  process.exitCode = exitCode.usage;
}

function reasonOf(outcome: object): object {
  return "reason" in outcome ? { reason: outcome.reason } : {};
}

function readTell(text: string): { readonly tell: Tell } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `expected a JSON object, got ${(error as Error).message}` };
  }
  const { success, data, error } = tellSchema.safeParse(value);
  if (success) return { tell: data };
  const { path, message } = error.issues[0]!;
  return { problem: path.length === 0 ? message : `${path.join(".")}: ${message}` };
}

/** The lines of a stream, those together that came together, so that a journal is not opened for each of them. */
async function* lineGroups(stream: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop()!;
    if (lines.length > 0) yield lines;
  }
  if (rest.trim() !== "") yield [rest];
}
