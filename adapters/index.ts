import type { EvaluatorPlugin } from "../src/evaluation/index.ts";
import { clientAdapter } from "./client.ts";
import { commandAdapter } from "./command/index.ts";
import { histfactoryAdapter } from "./histfactory/index.ts";
import { moduleAdapter } from "./module/index.ts";

/** The adapters a config can name. */
export const evaluatorPlugins: readonly EvaluatorPlugin[] = [moduleAdapter, commandAdapter, histfactoryAdapter, clientAdapter];
