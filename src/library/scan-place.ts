import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { codeLoadingPlugins } from "../composition.ts";
import { ConfigError, loadConfig, type ScanConfig } from "../config/index.ts";
import { isRunDirectory, journalName } from "../journal/index.ts";

/** A scan as a command names it: by its config, or by its run directory. */
export interface ScanPlace {
  readonly config: ScanConfig;
  readonly directory: string;
}

/** The scan of a config file, in the run directory `out`, or of a run directory. Throws a ConfigError where there is none. */
export async function scanPlace(path: string, overrides: readonly string[] = [], out?: string): Promise<ScanPlace> {
  const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (isDirectory && !(await isRunDirectory(path))) {
    throw new ConfigError([{ file: path, path: "", message: `expected a config file or a run directory, got a folder without ${journalName}; name the config in it` }]);
  }
  const config = await loadConfig(isDirectory ? join(path, "config.json") : path, overrides, codeLoadingPlugins);
  return { config, directory: resolve(isDirectory ? path : (out ?? `${config.name}.scan`)) };
}
