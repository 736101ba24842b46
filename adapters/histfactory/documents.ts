import { createHash, getHashes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { EvaluationError } from "../../src/evaluation/index.ts";
import { LikelihoodError, parsePatchset, type Patchset, verifyDigests } from "../../src/likelihood/index.ts";

/** A JSON file as read: digests are taken of the text. */
export interface JsonDocument {
  readonly file: string; // as the user wrote it
  readonly text: string;
  readonly value: unknown;
}

const issuesShown = 5;

/** Reads a JSON file; `place` says who named it, as in `evaluator.workspace`. Throws an EvaluationError. */
export function readDocument(file: string, directory: string, place: string): JsonDocument {
  const path = resolve(directory, file);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new EvaluationError(`${place}: expected a JSON file, got ${file}: ${code === "ENOENT" ? `there is no file ${path}` : message}`, false);
  }
  try {
    return { file, text, value: JSON.parse(text) };
  } catch (error) {
    throw new EvaluationError(`${place}: expected ${file} to hold JSON, got text that is none: ${(error as Error).message}`, false);
  }
}

/** Calls `work`; a LikelihoodError becomes an EvaluationError that says which file is wrong, and where in it. */
export function explained<T>(place: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LikelihoodError)) throw error;
    const lines = error.issues.slice(0, issuesShown).map(({ path, message }) => `${file}${path === "" ? "" : `#${path}`}: ${message}`);
    const more = error.issues.length - lines.length;
    const rest = more > 0 ? [`and ${more} more`] : [];
    throw new EvaluationError(`${place}: ${[...lines, ...rest].join("\n  ")}`, false);
  }
}

/** Reads a patchset and checks that it was made for the workspace. Throws an EvaluationError. */
export function readPatchset({ file, value }: JsonDocument, workspace: JsonDocument, place: string): Patchset {
  const patchset = explained(place, file, () => parsePatchset(value));
  checkDigests(patchset, file, workspace, place);
  return patchset;
}

function checkDigests(patchset: Patchset, file: string, workspace: JsonDocument, place: string): void {
  const unknown = Object.keys(patchset.metadata.digests).find((algorithm) => !getHashes().includes(algorithm));
  if (unknown !== undefined) {
    throw new EvaluationError(`${place}: expected ${file} to have digests that can be checked, such as sha256, got ${unknown}`, false);
  }
  try {
    verifyDigests(patchset, workspace.text, (algorithm, text) => createHash(algorithm).update(text).digest("hex"));
  } catch (error) {
    if (!(error instanceof LikelihoodError)) throw error;
    throw new EvaluationError(
      `${place}: expected ${file} to be made for ${workspace.file}, but its digest is of another workspace (${error.message})`, false,
    );
  }
}
