import { execFile } from "node:child_process";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { EvaluationError, type Evaluator, type EvaluatorEnvironment, systemClock } from "../../src/evaluation/index.ts";
import { commandAdapter } from "../command/index.ts";
import { createOneShot } from "../command/one-shot.ts";
import { lastLines } from "../command/output.ts";
import { parseTemplate, type Template } from "../command/template.ts";
import { modulePath } from "../module/index.ts";
import type { WrappedOptions } from "./options.ts";

const program = join(import.meta.dirname, `evaluate-module${extname(import.meta.filename)}`);

/** The wrapped evaluator as it works in its place: one process for every evaluation, a module's function in one too. */
export async function buildWrapped(options: WrappedOptions, environment: EvaluatorEnvironment): Promise<Evaluator> {
  if (options.adapter === "command") {
    const { adapter: _, timeoutSeconds: __, ...command } = options;
    return commandAdapter.build(command, environment);
  }
  const { configDirectory: cwd, workers, clock = systemClock } = environment;
  const result = parseTemplate("{directory}/module-reply.json", ["directory"], "evaluator.module");
  const words = [literal(program), literal(pathOf(options, environment)), result];
  return createOneShot({ executable: process.execPath, arguments: words, result, cwd, workers, clock });
}

/** Looks for what is wrong with the wrapped evaluator before anything is sent to it. Throws an EvaluationError. */
export async function checkWrapped(options: WrappedOptions, environment: EvaluatorEnvironment): Promise<void> {
  try {
    await (await buildWrapped(options, environment)).close();
    if (options.adapter === "module") await checkLoading(pathOf(options, environment), environment);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new EvaluationError(error.message.replace(/^evaluator\./, "evaluator.evaluator."), error.retryable);
  }
}

async function checkLoading(path: string, { configDirectory: cwd }: EvaluatorEnvironment): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [program, path], { cwd, timeout: 60_000 });
  } catch (error) {
    const words = lastLines((error as { stderr?: string }).stderr ?? "");
    throw new EvaluationError(`evaluator.module: expected a module that loads, got ${path}: ${words === "" ? "still loading after 60 s" : words}`, false);
  }
}

function pathOf({ module }: WrappedOptions & { adapter: "module" }, { configDirectory }: EvaluatorEnvironment): string {
  return modulePath(module, configDirectory, "evaluator.module");
}

/** A word that means itself, whatever braces are in it. */
function literal(text: string): Template {
  return { placeholders: new Set(), substitute: () => text };
}
