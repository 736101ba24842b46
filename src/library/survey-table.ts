import { ConfigError, readCsv } from "../config/index.ts";
import type { SurveyedEntry } from "../journal/index.ts";
import type { ScanCore } from "../scan/index.ts";
import { physicalPoints } from "../space/index.ts";
import { names, rowsOf } from "./survey-answers.ts";

/**
 * The rows of a CSV file themselves: between them a surrogate interpolates as it does between the answers of any proxy. Throws a
 * ConfigError where the file cannot be a proxy.
 */
export function surveyTable(core: ScanCore, file: string): SurveyedEntry {
  const { config, space } = core.settings;
  const path = ["surrogate", "proxy", "table"];
  const refuse = (place: object, message: string) => new ConfigError([{ file: config.name, path: path.join("."), message, ...place }]);
  const read = readCsv(file, config.directory, path, "the proxy");
  if ("findings" in read) throw refuse(read.findings[0]!.place ?? {}, read.findings[0]!.message);
  const [header, ...lines] = read.rows;
  const titles = header?.cells ?? [];
  const missing = space.parameters.find(({ name }) => !titles.includes(name));
  if (missing !== undefined) throw refuse({}, `expected a column ${missing.name} in ${file}, got the columns ${titles.join(", ")}`);
  const known = config.observables.filter(({ name }) => titles.includes(name));
  if (known.length === 0) throw refuse({}, `expected a column ${names(config.observables)} in ${file}, got the columns ${titles.join(", ")}`);
  const numberAt = (row: (typeof lines)[number], name: string): number => {
    const cell = row.cells[titles.indexOf(name)] ?? "";
    const value = cell === "" ? Number.NaN : Number(cell);
    if (Number.isFinite(value)) return value;
    throw refuse({ file, line: row.line, column: 1, path: name }, `expected a finite number, got ${cell === "" ? "an empty cell" : cell}`);
  };
  if (lines.length === 0) throw refuse({}, `expected rows in ${file}, got only the header`);
  const coordinates = lines.flatMap((row) => space.parameters.map(({ name }) => numberAt(row, name)));
  const unit = space.toUnit(physicalPoints(space.d, Float64Array.from(coordinates)));
  const values = known.map(({ name }) => [name, lines.map((row) => numberAt(row, name))] as const);
  return { type: "surveyed", unit: rowsOf(unit), values: Object.fromEntries(values) };
}

