import { readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { configPlugins, queueUrlProblem, startWorker } from "../composition.ts";
import { ConfigError, loadConfig, type ScanConfig } from "../config/index.ts";
import { UsageError } from "./usage-error.ts";

export interface WorkerCommandOptions {
  readonly config?: string;
  readonly concurrency: string;
  readonly out?: string;
}

/** `excursion worker`: evaluates the points that scans put into a queue, with the evaluator of a config of its own, until it is ended. */
export async function workerCommand(url: string, { config: file, concurrency, out }: WorkerCommandOptions): Promise<void> {
  const problem = queueUrlProblem(url);
  if (problem !== undefined) throw new UsageError(problem); // without the text, which may hold a password
  const workers = Number(concurrency);
  if (!Number.isInteger(workers) || workers < 1) throw new UsageError(`--concurrency: expected a number of evaluations, 1 or more, got ${concurrency}`);
  const { config, path } = file === undefined ? await onlyQueueConfig() : { config: await queueConfig(file), path: file };
  const directory = resolve(out ?? `${config.name}.worker`, hostname().replaceAll(/[^\w.-]/g, "_"));

  const worker = await startWorker({
    url, config, concurrency: workers, directory,
    onEvaluated: (id, attempt, seconds) => process.stderr.write(`${id}, attempt ${attempt}: evaluated in ${seconds.toFixed(1)} s\n`),
  });
  process.stderr.write(`evaluating what scans ask of the evaluator of ${path}, ${workers} at a time, from the queue ${worker.queueName}; files of the evaluations: ${directory}\n`);
  await ending();
  process.stderr.write("ending: what is being evaluated goes back to the queue\n");
  await worker.close();
}

async function queueConfig(file: string): Promise<ScanConfig> {
  const config = await loadConfig(file, [], configPlugins);
  if (config.evaluator.adapter === "queue") return config;
  throw new UsageError(`${file}: expected a config whose evaluator has the adapter "queue", got "${config.evaluator.adapter}"`);
}

/** A worker runs nothing but what a config near it names; here the one in its folder, when it is the only one. */
async function onlyQueueConfig(): Promise<{ readonly config: ScanConfig; readonly path: string }> {
  const found: { config: ScanConfig; path: string }[] = [];
  for (const path of readdirSync(".").filter((name) => /\.(?:json|ya?ml)$/i.test(name))) {
    const config = await loadConfig(join(".", path), [], configPlugins).catch((error: unknown) => {
      if (error instanceof ConfigError) return undefined; // some other file
      throw error;
    });
    if (config?.evaluator.adapter === "queue") found.push({ config, path });
  }
  if (found.length === 1) return found[0]!;
  const got = found.length === 0 ? "none" : found.map(({ path }) => path).join(", ");
  throw new UsageError(`expected one config with the adapter "queue" in this folder, got ${got}; name the one to evaluate for with --config`);
}

/** Resolves when somebody wants the process to end; whoever asks twice does not want to wait. */
function ending(): Promise<void> {
  return new Promise((end) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(name, () => {
        end();
        process.once(name, () => process.exit(1));
      });
    }
  });
}
