// How many evaluations a scan needs until the set it draws is right, against ways that do not choose their points.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Piscina } from "piscina";
import { testFunctions } from "./functions/index.ts";
import type { ErrorTrace, Task } from "./quality/errors.ts";

const targets = [0.02, 0.01, 0.005, 0.002];

const help = `quality [--function ${testFunctions.map(({ name }) => name).join(",")}]
        [--method scan,sobol,grid] [--acquisition mutual-information,...] [--kernel auto,...] [--seeds 10] [--evaluations 60]`;

/** One line of the table. */
interface Series {
  readonly label: string;
  readonly tasks: readonly Task[];
}

/**
 * Prints, for every function and way, the median over the seeds (and the quartiles) of the first number of evaluations n at
 * which the true misclassified volume is below each target; the error may rise again later. A dash: not within the limit.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      function: { type: "string", default: testFunctions.map(({ name }) => name).join(",") },
      method: { type: "string", default: "scan,sobol,grid" },
      acquisition: { type: "string", default: "mutual-information" },
      kernel: { type: "string", default: "auto" },
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "60" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  const series = values.function.split(",").flatMap((name) => seriesOf(name, values));
  const pool = new Piscina<Task, ErrorTrace>({
    filename: new URL("quality/errors.ts", import.meta.url).href,
    maxThreads: availableParallelism(),
  });
  console.log(["function and method".padEnd(60), ...targets.map((target) => `${100 * target} %`.padStart(16))].join(""));
  try {
    await Promise.all(
      series.map(async ({ label, tasks }) => {
        const traces = await Promise.all(tasks.map((task) => pool.run(task)));
        console.log([label.padEnd(60), ...targets.map((target) => summary(traces, target).padStart(16))].join(""));
      }),
    );
  } finally {
    await pool.destroy();
  }
}

function seriesOf(
  functionName: string,
  values: { readonly method: string; readonly acquisition: string; readonly kernel: string; readonly seeds: string; readonly evaluations: string },
): Series[] {
  const evaluations = Number(values.evaluations);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
  const kernels = values.kernel.split(",") as Task["kernel"][]; // createScan refuses any other
  const tasks = (method: Task["method"], acquisition: string, kernel: Task["kernel"], which: readonly number[]) =>
    which.map((seed) => ({ functionName, method, acquisition, kernel, seed, evaluations, target: targets.at(-1)! }));
  return values.method.split(",").flatMap((method): Series[] => {
    if (method === "grid") return [{ label: `${functionName} grid`, tasks: tasks(method, "none", "auto", [1]) }];
    if (method === "sobol") {
      return kernels.map((kernel) => {
        return { label: `${functionName} sobol ${kernel}`, tasks: tasks(method, "random", kernel, seeds) };
      });
    }
    if (method !== "scan") throw new RangeError(`expected a method of scan, sobol and grid, got ${method}`);
    return kernels.flatMap((kernel) =>
      values.acquisition.split(",").map((acquisition) => {
        return { label: `${functionName} ${acquisition} ${kernel}`, tasks: tasks(method, acquisition, kernel, seeds) };
      }),
    );
  });
}

/** `median [lower quartile, upper quartile]` of the first n below the target. */
function summary(traces: readonly ErrorTrace[], target: number): string {
  const first = traces.map((trace) => trace.find(([, error]) => error < target)?.[0] ?? Infinity).sort((a, b) => a - b);
  const quantile = (share: number) => {
    const n = first[Math.ceil(share * first.length) - 1]!; // the order statistic: no averaging with a run that never got there
    return n === Infinity ? "–" : String(n);
  };
  return first.length === 1 ? quantile(0.5) : `${quantile(0.5)} [${quantile(0.25)}, ${quantile(0.75)}]`;
}
