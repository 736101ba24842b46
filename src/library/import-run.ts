import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { ConfigError, configIdentity } from "../config/index.ts";
import { systemClock } from "../evaluation/index.ts";
import type { Entry } from "../journal/index.ts";
import { readEarlierEvaluations } from "./earlier-evaluations.ts";
import { importEvaluations, type Import, type ImportOptions } from "./import-evaluations.ts";
import { openScan } from "./open-scan.ts";
import { writeConfig, writeReports } from "./run-directory.ts";
import { scanPlace } from "./scan-place.ts";

/**
 * Brings the evaluations of a source into a scan: that of a run directory, or that of a config file, which is started by it without
 * anything being evaluated. Throws a ConfigError when a value cannot be used, and a JournalError when nothing can be written.
 */
export async function importInto(
  target: string, source: string, options: Omit<ImportOptions, "startedAt">, out?: string,
): Promise<Omit<Import, "entries"> & { readonly added: number; readonly directory: string }> {
  const earlier = await readEarlierEvaluations(source);
  const { config, directory } = await scanPlace(target, [], out);
  if (resolve(source) === directory) throw new ConfigError([{ file: source, path: "", message: "expected evaluations from elsewhere, got the scan itself" }]);
  const { core, journal } = await openScan(config, { isBrief: true, directory });
  try {
    const at = new Date(systemClock.now()).toISOString();
    const { entries, known, outside } = importEvaluations(core, source, earlier, { ...options, startedAt: at });
    const started = core.state.started === undefined ? [core.start(randomBytes(4).toString("hex"), configIdentity(config))] : [];
    const stamped = [...started, ...entries].map((entry: Entry) => ({ ...entry, at }));
    if (stamped.length > 0) await journal.append(stamped);
    core.record(stamped);
    await writeConfig(directory, core);
    await writeReports(directory, core, ["csv"]);
    return { added: entries.length, known, outside, directory };
  } finally {
    await journal.close();
  }
}
