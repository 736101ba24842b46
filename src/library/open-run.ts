import { join } from "node:path";
import { configPlugins, settingsOf } from "../composition.ts";
import { loadConfig } from "../config/index.ts";
import type { EngineName } from "../engine/index.ts";
import { readJournal } from "../journal/index.ts";
import { createScanCore, type ScanCore } from "../scan/index.ts";

/** The scan of a run directory, to look at only, with keys of its config changed. Throws a JournalError or a ConfigError when there is none. */
export async function openRun(directory: string, overrides: readonly string[] = [], engine?: EngineName): Promise<ScanCore> {
  const entries = await readJournal(directory);
  const core = createScanCore(settingsOf(await loadConfig(join(directory, "config.json"), overrides, configPlugins), engine));
  core.record(entries);
  return core;
}
