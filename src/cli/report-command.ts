import { join } from "node:path";
import type { EngineName } from "../engine/index.ts";
import { openRun } from "../library/open-run.ts";
import { refuseChangedConfig } from "../library/refuse-changed-config.ts";
import { reportFormats, writeReports } from "../library/run-directory.ts";
import { UsageError } from "./usage-error.ts";

export interface ReportCommandOptions {
  readonly format: string;
  readonly overlay?: readonly string[];
  readonly set?: readonly string[];
  readonly engine?: EngineName;
}

/** `excursion report`: writes the figures and tables asked for into the run directory and lists them. */
export async function reportCommand(directory: string, { format, overlay = [], set = [], engine }: ReportCommandOptions): Promise<void> {
  const formats = format.split(",").map((text) => text.trim());
  const unknown = formats.find((one) => !reportFormats.includes(one));
  if (unknown !== undefined) throw new UsageError(`expected --format to be some of ${reportFormats.join(", ")}, got ${unknown}`);
  const core = await openRun(directory, set, engine);
  await refuseChangedConfig(core, directory);
  const others = await Promise.all(overlay.map((other) => openRun(other, [], engine)));
  const names = await writeReports(directory, core, formats, others);
  process.stdout.write(names.map((name) => `${join(directory, name)}\n`).join(""));
}
