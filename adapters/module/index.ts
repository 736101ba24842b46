import { statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { z } from "zod";
import { EvaluationError, type EvaluatorPlugin } from "../../src/evaluation/index.ts";
import { createThreadPool } from "./thread-pool.ts";

const options = z.strictObject({
  module: z.string().min(1).describe("JavaScript or TypeScript file whose default export is (parameters, context) => result"),
});

/** Evaluates with a function of a JavaScript or TypeScript module, in a pool of threads. */
export const moduleAdapter: EvaluatorPlugin<typeof options> = {
  name: "module",
  options,
  async build({ module }, { configDirectory, workers, clock }) {
    const path = modulePath(module, configDirectory, "evaluator.module");
    return createThreadPool({ module: path, threads: workers, ...(clock !== undefined && { clock }) });
  },
};

/** The absolute path of a module that Node as it runs can read. Throws an EvaluationError that starts with the place, if there is one. */
export function modulePath(module: string, directory: string, place?: string): string {
  const start = place === undefined ? "" : `${place}: `;
  const path = resolve(directory, module);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new EvaluationError(`${start}expected a JavaScript or TypeScript file, got ${module}: there is no file ${path}`, false);
  }
  if (/^\.[cm]?ts$/.test(extname(path)) && !process.features.typescript) {
    throw new EvaluationError(
      `${start}expected a JavaScript file, since Node ${process.versions.node} as it was started does not read TypeScript, ` +
        `got ${module}; use Node 22.18 or later without --no-strip-types, or compile it`,
      false,
    );
  }
  return path;
}
