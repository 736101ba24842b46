import type { EngineName } from "../engine/index.ts";
import { askFor } from "../library/ask-tell.ts";
import { scanPlace } from "../library/scan-place.ts";
import { exitCode } from "./exit-codes.ts";
import { wholeNumber } from "./whole-number.ts";

export interface AskCommandOptions {
  readonly number: string;
  readonly leaseSeconds?: string;
  readonly out?: string;
  readonly set?: readonly string[];
  readonly engine?: EngineName;
}

/** `excursion ask`: points to evaluate, one JSON line each, and no server. Where the scan has ended, its exit code says how. */
export async function askCommand(path: string, { number, leaseSeconds, out, set, engine }: AskCommandOptions): Promise<void> {
  const count = wholeNumber("--number", number);
  const seconds = leaseSeconds === undefined ? undefined : wholeNumber("--lease-seconds", leaseSeconds);
  const { points, reason, ended } = await askFor(await scanPlace(path, set, out), count, { ...(seconds !== undefined && { leaseSeconds: seconds }), ...(engine !== undefined && { engine }) });
  process.stdout.write(points.map((point) => `${JSON.stringify(point)}\n`).join(""));
  if (reason !== undefined) process.stderr.write(`${points.length} of ${count} points: ${reason}\n`);
  if (points.length === 0 && ended !== undefined) process.exitCode = exitCode[ended];
}
