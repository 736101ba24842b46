// How many evaluations a scan needs until the set it draws is right, against ways that do not choose their points.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Piscina } from "piscina";
import { publishedNames, testFunctions, whyNoPublishedScans } from "./functions/index.ts";
import { isBaseline, type ErrorTrace, type Task } from "./quality/errors.ts";

const targets = [0.02, 0.01, 0.005, 0.002];
const batchTarget = 0.005;

const usualFunctions = testFunctions.map(({ name }) => name).filter((name) => !publishedNames.includes(name));
const everyFunction = [...usualFunctions, ...publishedNames].join(",");

const help = `quality [--function ${everyFunction}]
        [--method mutual-information,sobol,grid]   an acquisition function by name, or one of the baselines, of which
                                                        python is the package excursion, see bench/quality/package.ts
        [--surrogate '{"mean": ["log(mGluino - mLsp)"]}']       what is known beforehand, as in a config
        [--kernel auto] [--batch 1,4,8]                         so many points at once, told together
        [--seeds 10] [--evaluations 60] [--threads ${availableParallelism()}]
Every list is separated by commas.`;

/** One line of the table. */
interface Series {
  readonly label: string;
  /** The label without the batch. */
  readonly way: string;
  readonly batch: number;
  readonly tasks: readonly Task[];
}

/**
 * Prints, for every function and way, the median over the seeds (the quartiles and the worst seed) of the first number of
 * evaluations n at which the true misclassified volume is below each target; the error may rise again later. In batches it is
 * looked at after each whole batch. A dash: not within the limit.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      function: { type: "string", default: everyFunction },
      method: { type: "string", default: "mutual-information,sobol,grid" },
      kernel: { type: "string", default: "auto" },
      batch: { type: "string", default: "1" },
      surrogate: { type: "string", default: "{}" },
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "60" },
      threads: { type: "string", default: String(availableParallelism()) },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  const asked = values.function.split(",");
  const absent = whyNoPublishedScans === undefined ? [] : asked.filter((name) => publishedNames.includes(name));
  if (absent.length > 0) console.log(`${absent.join(", ")} left out: ${whyNoPublishedScans}`);
  const series = seriesOf(asked.filter((name) => !absent.includes(name)), values.method.split(","), values.kernel.split(","), {
    batches: values.batch.split(",").map(Number),
    seeds: Number(values.seeds),
    evaluations: Number(values.evaluations),
    knowledge: JSON.parse(values.surrogate) as object,
  });
  const pool = new Piscina<Task, ErrorTrace>({
    filename: new URL("quality/errors.ts", import.meta.url).href,
    maxThreads: Number(values.threads),
  });
  console.log(["function and method".padEnd(60), ...targets.map((target) => `${100 * target} %`.padStart(20))].join(""));
  try {
    const finished: (Omit<Series, "tasks"> & { readonly traces: readonly ErrorTrace[] })[] = [];
    for (const { tasks, ...line } of series) {
      const traces = await Promise.all(tasks.map((task) => pool.run(task)));
      console.log([line.label.padEnd(60), ...targets.map((target) => summary(traces, target).padStart(20))].join(""));
      finished.push({ ...line, traces });
    }
    for (const { label, way, batch, traces } of finished) {
      const oneByOne = finished.find((other) => other.way === way && other.batch === 1);
      if (batch === 1 || oneByOne === undefined) continue;
      const ratio = quantile(firstBelow(traces, batchTarget), 0.5) / quantile(firstBelow(oneByOne.traces, batchTarget), 0.5);
      console.log(`${label}: ${ratio.toFixed(2)} times the evaluations of one at a time, medians to ${100 * batchTarget} %`);
    }
  } finally {
    await pool.destroy();
  }
}

interface Runs {
  readonly batches: readonly number[];
  readonly seeds: number;
  readonly evaluations: number;
  readonly knowledge: object;
}

function seriesOf(functionNames: readonly string[], methods: readonly string[], kernels: readonly string[], runs: Runs): Series[] {
  return functionNames.flatMap((functionName) =>
    methods.flatMap((method) =>
      (hasKernel(method) ? kernels : ["auto"]).flatMap((kernel) =>
        (isBaseline(method) ? [1] : runs.batches).map((batch) => {
          const way = hasKernel(method) ? `${functionName} ${method} ${kernel}` : `${functionName} ${method}`;
          const tasks = Array.from({ length: method === "grid" ? 1 : runs.seeds }, (_, index): Task => {
            const { evaluations, knowledge } = runs;
            // createScan refuses a kernel it does not know
            const asked = { functionName, method, kernel: kernel as Task["kernel"], batch, knowledge };
            return { ...asked, seed: index + 1, evaluations, target: targets.at(-1)! };
          });
          return { label: batch === 1 ? way : `${way}, ${batch} at once`, way, batch, tasks };
        }),
      ),
    ),
  );
}

/** Whether the surrogate is one of ours. */
const hasKernel = (method: string): boolean => method !== "grid" && method !== "python";

/** `median [lower quartile, upper quartile; worst seed]` of the first n below the target. */
function summary(traces: readonly ErrorTrace[], target: number): string {
  const first = firstBelow(traces, target);
  const [median, lower, upper, worst] = [0.5, 0.25, 0.75, 1].map((share) => {
    const n = quantile(first, share);
    return n === Infinity ? "–" : String(n);
  });
  return first.length === 1 ? median! : `${median} [${lower}, ${upper}; ${worst}]`;
}

/** The first n below the target of every run, ascending; infinite where it never was. */
function firstBelow(traces: readonly ErrorTrace[], target: number): number[] {
  return traces.map((trace) => trace.find(([, error]) => error < target)?.[0] ?? Infinity).sort((a, b) => a - b);
}

/** The order statistic: no averaging with a run that never got there. */
const quantile = (ascending: readonly number[], share: number): number => ascending[Math.ceil(share * ascending.length) - 1]!;
