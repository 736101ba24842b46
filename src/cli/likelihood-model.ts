import { explained, readDocument, readPatchset } from "../composition.ts";
import { EvaluationError } from "../evaluation/index.ts";
import { compileModel, selectPatch, type Model, type TestQuality } from "../likelihood/index.ts";
import { UsageError } from "./usage-error.ts";

/** The options of all commands that compile a model. */
export interface ModelOptions {
  readonly patch: readonly string[];
  readonly patchset?: string;
  readonly name?: string;
  readonly measurement?: string;
}

/** The model a command line names. Throws an error that says which file is wrong, and where in it. */
export function readModel(file: string, { patch, patchset, name, measurement }: ModelOptions): Model {
  if ((patchset === undefined) !== (name === undefined)) {
    throw new UsageError(`expected --patchset and --name together, got only ${patchset === undefined ? "--name" : "--patchset"}`);
  }
  const workspace = readDocument(file, ".", "workspace");
  const patches = patch.map((each) => readDocument(each, ".", "--patch").value);
  if (patchset !== undefined) {
    const read = readPatchset(readDocument(patchset, ".", "--patchset"), workspace, "--patchset");
    patches.push(explained("--name", patchset, () => selectPatch(read, name!)).patch);
  }
  const options = { patches, ...(measurement !== undefined && { measurement }) };
  return explained("workspace", file, () => compileModel(workspace.value, options));
}

/** A number of the command line. Throws a UsageError unless it is finite and not negative. */
export function readNumber(option: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0 && value < Infinity)) throw new UsageError(`expected ${option} to be a number, 0 or more, got ${text}`);
  return value;
}

export function readChoice<Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw new UsageError(`expected ${option} to be one of ${choices.join(", ")}, got ${text}`);
  return choice;
}

/** Throws an EvaluationError when a fit has not reached its minimum. */
export function expectConverged({ converged, estimatedDistance }: Pick<TestQuality, "converged" | "estimatedDistance">): void {
  if (converged) return;
  throw new EvaluationError(`expected every fit to reach a minimum of -2 ln L, got one still ${estimatedDistance.toExponential(1)} above it`, false);
}

export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 4)}\n`);
}
