import { join } from "node:path";
import { configPlugins } from "../composition.ts";
import { ConfigError, configIdentity, identityDifferences, loadConfig } from "../config/index.ts";
import type { ScanCore } from "../scan/index.ts";

/** A run directory belongs to one scan. Throws a ConfigError that says which keys have changed since it was started, and the repair. */
export async function refuseChangedConfig({ state, settings }: ScanCore, directory: string): Promise<void> {
  const { started } = state;
  if (started === undefined || started.identity === configIdentity(settings.config)) return;
  const file = join(directory, "config.json");
  const before = await loadConfig(file, [], configPlugins).catch(() => undefined);
  const changes = before === undefined ? [`it cannot be compared, since ${file} is missing or damaged`] : identityDifferences(before, settings.config);
  const message =
    `expected the config that ${directory} was started with, got another one; ` +
    `undo the change, or start a new scan with --out and another directory. What changed:\n  ${changes.join("\n  ")}`;
  throw new ConfigError([{ file: settings.config.name, path: "", message }]);
}
