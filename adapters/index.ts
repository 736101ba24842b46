import type { EvaluatorPlugin } from "../src/evaluation/index.ts";
import { clientAdapter } from "./client.ts";
import { commandAdapter } from "./command/index.ts";
import { histfactoryAdapter } from "./histfactory/index.ts";
import { htcondorAdapter } from "./htcondor/index.ts";
import { httpAdapter } from "./http/index.ts";
import { moduleAdapter } from "./module/index.ts";
import { pluginAdapter } from "./plugin/index.ts";
import { queueAdapter } from "./queue/index.ts";
import { slurmAdapter } from "./slurm/index.ts";

/** The adapters a config can name. */
export const evaluatorPlugins: readonly EvaluatorPlugin[] = [
  moduleAdapter, commandAdapter, httpAdapter, histfactoryAdapter, slurmAdapter, htcondorAdapter, queueAdapter, pluginAdapter, clientAdapter,
];

export { createPluginEvaluator, loadPlugin } from "./plugin/index.ts";
