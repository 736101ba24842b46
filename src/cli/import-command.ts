import { importInto } from "../library/import-run.ts";
import { UsageError } from "./usage-error.ts";

export interface ImportCommandOptions {
  readonly column?: readonly string[];
  readonly standardError?: readonly string[];
  readonly offset?: true | readonly string[];
  readonly out?: string;
}

/** `excursion import`: evaluations that were made before, as those of a scan. */
export async function importCommand(target: string, source: string, { column = [], standardError = [], offset, out }: ImportCommandOptions): Promise<void> {
  const columns = Object.fromEntries(column.map((text) => pair(text, "--column", "mass=title of the column")));
  const standardErrors = numbers(standardError, "--standard-error");
  const offsets = offset === undefined || offset === true ? offset : numbers(offset, "--offset");
  const options = { columns, standardErrors, ...(offsets !== undefined && { offsets }) };
  const { added, known, outside, directory } = await importInto(target, source, options, out);
  const notes = [
    ...(known > 0 ? [`${known} were there already${offsets === undefined ? "" : " and stay as they were first imported"}`] : []),
    ...(outside > 0 ? [`${outside} are outside the domain and were left out`] : []),
  ];
  process.stdout.write(`imported ${added} evaluation${added === 1 ? "" : "s"} into ${directory}${notes.map((note) => `; ${note}`).join("")}\n`);
}

function numbers(texts: readonly string[], option: string): Record<string, number> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name, value] = pair(text, option, "observable=0.01");
      if (!(Number(value) >= 0 && Number(value) < Infinity)) throw new UsageError(`${option}: expected a number, 0 or more, got ${value}`);
      return [name, Number(value)] as const;
    }),
  );
}

function pair(text: string, option: string, example: string): readonly [string, string] {
  const separator = text.indexOf("=");
  if (separator < 1) throw new UsageError(`${option}: expected name=value, such as ${example}, got ${text}`);
  return [text.slice(0, separator).trim(), text.slice(separator + 1).trim()];
}
