import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { fileReason } from "../evaluation/index.ts";
import type { Finding, Path } from "./problem.ts";
import { show } from "./show.ts";

export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The lines of a CSV file, its header first; lines that start with # are comments. `path` is where the config names the file, and
 * `content` what should be in it.
 */
export function readCsv(
  file: string, directory: string, path: Path, content: string,
): { readonly rows: readonly CsvRow[] } | { readonly findings: readonly Finding[] } {
  let text: string;
  try {
    text = readFileSync(resolve(directory, file), "utf8");
  } catch (error) {
    const message = `expected a CSV file with ${content}, got ${show(file)}: ${fileReason(error)} (looked for ${resolve(directory, file)})`;
    return { findings: [{ path, message }] };
  }
  return csvRows(text, file);
}

function csvRows(text: string, file: string): { readonly rows: readonly CsvRow[] } | { readonly findings: readonly Finding[] } {
  try {
    const records = parse(text, {
      bom: true,
      comment: "#",
      comment_no_infix: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return { rows: records.map(({ record, info }) => ({ cells: record, line: info.lines })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? error["lines"] : 1;
    return { findings: [{ path: [], message: `expected comma-separated values, got ${error.message}`, place: { file, line, column: 1 } }] };
  }
}
