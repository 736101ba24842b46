import { explained, readDocument, readPatchset, type JsonDocument } from "../composition.ts";
import { parsePatchset, parseWorkspace, type ModifierType, type Patchset, type Workspace } from "../likelihood/index.ts";
import { printJson } from "./likelihood-model.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface InspectCommandOptions {
  readonly patchset?: string;
  readonly points?: string;
  readonly json?: boolean;
}

const constraints: Readonly<Record<ModifierType, string>> = {
  histosys: "normal", lumi: "normal", normsys: "normal", staterror: "normal", shapesys: "Poisson", normfactor: "none", shapefactor: "none",
};

/** `excursion inspect`: what a workspace and a patchset hold; with both, whether they belong together. */
export async function inspectCommand(file: string | undefined, { patchset: patchsetFile, points, json }: InspectCommandOptions): Promise<void> {
  if (file === undefined && patchsetFile === undefined) throw new UsageError("expected a workspace or --patchset, got neither");
  if (points !== undefined && patchsetFile === undefined) throw new UsageError("expected --patchset with --points, got none");
  const document = file === undefined ? undefined : readDocument(file, ".", "workspace");
  const workspace = document && explained("workspace", document.file, () => parseWorkspace(document.value));
  const patchset = patchsetFile === undefined ? undefined : readPatches(patchsetFile, document);
  const summary = { ...(workspace && workspaceSummary(workspace)), ...(patchset && patchsetSummary(patchset)) };
  if (points !== undefined && patchset !== undefined) await writePoints(points, patchset);
  if (json === true) printJson(summary);
  else process.stdout.write(summaryText(summary));
}

function readPatches(file: string, workspace: JsonDocument | undefined): Patchset {
  const document = readDocument(file, ".", "--patchset");
  if (workspace !== undefined) return readPatchset(document, workspace, "--patchset");
  return explained("--patchset", file, () => parsePatchset(document.value));
}

/** Rows by table, each row an object of cells. */
type Summary = Readonly<Record<string, readonly Readonly<Record<string, string | number>>[]>>;

function workspaceSummary({ channels, measurements, observations }: Workspace): Summary {
  const samples = channels.flatMap((channel) => channel.samples.map((sample) => ({ channel: channel.name, sample })));
  const modifiers = samples.flatMap(({ channel, sample }) => sample.modifiers.map(({ name, type }) => ({ channel, name, type })));
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return {
    channels: channels.map(({ name, samples: own }) => ({
      name, bins: own[0]!.data.length, samples: own.length,
      expected: Number(total(own.flatMap(({ data }) => data)).toPrecision(6)),
      observed: total(observations.find((each) => each.name === name)?.data ?? []),
    })),
    samples: [...Map.groupBy(samples, ({ sample }) => sample.name)].map(([name, own]) => ({ name, channels: own.length })),
    parameters: [...Map.groupBy(modifiers, ({ name }) => name)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => ({
      name,
      modifiers: [...new Set(own.map(({ type }) => type))].toSorted().join(", "),
      constraint: constraints[own[0]!.type],
      channels: new Set(own.map(({ channel }) => channel)).size,
    })),
    measurements: measurements.map(({ name, config: { poi, parameters } }) => ({
      name, poi, settings: parameters.map((each) => each.name).join(", "),
    })),
  };
}

function patchsetSummary({ metadata: { labels }, patches }: Patchset): Summary {
  return {
    patches: patches.map(({ metadata: { name, values } }) => ({ name, ...Object.fromEntries(labels.map((label, k) => [label, values[k]!])) })),
  };
}

function summaryText(summary: Summary): string {
  return Object.entries(summary).map(([title, rows]) => `${title} (${rows.length})\n${tableText(rows)}`).join("\n");
}

function tableText(rows: Summary[string]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, k) => lines.reduce((widest, line) => Math.max(widest, line[k]!.length), 0));
  return lines.map((line) => `  ${line.map((cell, k) => cell.padEnd(widths[k]!)).join("  ").trimEnd()}\n`).join("");
}

/** One column a label, then the patch, as the example's points have it. */
function writePoints(file: string, { metadata: { labels }, patches }: Patchset): Promise<void> {
  const cell = (value: number | string) => (/[",\n\r]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  const rows = [[...labels, "patch"], ...patches.map(({ metadata: { name, values } }) => [...values, name])];
  return writeOutput("--points", file, rows.map((row) => `${row.map(cell).join(",")}\n`).join(""));
}
