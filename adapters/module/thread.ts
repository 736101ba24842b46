import { serialize } from "node:v8";
import { describeError, maximumReplyBytes } from "../../src/evaluation/index.ts";
import { describeWithPlace, loadModule, type ModuleFunction } from "./load.ts";
import { capturePrinting, printTo } from "./printing.ts";
import type { ThreadAnswer, ThreadCall, ThreadTask } from "./thread-messages.ts";

capturePrinting();

/** Runs inside a thread of the pool; whatever the user's code throws becomes an answer. */
export default async function runTask({ module, call }: ThreadTask): Promise<ThreadAnswer> {
  let evaluate: ModuleFunction;
  try {
    evaluate = await loadModule(module);
  } catch (error) {
    return { kind: "unloadable", reason: describeWithPlace(error) };
  }
  return call === undefined ? { kind: "loaded" } : runCall(evaluate, call);
}

async function runCall(evaluate: ModuleFunction, { request, input, directory, mark, abort }: ThreadCall): Promise<ThreadAnswer> {
  const { id, attempt, seed, parameters, requestedEvents } = request;
  const asked = requestedEvents === undefined ? {} : { requestedEvents };
  const controller = new AbortController();
  const onAbort = (): void => controller.abort();
  abort.once("close", onAbort);
  process.env[mark] = "1";
  printTo(directory);
  let result: unknown;
  try {
    result = await evaluate(parameters, { id, attempt, seed, ...asked, signal: controller.signal, directory }, input);
  } catch (error) {
    if (error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`);
    const retryable = error instanceof Error && "retryable" in error && error.retryable === true;
    return { kind: "failed", reason: describeWithPlace(error), retryable };
  } finally {
    printTo(undefined);
    delete process.env[mark];
    abort.off("close", onAbort);
    abort.close();
  }
  return pack(result);
}

function pack(result: unknown): ThreadAnswer {
  let reply: Uint8Array;
  try {
    reply = serialize(result);
  } catch (error) {
    return { kind: "failed", reason: `expected a plain object as result: ${describeError(error)}`, retryable: true };
  }
  if (reply.byteLength > maximumReplyBytes) {
    const reason = `expected a result of at most ${maximumReplyBytes} bytes, got ${reply.byteLength}`;
    return { kind: "failed", reason, retryable: true };
  }
  return { kind: "returned", reply };
}
