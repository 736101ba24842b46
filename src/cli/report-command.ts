import { join } from "node:path";
import { openRun } from "../library/open-run.ts";
import { reportFormats, writeReports } from "../library/run-directory.ts";
import { UsageError } from "./usage-error.ts";

/** `excursion report`: writes the figures and tables asked for into the run directory and lists them. */
export async function reportCommand(directory: string, { format }: { readonly format: string }): Promise<void> {
  const formats = format.split(",").map((text) => text.trim());
  const unknown = formats.find((one) => !reportFormats.includes(one));
  if (unknown !== undefined) throw new UsageError(`expected --format to be some of ${reportFormats.join(", ")}, got ${unknown}`);
  const names = await writeReports(directory, await openRun(directory), formats);
  process.stdout.write(names.map((name) => `${join(directory, name)}\n`).join(""));
}
