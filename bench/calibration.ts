// npm run bench -- calibration: whether certified scans are as right as they say, and what they pay for it.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { kernelPath } from "./calibration/kernel-path.ts";
import { isModelRejected } from "./calibration/rejection.ts";
import { stagedRun, type Stage, type StagedRun } from "./calibration/staged-run.ts";
import { wrongProxies, type WrongProxy } from "./calibration/wrong-proxies.ts";
import { testFunctions } from "./functions/index.ts";

const tolerances = [0.02, 0.01, 0.005];

const everyFunction = ["toy-search", "branin", "two-masses", "kinked", "steep-edge", "toy-search-3", "two-islands"];

const help = `calibration [--function ${everyFunction.join(",")}] [--kernel auto] [--seeds 10] [--evaluations 80]
            [--proxy none,${wrongProxies.join(",")}]   what a scan is told beforehand: nothing by default, or something that is wrong
            [--runs ${join(tmpdir(), "calibration.jsonl")}]   finished runs, which are not repeated; delete it after a change of the code
            [--paths 0]   so many draws of each kernel instead, scanned with that kernel: how often forecasts reject a right model
Lists are separated by commas. With --seeds 0 what is in the file is summed up.`;

/** One scan, a line of the file. */
interface Run extends StagedRun {
  readonly functionName: string;
  readonly seed: number;
  readonly kernelAsked: string;
  readonly proxy?: WrongProxy;
  readonly cpuSeconds: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      function: { type: "string", default: everyFunction.join(",") },
      kernel: { type: "string", default: "auto" },
      proxy: { type: "string", default: "none" },
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "80" },
      runs: { type: "string", default: join(tmpdir(), "calibration.jsonl") },
      paths: { type: "string", default: "0" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  if (Number(values.paths) > 0) return rightModels(Number(values.paths), Number(values.evaluations));
  const names = values.function.split(",");
  const proxies = values.proxy.split(",").map(proxyNamed);
  const isAsked = (one: Run): boolean => one.kernelAsked === values.kernel && names.includes(one.functionName) && proxies.includes(one.proxy);
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    for (const functionName of names) {
      for (const proxy of proxies) {
        if (readRuns(values.runs).some((one) => isAsked(one) && one.functionName === functionName && one.proxy === proxy && one.seed === seed)) continue;
        const finished = runOnce(functionName, values.kernel, seed, Number(values.evaluations), proxy);
        appendFileSync(values.runs, `${JSON.stringify(finished)}\n`);
      }
    }
  }
  summarise(readRuns(values.runs).filter(isAsked).map((one) => ({ ...one, functionName: [one.functionName, one.proxy].filter(Boolean).join(" ") })));
}

/** How often the forecasts of draws of a kernel reject that kernel. */
function rightModels(count: number, evaluations: number): void {
  console.log(`Right models rejected in ${count} scans of ${evaluations} evaluations each:`);
  for (const kernel of ["rbf", "matern52", "matern32"] as const) {
    const rejected = Array.from({ length: count }, (_, i) => isModelRejected({ f: kernelPath(kernel, i + 1), kernel, seed: i + 1, evaluations }));
    console.log(`${kernel.padEnd(10)} ${rejected.filter(Boolean).length}`);
  }
}

function readRuns(file: string): Run[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Run);
}

function proxyNamed(name: string): WrongProxy | undefined {
  const proxy = wrongProxies.find((one) => one === name);
  if (proxy === undefined && name !== "none") throw new RangeError(`expected none, ${wrongProxies.join(", ")}, got ${name}`);
  return proxy;
}

function runOnce(functionName: string, kernel: string, seed: number, evaluations: number, proxy: WrongProxy | undefined): Run {
  const f = testFunctions.find(({ name }) => name === functionName);
  if (f === undefined) throw new RangeError(`expected a test function, got ${functionName}`);
  const before = process.cpuUsage().user;
  const wrong = proxy === undefined ? {} : { proxy };
  const made = stagedRun({ f, kernel, seed, tolerances, evaluations, ...wrong });
  return { functionName, kernelAsked: kernel, seed, ...wrong, ...made, cpuSeconds: (process.cpuUsage().user - before) / 1e6 };
}

/** A line for every function and one for all: how the scans ended, how wrong the certified ones were, what they paid. */
function summarise(runs: readonly Run[]): void {
  const names = [...new Set(runs.map(({ functionName }) => functionName))];
  console.log("Certified stops at each tolerance, and what they paid beyond the first evaluation at which the true volume was within it:");
  console.log(columns(["function", "runs", "certified", "> tolerance", "> twice", "rejected", "extra", "[quartiles]", "mean", "error/tolerance", "cpu s"]));
  for (const name of names) console.log(summaryLine(name, runs.filter(({ functionName }) => functionName === name)));
  console.log(summaryLine("all", runs));
  for (const tolerance of tolerances) {
    const only = runs.map((one) => ({ ...one, stages: one.stages.filter((stage) => stage.tolerance === tolerance) }));
    console.log(summaryLine(`all at ${100 * tolerance} %`, only));
  }
  console.log("\nFirst evaluation with a true volume within the tolerance, median [quartiles]:");
  console.log(["function".padEnd(26), ...tolerances.map((tolerance) => `${100 * tolerance} %`.padStart(16))].join(""));
  for (const name of names) console.log(firstLine(name, runs.filter(({ functionName }) => functionName === name)));
}

function summaryLine(label: string, runs: readonly Run[]): string {
  const stages = runs.flatMap((one) => one.stages);
  const certified = stages.filter(({ ending }) => ending === "certified");
  const ratios = sorted(certified.map(({ trueVolume, tolerance }) => trueVolume / tolerance));
  const share = (count: number) => `${count} (${certified.length === 0 ? 0 : ((100 * count) / certified.length).toFixed(1)} %)`;
  const extra = sorted(certified.flatMap(extraOf));
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
    percent(extra.reduce((sum, value) => sum + value, 0) / extra.length),
    ratios.length === 0 ? "–" : quantile(ratios, 0.5).toFixed(2),
    quantile(sorted(runs.map(({ cpuSeconds }) => cpuSeconds)), 0.5).toFixed(1),
  ]);
}

function firstLine(label: string, runs: readonly Run[]): string {
  const cells = tolerances.map((tolerance) => {
    const stages = runs.map((one) => one.stages.find((stage) => stage.tolerance === tolerance));
    const first = sorted(stages.map((stage) => stage?.firstWithin ?? Infinity));
    const [median, lower, upper] = [0.5, 0.25, 0.75].map((share) => String(quantile(first, share)).replace("Infinity", "–"));
    return `${median} [${lower}, ${upper}]`.padStart(16);
  });
  return [label.padEnd(26), ...cells].join("");
}

/** Share of evaluations beyond those at which the true volume was within the tolerance for the first time. */
function extraOf({ evaluations, firstWithin }: Stage): number[] {
  return firstWithin === null ? [] : [evaluations / firstWithin - 1];
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
  return cells.map((cell, k) => (k === 0 ? cell.padEnd(26) : cell.padStart([0, 5, 12, 12, 11, 9, 6, 14, 6, 16, 7][k]!))).join("");
}
