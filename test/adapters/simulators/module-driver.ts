// Evaluates one point with a module and prints what came of it.
import { writeSync } from "node:fs";
import { moduleAdapter } from "../../../adapters/module/index.ts";

const [module, directory] = process.argv.slice(2) as [string, string];
const evaluator = await moduleAdapter.build(
  { module },
  { configDirectory: directory, runDirectory: directory, parameterNames: ["x"], observableNames: ["y"], workers: 1 },
);
const context = { signal: new AbortController().signal, directory, submitted: async () => undefined };
const result = await evaluator
  .evaluate({ id: "p-0", attempt: 1, seed: 1, parameters: { x: 0.5 } }, context)
  .then((reply) => ({ reply }), (error: Error & { retryable?: boolean }) => ({ failed: error.message, retryable: error.retryable }));
writeSync(1, `${JSON.stringify(result)}\n`);
await evaluator.close();
