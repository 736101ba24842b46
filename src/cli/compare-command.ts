import { stat } from "node:fs/promises";
import { readContourRows } from "../config/index.ts";
import { openRun } from "../library/open-run.ts";
import { viewOfScan } from "../library/scan-view.ts";
import {
  compareCrossings, compareScans, compareWithLines, comparisonText, crossingsText,
  type ContourComparison, type CrossingComparison, type ForeignContour, type ScanView,
} from "../report/index.ts";
import { UsageError } from "./usage-error.ts";

/** `excursion compare`: how far the contours of a scan are from another scan's, or from lines in a CSV file. */
export async function compareCommand(directory: string, other: string, { json }: { readonly json?: boolean }): Promise<void> {
  const view = viewOfScan(await openRun(directory));
  const found = await stat(other).catch(() => undefined);
  if (found === undefined) throw new UsageError(`${other}: expected a run directory, or a CSV file with lines, got no such file`);
  const second = found.isDirectory() ? viewOfScan(await openRun(other)) : undefined;
  const { comparisons, text } = compared(view, second, other);
  process.stdout.write(json === true ? `${JSON.stringify(comparisons, undefined, 2)}\n` : text);
}

interface Compared {
  readonly comparisons: readonly (ContourComparison | CrossingComparison)[];
  readonly text: string;
}

function compared(view: ScanView, second: ScanView | undefined, other: string): Compared {
  try {
    if (second !== undefined && view.parameters.length === 1) {
      const comparisons = compareCrossings(view, second);
      return { comparisons, text: crossingsText(comparisons) };
    }
    const comparisons = second === undefined ? compareWithLines(view, foreignContours(other, view)) : compareScans(view, second);
    return { comparisons, text: comparisonText(comparisons) };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * The lines of a CSV file with a column for each parameter, such as contours.csv: rows belong to one line as long as their observable,
 * threshold and line are the same, where there are such columns; of several probabilities only 0.5 is a contour.
 */
function foreignContours(file: string, { parameters }: ScanView): ForeignContour[] {
  const rows = readContourRows(file, parameters.map(({ name }) => name));
  const contours = rows.filter(({ cells }) => cells["probability"] === undefined || Number(cells["probability"]) === 0.5);
  const groups = Map.groupBy(contours, ({ cells }) => JSON.stringify([cells["observable"], cells["threshold"], cells["line"]]));
  return [...groups.values()].map((group) => {
    const { observable, threshold } = group[0]!.cells;
    return {
      ...(observable !== undefined && { observable }),
      ...(threshold !== undefined && { threshold: Number(threshold) }),
      lines: [group.map(({ point }) => [point[0]!, point[1]!] as const)],
    };
  });
}
