import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { resolvedConfigJson } from "../config/index.ts";
import { fileReason } from "../evaluation/index.ts";
import { isRunDirectory, JournalError, journalName } from "../journal/index.ts";
import {
  contoursCsv, contoursGeoJson, contoursJson, evaluationsCsv, harvestJson, hepdataSubmission, htmlReport, pdfOf, pngOf, resultJson, rootJson,
  staticFigures, type ScanView,
} from "../report/index.ts";
import type { ScanCore } from "../scan/index.ts";
import { viewOfScan } from "./scan-view.ts";

/** What a format is made of; in pictures other scans are drawn over the first. */
const makers: Readonly<Record<string, (view: ScanView, others: readonly ScanView[]) => Promise<readonly NamedFile[]>>> = {
  html: async (view) => [{ name: "report.html", content: await htmlReport(view) }],
  svg: async (view, others) => staticFigures(view, others).map(({ name, svg }) => ({ name: `${name}.svg`, content: svg })),
  png: async (view, others) => staticFigures(view, others).map(({ name, svg }) => ({ name: `${name}.png`, content: pngOf(svg) })),
  pdf: (view, others) =>
    Promise.all(staticFigures(view, others).map(async ({ name, title, svg }) => ({ name: `${name}.pdf`, content: await pdfOf(svg, title) }))),
  csv: async (view) => [
    { name: "evaluations.csv", content: evaluationsCsv(view) },
    { name: "contours.csv", content: contoursCsv(view) },
  ],
  json: async (view) => [
    { name: "result.json", content: resultJson(view) },
    { name: "contours.json", content: contoursJson(view) },
  ],
  geojson: async (view) => [{ name: "contours.geojson", content: contoursGeoJson(view) }],
  hepdata: async (view) => hepdataSubmission(view).map(({ name, text }) => ({ name: join("hepdata", name), content: text })),
  histfitter: async (view) => [{ name: "harvest.json", content: harvestJson(view) }],
  root: async (view) => [{ name: "contours.root.json", content: rootJson(view) }],
};

interface NamedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const alwaysWritten = new Set(["config.json", "result.json", "evaluations.csv", "contours.csv", "contours.json", "report.html"]);

export const reportFormats: readonly string[] = Object.keys(makers);

/** Writes the files of some formats into a run directory and returns their names. Throws a JournalError when it cannot. */
export async function writeReports(
  directory: string, core: ScanCore, formats: readonly string[], others: readonly ScanCore[] = [],
): Promise<string[]> {
  const view = viewOfScan(core);
  const names: string[] = [];
  for (const format of formats) {
    for (const { name, content } of await makers[format]!(view, others.map(viewOfScan))) {
      await writeWhole(join(directory, name), content);
      names.push(name);
    }
  }
  return names;
}

/**
 * A folder that is to become a run directory must not hold a file of the names that every scan writes: it would be somebody's own.
 * Throws a JournalError with the repair.
 */
export async function refuseFilesInTheWay(directory: string): Promise<void> {
  if (await isRunDirectory(directory)) return;
  const inTheWay = (await readdir(directory).catch(() => [])).filter((name) => alwaysWritten.has(name));
  if (inTheWay.length === 0) return;
  throw new JournalError(
    `expected a run directory of the scan's own, got ${directory}, which holds ${inTheWay.join(", ")} but no ${journalName}; ` +
      "choose another with --out, or move what is there away",
  );
}

/** The config with every default written out, so that other commands need only the run directory. */
export function writeConfig(directory: string, core: ScanCore): Promise<void> {
  return writeWhole(join(directory, "config.json"), resolvedConfigJson(core.settings.config));
}

/** Written beside its place and then moved there, so that a reader never sees half a file. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, content);
    await rename(`${path}.new`, path);
  } catch (error) {
    throw new JournalError(`expected to write ${path}, got ${fileReason(error)}; the journal is complete: put that right and run the same command`);
  }
}
