// A worker for the config.json in its folder, as `excursion worker` is, but one whose jobs are soon given to others when it is killed.
import { resolve } from "node:path";
import { queueAdapter, startQueueWorker } from "../../adapters/queue/index.ts";
import { configPlugins } from "../../src/composition.ts";
import { loadConfig } from "../../src/config/index.ts";

const config = await loadConfig("config.json", [], configPlugins);
await startQueueWorker({
  url: process.argv[2]!,
  evaluator: queueAdapter.options.parse(config.evaluator.options).evaluator,
  environment: {
    configDirectory: config.directory, runDirectory: resolve("worker", String(process.pid)), workers: 3,
    parameterNames: config.parameters.map(({ name }) => name), observableNames: config.observables.map(({ name }) => name),
  },
  lockSeconds: 3,
});
process.stdout.write("ready\n");
