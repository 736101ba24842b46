import { join } from "node:path";
import type { EngineName } from "../engine/index.ts";
import { openRun } from "../library/open-run.ts";
import { refuseChangedConfig } from "../library/refuse-changed-config.ts";
import { reportFormats, writeReports } from "../library/run-directory.ts";
import type { ScanCore } from "../scan/index.ts";
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
  refuseStrangers(core, others, overlay);
  const names = await writeReports(directory, core, formats, others);
  process.stdout.write(names.map((name) => `${join(directory, name)}\n`).join(""));
}

/** Only planes of the same two parameters can be drawn over each other. */
function refuseStrangers(core: ScanCore, others: readonly ScanCore[], overlay: readonly string[]): void {
  const names = [core, ...others].map(({ settings: { config } }) => config.parameters.map(({ name }) => name));
  const [own, ...theirs] = names.map((each) => each.toSorted().join(" and "));
  if (names[0]!.length !== 2 && overlay.length > 0) throw new UsageError(`--overlay: expected a scan of two parameters to draw over, got one of ${own}`);
  const stranger = theirs.findIndex((each) => each !== own);
  if (stranger !== -1) throw new UsageError(`--overlay ${overlay[stranger]}: expected a scan of ${own}, got one of ${theirs[stranger]}`);
}
