import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { EvaluatorEnvironment } from "../../src/evaluation/index.ts";
import type { WrappedOptions } from "../wrapped/options.ts";

/** Larger files are data or compiled programs, which may differ from machine to machine. */
const largestSourceBytes = 1_048_576;

/**
 * The queue in which a scan and its workers meet: the one that the config names, else one of their evaluator's own, files of the
 * config's folder that it names included. So a worker never evaluates for a scan that has another evaluator, or another version of it.
 */
export function queueNameOf(evaluator: WrappedOptions, environment: EvaluatorEnvironment, name?: string): string {
  if (name !== undefined) return `excursion-${name}`;
  const { configDirectory, parameterNames } = environment;
  const options = Object.entries(evaluator).filter(([key]) => key !== "timeoutSeconds").sort();
  const words = evaluator.adapter === "module" ? [evaluator.module] : evaluator.command;
  const sources = words.map((word) => sourceOf(word, configDirectory));
  return `excursion-${hashOf(JSON.stringify([options, sources, parameterNames]))}`;
}

function sourceOf(word: string, directory: string): string {
  if (word === "" || isAbsolute(word)) return "";
  const path = resolve(directory, word);
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true && status.size <= largestSourceBytes ? hashOf(readFileSync(path)) : "";
}

function hashOf(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
