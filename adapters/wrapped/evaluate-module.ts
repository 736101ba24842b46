// Evaluates one point with a module's function: request on standard input, reply to a file. Without a file it only loads the module.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describeError, type EvaluationRequest, maximumReplyBytes, writeReply } from "../../src/evaluation/index.ts";
import { describeWithPlace, loadModule, type ModuleFunction } from "../module/load.ts";

const [path, replyFile] = process.argv.slice(2) as [string, string | undefined];

if (replyFile === undefined) await load().then(() => process.exit(0), refuseToLoad);
else await evaluate(replyFile);

function load(): Promise<ModuleFunction> {
  return loadModule(path);
}

function refuseToLoad(error: unknown): never {
  process.stderr.write(`${describeWithPlace(error)}\n`);
  process.exit(1);
}

/** Whatever the user's code does, short of killing this process, the reply says it. */
async function evaluate(file: string): Promise<void> {
  const failed = (reason: string, retryable: boolean) => writeFileSync(file, writeReply({ failed: reason, retryable }));
  rmSync(file, { force: true }); // of an earlier run of the same attempt
  const abort = new AbortController();
  process.on("SIGTERM", () => abort.abort());
  process.on("uncaughtException", (error) => {
    failed(`uncaught in the evaluator's process: ${describeError(error)}`, true);
    process.exit(0);
  });
  process.on("exit", (code) => {
    if (!existsSync(file)) failed(code === 13 ? "the evaluator's promise was never kept" : `the evaluator ended its process with process.exit(${code})`, true);
    process.exitCode = 0;
  });
  const { id, attempt, seed, parameters } = JSON.parse(readFileSync(0, "utf8")) as EvaluationRequest;
  try {
    const simulate = await load();
    const reply = await simulate(parameters, { id, attempt, seed, signal: abort.signal, directory: dirname(file) }, undefined);
    const text = writeReply(reply);
    if (Buffer.byteLength(text) > maximumReplyBytes) failed(`expected a result of at most ${maximumReplyBytes} bytes, got ${Buffer.byteLength(text)}`, true);
    else writeFileSync(file, text);
  } catch (error) {
    if (error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`);
    failed(describeWithPlace(error), error instanceof Error && "retryable" in error && error.retryable === true);
  }
  process.exit(0);
}
