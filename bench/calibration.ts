// npm run bench -- calibration: whether certified scans are as right as they say, and what they pay for it.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { kernelPath } from "./calibration/kernel-path.ts";
import { isModelRejected } from "./calibration/rejection.ts";
import { stagedRun, type RunRequest, type StagedRun } from "./calibration/staged-run.ts";
import { summarise } from "./calibration/summary.ts";
import { wrongProxies, type WrongProxy } from "./calibration/wrong-proxies.ts";
import { testFunctions } from "./functions/index.ts";

const everyFunction = ["toy-search", "branin", "two-masses", "kinked", "steep-edge", "toy-search-3", "two-islands"];

const help = `calibration [--function ${everyFunction.join(",")}] [--kernel auto] [--evaluations 80]
            [--seeds 10]    as many, from 1 on, or from one to another: 101-112
            [--tolerances 0.02,0.01,0.005]   falling
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
      tolerances: { type: "string", default: "0.02,0.01,0.005" },
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
  const tolerances = values.tolerances.split(",").map(Number);
  const proxies = values.proxy.split(",").map(proxyNamed);
  const isAsked = (one: Run): boolean => one.kernelAsked === values.kernel && names.includes(one.functionName) && proxies.includes(one.proxy);
  for (const seed of seedsOf(values.seeds)) {
    for (const functionName of names) {
      for (const proxy of proxies) {
        if (readRuns(values.runs).some((one) => isAsked(one) && one.functionName === functionName && one.proxy === proxy && one.seed === seed)) continue;
        const finished = runOnce({ functionName, kernel: values.kernel, seed, evaluations: Number(values.evaluations), tolerances, ...(proxy !== undefined && { proxy }) });
        appendFileSync(values.runs, `${JSON.stringify(finished)}\n`);
      }
    }
  }
  const asked = readRuns(values.runs).filter(isAsked);
  summarise(asked.map((one) => ({ ...one, label: [one.functionName, one.proxy].filter(Boolean).join(" ") })), tolerances);
}

/** How often the forecasts of draws of a kernel reject that kernel. */
function rightModels(count: number, evaluations: number): void {
  console.log(`Right models rejected in ${count} scans of ${evaluations} evaluations each:`);
  for (const kernel of ["rbf", "matern52", "matern32"] as const) {
    const rejected = Array.from({ length: count }, (_, i) => isModelRejected({ f: kernelPath(kernel, i + 1), kernel, seed: i + 1, evaluations }));
    console.log(`${kernel.padEnd(10)} ${rejected.filter(Boolean).length}`);
  }
}

function seedsOf(asked: string): readonly number[] {
  const [first, last = first] = asked.includes("-") ? asked.split("-").map(Number) : [1, Number(asked)];
  return Array.from({ length: last! - first! + 1 }, (_, i) => first! + i);
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

function runOnce({ functionName, ...request }: Omit<RunRequest, "f"> & { readonly functionName: string }): Run {
  const f = testFunctions.find(({ name }) => name === functionName);
  if (f === undefined) throw new RangeError(`expected a test function, got ${functionName}`);
  const before = process.cpuUsage().user;
  const { kernel, seed, proxy } = request;
  const made = stagedRun({ f, ...request });
  return { functionName, kernelAsked: kernel, seed, ...(proxy !== undefined && { proxy }), ...made, cpuSeconds: (process.cpuUsage().user - before) / 1e6 };
}
