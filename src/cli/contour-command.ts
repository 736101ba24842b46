import { ConfigError, type ScanConfig } from "../config/index.ts";
import { openRun } from "../library/open-run.ts";
import { viewOfScan } from "../library/scan-view.ts";
import { contoursCsv, contoursGeoJson, contoursJson, rootJson, type ScanView } from "../report/index.ts";
import type { ScanCore } from "../scan/index.ts";
import { didYouMean } from "../space/index.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface ContourCommandOptions {
  readonly at?: readonly string[];
  readonly format: string;
  readonly out?: string;
}

const formats: Readonly<Record<string, (view: ScanView) => string>> = {
  json: contoursJson,
  csv: contoursCsv,
  geojson: contoursGeoJson,
  root: rootJson,
};

/** `excursion contour`: contours of a scan, at its thresholds or at other levels, from what has been evaluated. */
export async function contourCommand(directory: string, { at = [], format, out }: ContourCommandOptions): Promise<void> {
  const make = formats[format];
  if (make === undefined) throw new UsageError(`expected --format to be one of ${Object.keys(formats).join(", ")}, got ${format}`);
  const core = await openRun(directory);
  const text = make(at.length === 0 ? viewOfScan(core) : await viewAtLevels(directory, core, at));
  if (out === undefined) process.stdout.write(text);
  else await writeOutput("--out", out, text);
}

/** The scan as if it had asked for other levels, and of the observables named only; nothing of it is written. */
async function viewAtLevels(directory: string, { settings: { config } }: ScanCore, at: readonly string[]): Promise<ScanView> {
  const levels = new Map<string, number[]>();
  for (const text of at) {
    const { name, values } = parseLevels(text, config);
    levels.set(name, [...new Set([...(levels.get(name) ?? []), ...values])]);
  }
  const overrides = config.observables.flatMap(({ name }, i) => {
    const values = levels.get(name);
    return values === undefined ? [] : [`observables[${i}].threshold=${JSON.stringify(values)}`];
  });
  try {
    const view = viewOfScan(await openRun(directory, overrides));
    const chosen = view.observables.flatMap(({ name }, i) => (levels.has(name) ? [i] : []));
    const { predict } = view;
    return {
      ...view,
      observables: chosen.map((i) => view.observables[i]!),
      ...(predict !== undefined && { predict: (points) => { const all = predict(points); return chosen.map((i) => all[i]!); } }),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(`--at: ${error.problems.map(({ message }) => message).join("; ")}`);
  }
}

function parseLevels(text: string, { observables }: ScanConfig): { readonly name: string; readonly values: readonly number[] } {
  const names = observables.map(({ name }) => name);
  const [name = "", list = ""] = text.split("=");
  if (!names.includes(name)) throw new UsageError(`expected --at to name an observable (${names.join(", ")}), got ${text}${didYouMean(name, names)}`);
  const values = list.split(",").map((value) => (value.trim() === "" ? Number.NaN : Number(value)));
  if (values.every(Number.isFinite)) return { name, values };
  throw new UsageError(`expected --at ${name}=LEVEL with a number, or several separated by commas, got ${text}`);
}
