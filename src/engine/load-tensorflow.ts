import type * as Tensorflow from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { EngineError } from "./engine-error.ts";

/** The packages that are looked for, the one for graphics processors first. */
const packages = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

/** TensorFlow, if the user has installed it beside this package. Throws an EngineError that says how. */
export function loadTensorflow(require: (name: string) => unknown = createRequire(import.meta.url)): typeof Tensorflow {
  const util = require("node:util") as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined; // @tensorflow/tfjs-node 4.22 calls it; Node 23 has it no more
  const problems: string[] = [];
  for (const name of packages) {
    try {
      return require(name) as typeof Tensorflow;
    } catch (error) {
      const [firstLine] = (error as Error).message.split("\n");
      problems.push(`${name}: ${firstLine}`);
    }
  }
  throw new EngineError(
    `expected TensorFlow for the engine tensorflow, got none that loads; npm install ${packages[0]} (or ${packages[1]} without a graphics ` +
      `processor), or take another engine\n  ${problems.join("\n  ")}`,
  );
}
