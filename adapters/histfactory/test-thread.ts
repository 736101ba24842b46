import {
  compileModel, discoveryTest, fit, hypotest, LikelihoodError, type Model, type TestQuality, upperLimits, withSignal, type Workspace,
} from "../../src/likelihood/index.ts";
import type { ModuleContext } from "../module/load.ts";
import { observablesOf, type Quantity, type Values } from "./observables.ts";
import { addSignal, callSignalModule, type SignalYields } from "./signal-module.ts";
import { readText, type TestTask } from "./test-task.ts";

/** The same for all tasks of this thread, hence made once. */
let workspace: unknown;
let template: Template | undefined;

/** The model that signals are put into, and the parameters of its background fit, near which those with a signal have theirs. */
interface Template {
  readonly model: Model;
  readonly background: Float64Array; // [p]
}

interface Tested {
  readonly model: Model;
  readonly background?: Float64Array; // [p]
}

/** Runs in a thread of the pool: a test of one signal, as a reply. What a signal module throws is for the pool to tell. */
export default async function runTest(
  parameters: Readonly<Record<string, number>>, context: ModuleContext, input: unknown,
): Promise<object> {
  const task = input as TestTask;
  const made = task.signal.kind === "module" ? await callSignalModule(task.signal.path, parameters, context) : undefined;
  if (made !== undefined && "reply" in made) return made.reply;
  try {
    const tested = testedModel(task, made?.yields);
    const results = task.quantities.map((quantity) => ({ quantity, ...compute(quantity, tested, task) }));
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

function testedModel(task: TestTask, yields: SignalYields | undefined): Tested {
  const { signal, measurement, signalName } = task;
  const options = measurement === undefined ? {} : { measurement };
  workspace ??= JSON.parse(readText(task.workspace));
  if (signal.kind === "module") return { model: compileModel(addSignal(workspace as Workspace, yields!, measurement), options) };
  if (signal.kind === "patch") return { model: compileModel(workspace, { ...options, patches: [signal.operations] }) };
  template ??= makeTemplate(compileModel(workspace, { ...options, ...(signalName !== undefined && { signal: signalName }) }));
  return { model: withSignal(template.model, signal.channels), background: template.background };
}

function makeTemplate(model: Model): Template {
  return { model, background: fit(model, model.observed, { fixedPoi: 0 }).parameters };
}

function compute(quantity: Quantity, tested: Tested, { mu, testStatistic }: TestTask): Values & { readonly quality: TestQuality } {
  const { model, background } = tested;
  const start = background === undefined ? {} : { background };
  if (quantity === "p0" || testStatistic === "q0") {
    const { p0Observed, p0Expected, quality } = discoveryTest(model);
    return { observed: p0Observed, expected: p0Expected, quality };
  }
  if (quantity === "upperLimit") return upperLimits(model, { testStatistic, ...start });
  const { clsObserved, clsExpected, quality } = hypotest(model, { mu, testStatistic, ...start });
  return { observed: clsObserved, expected: clsExpected, quality };
}
