import { didYouMean, physicalPoints, type PhysicalPoints } from "../space/index.ts";
import { readCsv, type CsvRow } from "./csv-file.ts";
import { valueAt, type Finding } from "./problem.ts";
import { show } from "./show.ts";

/** The list of points that may be evaluated, and where each of them was written. */
export interface ListedPoints {
  readonly points: PhysicalPoints; // [k, d], in the order of the parameters
  place(point: number, parameter?: string): Pick<Finding, "path" | "place">;
}

export type ReadPoints = ListedPoints | { readonly findings: readonly Finding[] };

/** Points that stand in the config itself, one object of parameter values each; what is no such object is for the schema to tell. */
export function pointsFromObjects(rows: readonly unknown[], names: readonly string[]): ReadPoints {
  const findings: Finding[] = [];
  for (const [i, row] of rows.entries()) {
    if (typeof row !== "object" || row === null) continue;
    for (const key of Object.keys(row).filter((one) => !names.includes(one))) {
      const repair = didYouMean(key, names) || `; there are ${names.join(", ")}`;
      findings.push({ path: ["points", i, key], message: `expected the name of a parameter, got ${show(key)}${repair}`, isAboutKey: true });
    }
    for (const name of names.filter((one) => !Object.hasOwn(row, one))) {
      findings.push({ path: ["points", i, name], message: "expected a number, got nothing; every point needs every parameter" });
    }
  }
  const values = rows.flatMap((row) => names.map((name) => valueAt(row, [name])));
  if (findings.length > 0 || !values.every((value) => typeof value === "number")) return { findings };
  return {
    points: physicalPoints(names.length, Float64Array.from(values)),
    place: (point, parameter) => ({ path: parameter === undefined ? ["points", point] : ["points", point, parameter] }),
  };
}

/** Points of a CSV file with a header line; columns that are no parameters are left aside, and so are lines that start with #. */
export function pointsFromFile(file: string, directory: string, names: readonly string[]): ReadPoints {
  const read = readCsv(file, directory, ["points"], "the points");
  return "rows" in read ? pointsFromRows(read.rows, file, names) : read;
}

function pointsFromRows([header, ...rows]: readonly CsvRow[], file: string, names: readonly string[]): ReadPoints {
  const findings: Finding[] = [];
  const complain = (line: number, message: string, parameter?: string): void => {
    findings.push({ path: parameter === undefined ? [] : [parameter], message, place: { file, line, column: 1 } });
  };
  const titles = header?.cells ?? [];
  for (const name of names) {
    const count = titles.filter((title) => title === name).length;
    if (count === 1) continue;
    complain(header?.line ?? 1, `expected a column ${name}, got ${count > 1 ? `${count} of them` : columnsText(name, titles, names)}`);
  }
  if (findings.length > 0) return { findings };
  if (rows.length === 0) complain(header!.line, "expected a line for each point, got only the header");
  const columns = names.map((name) => titles.indexOf(name));
  const data = rows.flatMap(({ cells, line }) =>
    columns.map((column, k) => {
      const cell = cells[column] ?? "";
      const value = cell === "" ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) complain(line, `expected a finite number, got ${cell === "" ? "an empty cell" : show(cell)}`, names[k]!);
      return value;
    }),
  );
  if (findings.length > 0) return { findings };
  return {
    points: physicalPoints(names.length, Float64Array.from(data)),
    place: (point, parameter) => ({
      path: parameter === undefined ? [] : [parameter],
      place: { file, line: rows[point]!.line, column: 1 },
    }),
  };
}

/** What is there instead of a column; one that stands for another name is not what was meant. */
function columnsText(name: string, titles: readonly string[], names: readonly string[]): string {
  if (titles.length === 0) return "an empty file";
  const repair = titles.length === 1 && /[;\t]/.test(titles[0]!) ? "; separate the columns by commas" : didYouMean(name, titles.filter((title) => !names.includes(title)));
  return `the column${titles.length === 1 ? "" : "s"} ${titles.join(", ")}${repair}`;
}
