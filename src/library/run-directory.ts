import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resolvedConfigJson } from "../config/index.ts";
import { JournalError } from "../journal/index.ts";
import { contoursJson, evaluationsCsv, htmlReport, resultJson, staticFigures, type ScanView } from "../report/index.ts";
import type { ScanCore } from "../scan/index.ts";
import { viewOfScan } from "./scan-view.ts";

/** What a format is made of: file names with their texts. */
const makers: Readonly<Record<string, (view: ScanView) => Promise<readonly NamedText[]>>> = {
  html: async (view) => [{ name: "report.html", text: await htmlReport(view) }],
  svg: async (view) => staticFigures(view).map(({ name, svg }) => ({ name: `${name}.svg`, text: svg })),
  csv: async (view) => [{ name: "evaluations.csv", text: evaluationsCsv(view) }],
  json: async (view) => [
    { name: "result.json", text: resultJson(view) },
    { name: "contours.json", text: contoursJson(view) },
  ],
};

interface NamedText {
  readonly name: string;
  readonly text: string;
}

export const reportFormats: readonly string[] = Object.keys(makers);

/** Writes the files of some formats into a run directory and returns their names. Throws a JournalError when it cannot. */
export async function writeReports(directory: string, core: ScanCore, formats: readonly string[]): Promise<string[]> {
  const view = viewOfScan(core);
  const names: string[] = [];
  for (const format of formats) {
    for (const { name, text } of await makers[format]!(view)) {
      await writeWhole(join(directory, name), text);
      names.push(name);
    }
  }
  return names;
}

/** The config with every default written out, so that other commands need only the run directory. */
export function writeConfig(directory: string, core: ScanCore): Promise<void> {
  return writeWhole(join(directory, "config.json"), resolvedConfigJson(core.settings.config));
}

/** Written beside its place and then moved there, so that a reader never sees half a file. */
async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  } catch (error) {
    const { message } = error as Error;
    throw new JournalError(`expected to write ${path}, got ${message}; the journal is complete: make room and run the same command`);
  }
}
