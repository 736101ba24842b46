import { z } from "zod";
import {
  type DirectWork, EvaluationError, type Evaluator, type EvaluatorEnvironment, type EvaluatorPlugin, type JobWork, oneLine, type Plugin, show,
  systemClock,
} from "../../src/evaluation/index.ts";
import { describeWithPlace } from "../module/load.ts";
import { loadPlugin } from "./load.ts";
import { evaluatorOfWork } from "./work.ts";

export { loadPlugin } from "./load.ts";

const options = z.looseObject({
  plugin: z.string().min(1).describe("File (./my-simulator.mts) or npm package whose default export is a plugin; its own options stand beside."),
});

/** Evaluates with what a plugin builds: a function, or jobs that are submitted, polled, fetched and cancelled. */
export const pluginAdapter: EvaluatorPlugin<typeof options> = {
  name: "plugin",
  options,
  async build({ plugin: specifier, ...own }, environment) {
    return createPluginEvaluator(await loadPlugin(specifier, environment.configDirectory), own, environment);
  },
};

/** The evaluator of a plugin with these options. Throws an EvaluationError when the options are wrong or the plugin cannot be built. */
export async function createPluginEvaluator(plugin: Plugin, given: object, environment: EvaluatorEnvironment): Promise<Evaluator> {
  const parsed = plugin.options.safeParse(given);
  if (!parsed.success) {
    throw new EvaluationError(`expected options of the plugin ${plugin.name}, got others: ${oneLine(z.prettifyError(parsed.error))}`, false);
  }
  const work = await buildWork(plugin, parsed.data, environment);
  checkWork(work, plugin.name);
  return evaluatorOfWork(work, environment.workers, environment.clock ?? systemClock);
}

async function buildWork({ name, build }: Plugin, own: Record<string, unknown>, environment: EvaluatorEnvironment): Promise<DirectWork | JobWork> {
  try {
    return await build(own, environment);
  } catch (error) {
    throw new EvaluationError(`expected the plugin ${name} to be ready, got ${describeWithPlace(error)}`, false);
  }
}

function checkWork(work: unknown, name: string): asserts work is DirectWork | JobWork {
  const has = (key: string): boolean => typeof work === "object" && work !== null && typeof (work as Record<string, unknown>)[key] === "function";
  if (has("evaluate") !== (has("submit") && has("poll") && has("fetch"))) return;
  throw new EvaluationError(`expected build of the plugin ${name} to give either { evaluate } or { submit, poll, fetch }, got ${show(work)}`, false);
}
