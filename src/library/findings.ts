import {
  contoursOf, pdfOf, pngOf, resultOf, staticFigures, type Contours, type Result, type StaticFigure,
} from "../report/index.ts";
import type { ScanCore } from "../scan/index.ts";
import { openRun } from "./open-run.ts";
import { viewOfScan } from "./scan-view.ts";

/** What a scan has found so far, for programs: computed anew from what has arrived each time it is asked. */
export interface Findings {
  /** What result.json holds. */
  result(): Result;
  /** What contours.json holds: lines in physical units with their 16/84 % band; no lines before the first fit. */
  contours(): Contours;
  /** The pictures of `excursion report`, as SVG documents with a name for their file. */
  pictures(): readonly StaticFigure[];
}

export function findingsOf(core: ScanCore): Findings {
  return {
    result: () => resultOf(viewOfScan(core)),
    contours: () => contoursOf(viewOfScan(core)),
    pictures: () => staticFigures(viewOfScan(core)),
  };
}

/** What the scan in a run directory has found, also while it runs elsewhere. Throws a JournalError or a ConfigError when there is none. */
export async function openScan(directory: string): Promise<Findings> {
  return findingsOf(await openRun(directory));
}

/** A picture as PNG, 2.5 pixels for one of the drawing. */
export function pictureAsPng({ svg }: StaticFigure): Uint8Array {
  return pngOf(svg);
}

/** A picture as PDF, in vectors and with its font embedded. */
export function pictureAsPdf({ svg, title }: StaticFigure): Promise<Uint8Array> {
  return pdfOf(svg, title);
}
