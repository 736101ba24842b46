import { acquisitionFunctions } from "../acquisition/index.ts";
import { evaluatorPlugins, loadPlugin } from "../adapters/index.ts";
import { type QueueWorker, queueAdapter, startQueueWorker, urlProblem } from "../adapters/queue/index.ts";
import type { ConfigPlugins, ScanConfig } from "./config/index.ts";
import { loadEngine, type EngineName } from "./engine/index.ts";
import type { Evaluator, EvaluatorEnvironment } from "./evaluation/index.ts";
import { scanSettings, type ScanSettings } from "./scan/index.ts";

export { createPluginEvaluator } from "../adapters/index.ts";
export { explained, readDocument, readPatchset, writeMorph, type JsonDocument } from "../adapters/histfactory/index.ts";

/** The one place where acquisition functions and adapters are brought in. */
export const configPlugins: ConfigPlugins = {
  evaluators: evaluatorPlugins,
  acquisitions: acquisitionFunctions.map(({ name }) => name),
};

/** The same with the plugins that a config names, whose code then runs: for starting a scan or checking its config, not for looking at one. */
export const codeLoadingPlugins: ConfigPlugins = { ...configPlugins, loadPlugin };

/** What a config names, put together; the config has been checked, so everything it names exists. Throws an EngineError. */
export function settingsOf(config: ScanConfig, engine?: EngineName): ScanSettings {
  const acquisition = acquisitionFunctions.find(({ name }) => name === config.acquisition.name);
  if (acquisition === undefined) throw new Error(`expected a checked config, got acquisition ${config.acquisition.name}`);
  return scanSettings(config, acquisition, loadEngine(engine));
}

/** Builds the evaluator that a config names; what is wrong with it is told before anything is evaluated, and why it waits while it does. */
export function buildEvaluator(config: ScanConfig, runDirectory: string, note?: (text: string) => void): Promise<Evaluator> {
  const { adapter, workers, options } = config.evaluator;
  const plugin = evaluatorPlugins.find(({ name }) => name === adapter);
  if (plugin === undefined) throw new Error(`expected a checked config, got adapter ${adapter}`);
  const environment = environmentOf(config, runDirectory, workers);
  return plugin.build(plugin.options.parse(options), { ...environment, ...(note !== undefined && { note }) });
}

export { urlProblem as queueUrlProblem };

export interface WorkerSettings {
  readonly url: string;
  readonly config: ScanConfig; // whose adapter is `queue`
  readonly concurrency: number;
  readonly directory: string; // for what its evaluations write
  readonly onEvaluated: NonNullable<Parameters<typeof startQueueWorker>[0]["onEvaluated"]>;
}

/** Starts evaluating for the queue of a config; the address in the config is the scan's and may be another. */
export function startWorker({ url, config, concurrency, directory, onEvaluated }: WorkerSettings): Promise<QueueWorker> {
  const { evaluator, queue } = queueAdapter.options.parse(config.evaluator.options);
  const environment = environmentOf(config, directory, concurrency);
  return startQueueWorker({ url, evaluator, environment, onEvaluated, ...(queue !== undefined && { queue }) });
}

function environmentOf(config: ScanConfig, runDirectory: string, workers: number): EvaluatorEnvironment {
  return {
    configDirectory: config.directory,
    runDirectory,
    parameterNames: config.parameters.map(({ name }) => name),
    observableNames: config.observables.map(({ name }) => name),
    workers,
  };
}
