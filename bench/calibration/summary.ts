import { refusals } from "./step.ts";
import type { Stage, StagedRun } from "./staged-run.ts";

/** A run as it is summed up: with all of the same label. */
export interface LabelledRun extends StagedRun {
  readonly label: string;
  readonly cpuSeconds: number;
}

/** A line for every label and one for all: how the scans ended, how wrong the certified ones were, what they paid, and for what. */
export function summarise(runs: readonly LabelledRun[], tolerances: readonly number[]): void {
  const labels = [...new Set(runs.map(({ label }) => label))];
  const groups = [
    ...labels.map((label) => [label, runs.filter((one) => one.label === label)] as const),
    ["all", runs] as const,
    ...tolerances.map((tolerance) => {
      const only = runs.map((one) => ({ ...one, stages: one.stages.filter((stage) => stage.tolerance === tolerance) }));
      return [`all at ${100 * tolerance} %`, only] as const;
    }),
  ];
  console.log("Certified stops at each tolerance, and what they paid beyond the first evaluation at which the true volume was within it, and");
  console.log("beyond the first from which on it stayed within; and how often the true volume was above the bound after any evaluation that had one:");
  console.log(columns(["function", "runs", "certified", "> tolerance", "> twice", "rejected", "extra", "[quartiles]", "beyond staying", "error/tolerance", "above bound", "cpu s"]));
  for (const [label, some] of groups) console.log(summaryLine(label, some));
  console.log("\nEvaluations between the first within the tolerance and the certificate, by what it was refused for; means:");
  console.log(refusalColumns(["function", ...refusals, "in all"]));
  for (const [label, some] of groups) console.log(refusalColumns([label, ...refusalsPaid(some)]));
  console.log("\nFirst evaluation with a true volume within the tolerance, median [quartiles]:");
  console.log(["function".padEnd(26), ...tolerances.map((tolerance) => `${100 * tolerance} %`.padStart(16))].join(""));
  for (const label of labels) console.log(firstLine(label, runs.filter((one) => one.label === label), tolerances));
}

function summaryLine(label: string, runs: readonly LabelledRun[]): string {
  const stages = runs.flatMap((one) => one.stages);
  const certified = stages.filter(({ ending }) => ending === "certified");
  const ratios = sorted(certified.map(({ trueVolume, tolerance }) => trueVolume / tolerance));
  const share = (count: number) => `${count} (${certified.length === 0 ? 0 : ((100 * count) / certified.length).toFixed(1)} %)`;
  const extra = sorted(certified.flatMap(({ evaluations, firstWithin }) => extraOf(evaluations, firstWithin)));
  const beyondStaying = sorted(certified.flatMap(({ evaluations, withinSince }) => extraOf(evaluations, withinSince)));
  const rejected = runs.filter(({ stages: all }) => all.at(-1)?.ending === "rejected").length;
  return columns([
    label,
    String(runs.length),
    `${certified.length} of ${stages.length}`,
    share(ratios.filter((ratio) => ratio > 1).length),
    share(ratios.filter((ratio) => ratio > 2).length),
    String(rejected),
    percent(quantile(extra, 0.5)),
    `[${percent(quantile(extra, 0.25))}, ${percent(quantile(extra, 0.75))}]`,
    percent(quantile(beyondStaying, 0.5)),
    ratios.length === 0 ? "–" : quantile(ratios, 0.5).toFixed(2),
    aboveBound(runs),
    quantile(sorted(runs.map(({ cpuSeconds }) => cpuSeconds)), 0.5).toFixed(1),
  ]);
}

function aboveBound(runs: readonly LabelledRun[]): string {
  const bounded = runs.flatMap(({ steps }) => steps).filter(({ bound }) => bound !== null);
  return `${((100 * bounded.filter(({ trueVolume, bound }) => trueVolume > bound!).length) / bounded.length).toFixed(1)} %`;
}

/** Evaluations that certified stops paid beyond the first touch, by refusal, and in all; those before an earlier tolerance was certified are its own. */
function refusalsPaid(runs: readonly LabelledRun[]): readonly string[] {
  const paid = runs.flatMap(({ stages, steps }) => stages
    .filter(({ ending, firstWithin }) => ending === "certified" && firstWithin !== null)
    .map((stage) => steps.filter(({ evaluations }) => evaluations >= stage.firstWithin! && evaluations < stage.evaluations)));
  const mean = (count: (some: StagedRun["steps"]) => number): string =>
    paid.length === 0 ? "–" : (paid.reduce((sum, some) => sum + count(some), 0) / paid.length).toFixed(1);
  return [...refusals.map((one) => mean((some) => some.filter(({ refusal }) => refusal === one).length)), mean(({ length }) => length)];
}

function firstLine(label: string, runs: readonly LabelledRun[], tolerances: readonly number[]): string {
  const cells = tolerances.map((tolerance) => {
    const stages = runs.map((one) => one.stages.find((stage) => stage.tolerance === tolerance));
    const first = sorted(stages.map((stage) => stage?.firstWithin ?? Infinity));
    const [median, lower, upper] = [0.5, 0.25, 0.75].map((share) => String(quantile(first, share)).replace("Infinity", "–"));
    return `${median} [${lower}, ${upper}]`.padStart(16);
  });
  return [label.padEnd(26), ...cells].join("");
}

/** Share of evaluations beyond those that would have been enough; none where that is not known. */
function extraOf(evaluations: number, enough: Stage["firstWithin"]): number[] {
  return enough === null ? [] : [evaluations / enough - 1];
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

function quantile(values: readonly number[], share: number): number {
  return values[Math.min(Math.floor(share * values.length), values.length - 1)] ?? NaN;
}

function percent(value: number): string {
  return Number.isNaN(value) ? "–" : `${(100 * value).toFixed(0)} %`;
}

function columns(cells: readonly string[]): string {
  return cells.map((cell, k) => (k === 0 ? cell.padEnd(26) : cell.padStart([0, 5, 12, 12, 11, 9, 6, 14, 15, 16, 12, 7][k]!))).join("");
}

function refusalColumns(cells: readonly string[]): string {
  return cells.map((cell, k) => (k === 0 ? cell.padEnd(26) : cell.padStart(17))).join("");
}
