/** A value of a table; `undefined` is an empty cell. */
export type Cell = string | number | undefined;

/** A line of comma-separated values with its line end; numbers in the shortest form that reads back the same. [RFC4180] */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\n`;
}

function csvCell(cell: Cell): string {
  const text = cell === undefined ? "" : String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
