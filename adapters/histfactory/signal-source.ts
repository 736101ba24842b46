import { EvaluationError } from "../../src/evaluation/index.ts";
import { applyPatch, compileModel, createSignalMorph, parseWorkspace, type Workspace } from "../../src/likelihood/index.ts";
import { modulePath } from "../module/index.ts";
import { explained, type JsonDocument, readDocument, readPatchset } from "./documents.ts";
import { parseMorph } from "./morph-file.ts";
import { morphedSignals, publishedSignals, type SignalAt } from "./signals.ts";

/** Where the signals come from. */
export interface SignalOptions {
  readonly workspace: string;
  readonly patchset?: string | undefined;
  readonly morph?: boolean | string | undefined;
  readonly signal?: string | undefined;
  readonly measurement?: string | undefined;
  readonly poi?: string | undefined;
}

export interface SignalSource {
  /** What the signals are patched or put into. */
  readonly workspace: unknown;
  /** The sample to replace, where signals are replacements. */
  readonly signalName: string | undefined;
  /** What the signals are a function of; absent when that is all parameters of the scan. */
  readonly labels?: readonly string[];
  readonly signalAt: SignalAt;
}

/**
 * Reads the files and compiles one model, so that what is wrong with them is told before anything is evaluated.
 * Throws an EvaluationError.
 */
export function openSignals(options: SignalOptions, directory: string): SignalSource {
  const { measurement, signal } = options;
  const document = readDocument(options.workspace, directory, "evaluator.workspace");
  const background = explained("evaluator.workspace", document.file, () => withPoi(document.value, options));
  if (signal !== undefined) {
    expectAlone(options);
    explained("evaluator.workspace", document.file, () => parseWorkspace(background));
    const path = modulePath(signal, directory, "evaluator.signal");
    return { workspace: background, signalName: undefined, signalAt: () => ({ signal: { kind: "module", path } }) };
  }
  const { patchset, triangles, file, place } = readSignals(options, directory, document);
  const chosen = measurement === undefined ? {} : { measurement };
  const { labels } = patchset.metadata;
  if (options.morph === undefined || options.morph === false) {
    const signalAt = publishedSignals(patchset, place);
    explained("evaluator.workspace", document.file, () => compileModel(background, { ...chosen, patches: [patchset.patches[0]!.patch] }));
    return { workspace: background, signalName: undefined, labels, signalAt };
  }
  const morph = explained(place, file, () => createSignalMorph(background, patchset, triangles));
  explained("evaluator.workspace", document.file, () => compileModel(morph.workspace, { ...chosen, signal: morph.signal }));
  return { workspace: morph.workspace, signalName: morph.signal, labels, signalAt: morphedSignals(morph) };
}

function expectAlone({ patchset, morph }: SignalOptions): void {
  if (patchset === undefined && morph === undefined) return;
  throw new EvaluationError("evaluator.signal: expected a module or published signals, got both: leave out patchset and morph", false);
}

function readSignals({ patchset, morph }: SignalOptions, directory: string, workspace: JsonDocument) {
  if (typeof morph === "string") {
    const place = "evaluator.morph";
    if (patchset !== undefined) throw new EvaluationError(`${place}: expected a patchset or the file of a morph, got both; the file has the patchset`, false);
    const document = readDocument(morph, directory, place);
    const { patchset: value, triangles } = parseMorph(document.value, morph, place);
    const read = readPatchset({ ...document, value }, workspace, place);
    const points = read.patches.length;
    if (!triangles.every((corner) => corner < points)) {
      throw new EvaluationError(`${place}: expected triangles of the ${points} points of ${morph}, got ${triangles.reduce((a, b) => Math.max(a, b))}`, false);
    }
    return { patchset: read, triangles, file: morph, place };
  }
  const place = "evaluator.patchset";
  if (patchset === undefined) throw new EvaluationError(`${place}: expected a file with the signals, or a module under "signal", got neither`, false);
  const document = readDocument(patchset, directory, place);
  return { patchset: readPatchset(document, workspace, place), triangles: undefined, file: patchset, place };
}

/** The workspace with another parameter of interest in its measurement. */
function withPoi(document: unknown, { poi, measurement }: SignalOptions): unknown {
  if (poi === undefined) return document;
  const { measurements }: Workspace = parseWorkspace(document);
  const index = measurement === undefined ? 0 : measurements.findIndex(({ name }) => name === measurement);
  if (index < 0) return document; // compiling says that there is no such measurement
  return applyPatch(document, [{ op: "replace", path: `/measurements/${index}/config/poi`, value: poi }]);
}
