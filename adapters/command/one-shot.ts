import { closeSync, openSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import {
  type Clock, type EvaluationContext, EvaluationError, type EvaluationRequest, type Evaluator,
} from "../../src/evaluation/index.ts";
import { closable, throwIfAborted } from "../closable.ts";
import { describeExit } from "./exit.ts";
import { cutToLimit, endOfFile, firstExceeding, lastLines, maximumOutputBytes, watchSizes } from "./output.ts";
import { endRecorded } from "./process-record.ts";
import { requestLine } from "./request-line.ts";
import { readOutput, readResult, versionOf } from "./result.ts";
import { startProcess, type SupervisedProcess } from "./supervised-process.ts";
import type { Template } from "./template.ts";

export interface OneShotOptions {
  readonly executable: string; // absolute path
  readonly arguments: readonly Template[];
  readonly result?: Template; // absent: the last JSON line of stdout
  readonly cwd: string;
  readonly workers: number;
  readonly clock: Clock;
}

/**
 * Starts the command anew for every attempt. Its standard input is `request.json` in the attempt's directory, its output goes
 * to `stdout.log` and `stderr.log` there, 64 MiB each at most.
 */
export function createOneShot(options: OneShotOptions): Evaluator {
  return closable(options.workers, (request, context) => evaluate(request, context, options), undefined, options.clock);
}

async function evaluate(request: EvaluationRequest, { signal, directory }: EvaluationContext, options: OneShotOptions): Promise<unknown> {
  await endRecorded(directory);
  const values = valuesOf(request, directory);
  const result = options.result === undefined ? undefined : resolve(options.cwd, options.result.substitute(values));
  const before = result === undefined ? undefined : await versionOf(result);
  throwIfAborted(signal);

  const files = filesIn(directory);
  writeFileSync(files.stdin, requestLine(request));
  const process = await start([options.executable, ...options.arguments.map((template) => template.substitute(values))], directory, options);
  const terminate = (): void => process.terminate();
  signal.addEventListener("abort", terminate, { once: true });
  if (signal.aborted) terminate(); // it happened while the process was starting
  const output = [files.stdout, files.stderr];
  const stopWatching = watchSizes(output, options.clock, () => process.kill());
  try {
    const exit = await process.exit;
    throwIfAborted(signal);
    const exceeding = await firstExceeding(output);
    if (exceeding !== undefined) {
      await cutToLimit(output);
      throw new EvaluationError(`expected at most ${maximumOutputBytes} bytes of output, got more in ${basename(exceeding)}`, true);
    }
    if (exit.code !== 0) throw describeExit(exit, await lastWords(files));
    return result === undefined ? await readOutput(files.stdout) : await readResult(result, before);
  } finally {
    stopWatching();
    signal.removeEventListener("abort", terminate);
  }
}

async function start(argv: readonly [string, ...string[]], directory: string, { cwd, clock }: OneShotOptions): Promise<SupervisedProcess> {
  const { stdin, stdout, stderr } = filesIn(directory);
  const stdio = [openSync(stdin, "r"), openSync(stdout, "w"), openSync(stderr, "w")];
  try {
    return await startProcess({ argv, cwd, place: directory, stdio, clock });
  } finally {
    for (const descriptor of stdio) closeSync(descriptor);
  }
}

interface AttemptFiles {
  readonly stdin: string;
  readonly stdout: string;
  readonly stderr: string;
}

function filesIn(directory: string): AttemptFiles {
  return { stdin: join(directory, "request.json"), stdout: join(directory, "stdout.log"), stderr: join(directory, "stderr.log") };
}

/** What the placeholders stand for; a number in the shortest decimal form that reads back as the same number. */
function valuesOf({ id, attempt, seed, parameters, requestedEvents }: EvaluationRequest, directory: string): Record<string, string> {
  const numbers = Object.entries({ ...parameters, attempt, seed, events: requestedEvents ?? "" }).map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(numbers), id, directory };
}

async function lastWords({ stdout, stderr }: AttemptFiles): Promise<string> {
  const complaint = lastLines(await endOfFile(stderr, 8192));
  if (complaint !== "") return complaint;
  const printed = lastLines(await endOfFile(stdout, 8192));
  return printed === "" ? "nothing on stderr or stdout" : `nothing on stderr, stdout ends with: ${printed}`;
}
