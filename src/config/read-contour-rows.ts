import { readCsv } from "./csv-file.ts";
import { readPoints } from "./read-points.ts";

/** A point of a contour with what its file says of it beside its place. */
export interface ContourRow {
  readonly point: Float64Array; // in the order of the names
  readonly cells: Readonly<Record<string, string>>; // by column
}

/** The rows of a CSV file of contours with a column for each name. Throws a ConfigError with every problem and its line. */
export function readContourRows(file: string, names: readonly string[]): ContourRow[] {
  const { data } = readPoints(file, names);
  const read = readCsv(file, ".", [], "contours");
  const [header, ...rows] = "rows" in read ? read.rows : [];
  return rows.map(({ cells }, i) => ({
    point: data.slice(i * names.length, (i + 1) * names.length),
    cells: Object.fromEntries(header!.cells.map((title, k) => [title, cells[k] ?? ""])),
  }));
}
