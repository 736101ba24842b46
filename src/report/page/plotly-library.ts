import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { reportPage } from "./html-report.ts";
import type { ScanView } from "../view.ts";

/**
 * The report of a scan as one HTML page, with the installed plotly.js inside: 1.5 MB, and 1.8 MB more only where three parameters ask
 * for surfaces in space.
 */
export async function htmlReport(view: ScanView): Promise<string> {
  const read = (name: string): Promise<string> => readFile(createRequire(import.meta.url).resolve(name), "utf8");
  const hasSurfaces = view.parameters.length === 3 && view.predict !== undefined;
  const gl3d = hasSurfaces ? await read("plotly.js-gl3d-dist-min") : undefined;
  return reportPage(view, await read("plotly.js-cartesian-dist-min"), gl3d);
}
