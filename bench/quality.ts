// How many evaluations a scan needs until the set it draws is right, against ways that do not choose their points.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Piscina } from "piscina";
import { testFunctions } from "./functions/index.ts";
import type { ErrorTrace, Task } from "./quality/errors.ts";

const targets = [0.02, 0.01, 0.005, 0.002];

const everyFunction = testFunctions.map(({ name }) => name).join(",");

const help = `quality [--function ${everyFunction}]
        [--method mutual-information,sobol,grid]   an acquisition function by name, or one of the two baselines
        [--surrogate '{"mean": ["log(mGluino - mLsp)"]}']       what is known beforehand, as in a config
        [--kernel auto] [--seeds 10] [--evaluations 60]
Every list is separated by commas.`;

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
      function: { type: "string", default: everyFunction },
      method: { type: "string", default: "mutual-information,sobol,grid" },
      kernel: { type: "string", default: "auto" },
      surrogate: { type: "string", default: "{}" },
      seeds: { type: "string", default: "10" },
      evaluations: { type: "string", default: "60" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  const series = seriesOf(values.function.split(","), values.method.split(","), values.kernel.split(","), {
    seeds: Number(values.seeds),
    evaluations: Number(values.evaluations),
    knowledge: JSON.parse(values.surrogate) as object,
  });
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
  functionNames: readonly string[],
  methods: readonly string[],
  kernels: readonly string[],
  { seeds, evaluations, knowledge }: { readonly seeds: number; readonly evaluations: number; readonly knowledge: object },
): Series[] {
  return functionNames.flatMap((functionName) =>
    methods.flatMap((method) =>
      (method === "grid" ? ["auto"] : kernels).map((kernel) => ({
        label: method === "grid" ? `${functionName} grid` : `${functionName} ${method} ${kernel}`,
        tasks: Array.from({ length: method === "grid" ? 1 : seeds }, (_, index): Task => {
          const seed = index + 1;
          // createScan refuses a kernel it does not know
          return { functionName, method, kernel: kernel as Task["kernel"], knowledge, seed, evaluations, target: targets.at(-1)! };
        }),
      })),
    ),
  );
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
