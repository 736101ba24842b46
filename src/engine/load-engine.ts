import { availableParallelism } from "node:os";
import { isMainThread } from "node:worker_threads";
import { createTypescriptEngine, type Engine } from "../numeric/index.ts";
import { loadCompiled } from "./compiled-engine.ts";
import { EngineError } from "./engine-error.ts";
import { loadTensorflow } from "./load-tensorflow.ts";
import { createTensorflowScoring } from "./tensorflow-scoring.ts";
import { warnOnce } from "./warn-once.ts";

/**
 * `relaxed`: compiled, with fused multiply-add, whose last bits may differ between kinds of processors; `strict`: compiled, the same bits
 * everywhere; `typescript`: no compiled code; `tensorflow`: the fastest of these, and candidates ranked by TensorFlow in single precision.
 */
export const engineNames = ["relaxed", "strict", "typescript", "tensorflow"] as const;

export type EngineName = (typeof engineNames)[number];

const loaded = new Map<string, Engine>();

/**
 * The engine of that name, or without a name the fastest that runs here, which is told once where it is not a compiled one. An engine is
 * loaded once and keeps nothing from one call to the next, so all scans of a process share it. Results do not depend on `threads`, which are
 * as many as there are processors, and one in the thread of a pool. Throws an EngineError.
 */
export function loadEngine(name?: EngineName, threads = isMainThread ? availableParallelism() : 1): Engine {
  if (name === undefined) return loadFastest(threads);
  const key = `${name} ${threads}`;
  const engine = loaded.get(key) ?? load(name, threads);
  loaded.set(key, engine);
  return engine;
}

function loadFastest(threads: number): Engine {
  let problem = "";
  for (const name of ["relaxed", "strict"] as const) {
    try {
      return loadEngine(name, threads);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      problem = error.message;
    }
  }
  warnOnce(`${problem}. Until then the engine in TypeScript is used, which is slower.`);
  return loadEngine("typescript");
}

function load(name: EngineName, threads: number): Engine {
  switch (name) {
    case "relaxed":
    case "strict":
      return loadCompiled(name, threads);
    case "typescript":
      return createTypescriptEngine();
    case "tensorflow":
      return { ...loadEngine(undefined, threads), name, bulk: createTensorflowScoring(loadTensorflow()) };
    default:
      throw new EngineError(`expected an engine of ${engineNames.join(", ")}, got ${JSON.stringify(name)}`);
  }
}
