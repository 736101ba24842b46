import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { type EvaluationRequest, describeError, show } from "../../src/evaluation/index.ts";

/** What a module's function is told beside the parameters. */
export interface ModuleContext {
  readonly id: string;
  readonly attempt: number;
  readonly seed: number;
  readonly requestedEvents?: number; // how many to simulate, where the budget counts them
  readonly signal: AbortSignal;
  readonly directory: string;
}

/** The default export of an evaluator module; `input` is for the modules of adapters alone. */
export type ModuleFunction = (parameters: EvaluationRequest["parameters"], context: ModuleContext, input: unknown) => unknown;

/** Imports an evaluator module; throws an Error that says what is wrong with it. */
export async function loadModule(path: string): Promise<ModuleFunction> {
  const { default: evaluate, ...others }: { default?: unknown } = await import(pathToFileURL(path).href);
  if (typeof evaluate !== "function") {
    const names = Object.keys(others).filter((name) => name !== "module.exports");
    const exported = names.length === 0 ? "" : ` (it exports ${names.join(", ")})`;
    throw new Error(`expected a function (parameters, context) => result as default export, got ${show(evaluate)}${exported}`);
  }
  return evaluate as ModuleFunction;
}

/** An error with the place in the user's code it comes from: `TypeError: x is not a function (simulator.mjs:12:5)`. */
export function describeWithPlace(error: unknown): string {
  const place = placeOf(error);
  return place === undefined ? describeError(error) : `${describeError(error)} (${place})`;
}

function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || typeof error.stack !== "string") return undefined;
  const inside = ["node:", import.meta.dirname, "/node_modules/piscina/"];
  const lines = error.stack.split("\n").filter((line) => !inside.some((place) => line.includes(place)));
  for (const line of lines) {
    const match = /^(?:\s+at .*?)?\(?(?:file:\/\/)?(\/.*?):(\d+(?::\d+)?)\)?$/.exec(line);
    if (match !== null) return `${decodeURI(basename(match[1]!))}:${match[2]}`;
  }
  return undefined;
}
