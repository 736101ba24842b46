import { tmpdir } from "node:os";
import { createPluginEvaluator as create } from "../composition.ts";
import type { Evaluator, EvaluatorEnvironment, Plugin } from "../evaluation/index.ts";

/** The world that the evaluator laws live in: two parameters, `act` and `x`. */
const lawEnvironment: EvaluatorEnvironment = {
  configDirectory: tmpdir(),
  runDirectory: tmpdir(),
  parameterNames: ["act", "x"],
  observableNames: ["attempt", "seed", "x"],
  workers: 2,
};

/**
 * The evaluator of a plugin as a scan would have it, for a harness of the evaluator laws. Throws an EvaluationError when the options are not
 * those of the plugin, or it cannot be built.
 */
export function createPluginEvaluator(plugin: Plugin, options: object, environment: Partial<EvaluatorEnvironment> = {}): Promise<Evaluator> {
  return create(plugin, options, { ...lawEnvironment, ...environment });
}
