import { didYouMean, type Parameter, type PhysicalPoints } from "../space/index.ts";
import { readCsv } from "./csv-file.ts";
import { valueAt, type Finding, type Path } from "./problem.ts";
import { show } from "./show.ts";
import type { MeanTable } from "./types.ts";

type Rows = readonly Readonly<Record<string, number>>[];
type Read<Value> = Value | { readonly findings: readonly Finding[] };

/**
 * A table of values by one or more parameters, from a file or from the config itself; columns that are neither are left aside. What
 * it covers must reach as far along each of its parameters as the domain does.
 */
export function readMeanTable(
  term: unknown, path: Path, directory: string, parameters: readonly Parameter[], domain: PhysicalPoints,
): Read<MeanTable> {
  const given = valueAt(term, ["table"]);
  const column = valueAt(term, ["column"]);
  const place = [...path, "table"];
  if (column !== undefined && typeof column !== "string") return { findings: [] }; // the schema tells
  const titles = Array.isArray(given) ? Object.keys((given[0] as object | undefined) ?? {}) : undefined;
  if (titles !== undefined) {
    const chosen = valueColumn(titles, column, path, parameters);
    return typeof chosen === "string" ? covering({ table: given as Rows, column: chosen }, place, parameters, domain) : chosen;
  }
  if (typeof given !== "string") return { findings: [] };
  const file = readCsv(given, directory, place, "a table");
  if ("findings" in file) return file;
  const [header, ...lines] = file.rows;
  const columns = header?.cells ?? [];
  const chosen = valueColumn(columns, column, path, parameters);
  if (typeof chosen !== "string") return chosen;
  const wanted = columns.filter((title) => title === chosen || parameters.some(({ name }) => name === title));
  const findings: Finding[] = [];
  const table = lines.map(({ cells, line }) =>
    Object.fromEntries(
      wanted.map((title) => {
        const cell = cells[columns.indexOf(title)] ?? "";
        const value = cell === "" ? Number.NaN : Number(cell);
        if (!Number.isFinite(value)) {
          const message = `expected a finite number, got ${cell === "" ? "an empty cell" : show(cell)}`;
          findings.push({ path: [title], message, place: { file: given, line, column: 1 } });
        }
        return [title, value];
      }),
    ),
  );
  if (table.length === 0) findings.push({ path: place, message: `expected a table with values, got only the header of ${show(given)}` });
  return findings.length > 0 ? { findings } : covering({ table, column: chosen }, place, parameters, domain);
}

/** The column of the values, once it is clear which one that is. */
function valueColumn(titles: readonly string[], wanted: string | undefined, path: Path, parameters: readonly Parameter[]): Read<string> {
  const names = parameters.map(({ name }) => name);
  const others = titles.filter((title) => !names.includes(title));
  const problem = (place: Path, message: string) => ({ findings: [{ path: place, message }] });
  if (others.length === titles.length) {
    return problem([...path, "table"], `expected a column for at least one parameter (${names.join(", ")}), got the columns ${titles.join(", ")}`);
  }
  if (wanted !== undefined) {
    if (others.includes(wanted)) return wanted;
    return problem([...path, "column"], `expected a column of the table, got ${show(wanted)}${didYouMean(wanted, others) || `; there are ${others.join(", ")}`}`);
  }
  if (others.length === 1) return others[0]!;
  if (others.length === 0) return problem([...path, "table"], `expected a column of values beside ${titles.join(", ")}, got none`);
  return problem(path, `expected "column" to say which column has the values, got none; there are ${others.join(", ")}`);
}

function covering(term: MeanTable, path: Path, parameters: readonly Parameter[], { n, d, data }: PhysicalPoints): Read<MeanTable> {
  const findings: Finding[] = [];
  const keys = Object.keys(term.table[0]!);
  if (term.table.some((row) => keys.some((key) => !Object.hasOwn(row, key)))) {
    return { findings: [{ path, message: `expected every row of the table to have ${keys.join(", ")}, got one that has not` }] };
  }
  for (const [k, { name }] of parameters.entries()) {
    if (!keys.includes(name)) continue;
    const [from, to] = rangeOf(term.table.map((row) => row[name]!));
    const [lower, upper] = rangeOf(Array.from({ length: n }, (_, i) => data[i * d + k]!));
    if (from <= lower && to >= upper) continue;
    findings.push({
      path,
      message: `expected the table to cover ${name} from ${Number(lower.toPrecision(6))} to ${Number(upper.toPrecision(6))}, got it from ${from} to ${to}`,
    });
  }
  return findings.length > 0 ? { findings } : term;
}

function rangeOf(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
