import {
  compileModel, discoveryTest, hypotest, LikelihoodError, type Model, type TestQuality, upperLimits, withSignal,
} from "../../src/likelihood/index.ts";
import { observablesOf, type Quantity, type Values } from "./observables.ts";
import { readText, type TestTask } from "./test-task.ts";

/** The same for all tasks of this thread, hence made once. */
let workspace: unknown;
let template: Model | undefined;

/** Runs in a thread of the pool: a test of one signal, as a reply. */
export default function runTest(_parameters: unknown, _context: unknown, input: unknown): object {
  const task = input as TestTask;
  try {
    const model = modelOf(task);
    const results = task.quantities.map((quantity) => ({ quantity, ...compute(quantity, model, task) }));
    const unsure = results.find(({ quality }) => !quality.converged);
    if (unsure !== undefined) {
      const distance = unsure.quality.estimatedDistance;
      return { failed: `expected every fit for ${unsure.quantity} to reach a minimum of -2 ln L, got one still ${distance.toExponential(1)} above it`, retryable: false };
    }
    return { observables: Object.assign({}, ...results.map(({ quantity, ...values }) => observablesOf(quantity, values))) };
  } catch (error) {
    if (!(error instanceof LikelihoodError)) throw error;
    return { failed: error.message, retryable: false };
  }
}

function modelOf(task: TestTask): Model {
  const { signal, measurement, signalName } = task;
  const options = measurement === undefined ? {} : { measurement };
  workspace ??= JSON.parse(readText(task.workspace));
  if (signal.kind === "patch") return compileModel(workspace, { ...options, patches: [signal.operations] });
  template ??= compileModel(workspace, { ...options, ...(signalName !== undefined && { signal: signalName }) });
  return withSignal(template, signal.channels);
}

function compute(quantity: Quantity, model: Model, { mu, testStatistic }: TestTask): Values & { readonly quality: TestQuality } {
  if (quantity === "p0" || testStatistic === "q0") {
    const { p0Observed, p0Expected, quality } = discoveryTest(model);
    return { observed: p0Observed, expected: p0Expected, quality };
  }
  if (quantity === "upperLimit") return upperLimits(model, { testStatistic });
  const { clsObserved, clsExpected, quality } = hypotest(model, { mu, testStatistic });
  return { observed: clsObserved, expected: clsExpected, quality };
}
