import { writeFile } from "node:fs/promises";
import { fileReason, isFileError } from "../evaluation/index.ts";
import { UsageError } from "./usage-error.ts";

type Content = Parameters<typeof writeFile>[1];

/** Writes the file that an option of the command line names. Throws a UsageError when it cannot be written. */
export async function writeOutput(option: string, path: string, content: Content): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new UsageError(`${option}: expected a file that can be written, got ${path}: ${fileReason(error)}`);
  }
}
