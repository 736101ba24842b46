import { join } from "node:path";
import { configPlugins, settingsOf } from "../composition.ts";
import { loadConfig } from "../config/index.ts";
import { readJournal } from "../journal/index.ts";
import { createScanCore, type ScanCore } from "../scan/index.ts";

/** The scan of a run directory, to look at only. Throws a JournalError or a ConfigError when there is none. */
export async function openRun(directory: string): Promise<ScanCore> {
  const entries = await readJournal(directory);
  const core = createScanCore(settingsOf(await loadConfig(join(directory, "config.json"), [], configPlugins)));
  core.record(entries);
  return core;
}
