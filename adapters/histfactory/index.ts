import { extname, join } from "node:path";
import { z } from "zod";
import { EvaluationError, type EvaluatorPlugin } from "../../src/evaluation/index.ts";
import { createThreadPool } from "../module/thread-pool.ts";
import { quantitiesOf, testStatistics } from "./observables.ts";
import { openSignals } from "./signal-source.ts";
import { shareText, type TestTask } from "./test-task.ts";

export * from "./documents.ts";
export { writeMorph } from "./morph-file.ts";

const file = z.string().min(1);

const options = z.strictObject({
  workspace: file.describe("HistFactory workspace without signal, in pyhf's JSON format."),
  patchset: file.optional().describe("Signals as patches of the workspace, in pyhf's JSON format."),
  morph: z.union([z.boolean(), file]).optional()
    .describe("true: signals between the published ones too; or the file `excursion morph` made of a patchset."),
  signal: file.optional()
    .describe("JavaScript or TypeScript file whose default export is (parameters, context) => { signal: { channel: yields } }"),
  parameters: z.array(z.string()).min(1).optional()
    .describe("The scan's parameters that are the patchset's labels, in the labels' order; default: the scan's, in its own."),
  measurement: z.string().optional().describe("Measurement of the workspace; default: its first."),
  poi: z.string().optional().describe("Parameter of interest; default: the measurement's."),
  mu: z.number().nonnegative().optional().describe("Signal strength that is tested; default: 1."),
  testStatistic: z.enum(testStatistics).default("qtilde").describe("qtilde or q for exclusion, q0 for discovery."),
});

/** Evaluates with hypothesis tests of a published likelihood, in a pool of threads. */
export const histfactoryAdapter: EvaluatorPlugin<typeof options> = {
  name: "histfactory",
  options,
  async build(given, { configDirectory, parameterNames, observableNames, workers, clock }) {
    const { testStatistic, measurement, mu } = given;
    const quantities = quantitiesOf(observableNames, testStatistic);
    if (mu !== undefined && !quantities.includes("cls")) {
      throw new EvaluationError("evaluator.mu: expected a signal strength only where CLs is an observable, got one without", false);
    }
    const { workspace, signalName, labels, signalAt } = openSignals(given, configDirectory);
    const names = labels === undefined ? [] : parametersOf(given.parameters, labels, parameterNames);
    const common = { workspace: shareText(JSON.stringify(workspace)), measurement, signalName, mu: mu ?? 1, testStatistic, quantities };
    return createThreadPool({
      module: join(import.meta.dirname, `test-thread${extname(import.meta.filename)}`),
      threads: workers,
      ...(clock !== undefined && { clock }),
      prepare({ parameters }) {
        const found = signalAt(names.map((name) => parameters[name]!));
        return "reply" in found ? found : { input: { ...common, signal: found.signal } satisfies TestTask };
      },
    });
  },
};

function parametersOf(given: readonly string[] | undefined, labels: readonly string[], known: readonly string[]): readonly string[] {
  const names = given ?? known;
  const place = "evaluator.parameters";
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new EvaluationError(`${place}: expected parameters of the scan (${known.join(", ")}), got ${unknown}`, false);
  }
  if (names.length !== labels.length) {
    const repair = given === undefined ? `: name ${labels.length} under "parameters" of the evaluator` : "";
    throw new EvaluationError(
      `${place}: expected one parameter for each label of the patchset (${labels.join(", ")}), got ${names.length} (${names.join(", ")})${repair}`, false,
    );
  }
  return names;
}
