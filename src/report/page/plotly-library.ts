import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { reportPage } from "./html-report.ts";
import type { ScanView } from "../view.ts";

/** The report of a scan as one HTML page, with the installed plotly.js inside. */
export async function htmlReport(view: ScanView): Promise<string> {
  const path = createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min");
  return reportPage(view, await readFile(path, "utf8"));
}
