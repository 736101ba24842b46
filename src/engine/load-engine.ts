import { readFileSync } from "node:fs";
import { canRun, compileKernels, createTypescriptEngine, createWasmEngine, type Engine } from "../numeric/index.ts";
import { EngineError } from "./engine-error.ts";
import { loadTensorflow } from "./load-tensorflow.ts";
import { createTensorflowScoring } from "./tensorflow-scoring.ts";

/**
 * `relaxed`: compiled, with fused multiply-add, whose last bits may differ between kinds of processors; `strict`: compiled, the same bits
 * everywhere; `typescript`: no compiled code; `tensorflow`: the fastest of these, and candidates ranked by TensorFlow in single precision.
 */
export const engineNames = ["relaxed", "strict", "typescript", "tensorflow"] as const;

export type EngineName = (typeof engineNames)[number];

const loaded = new Map<EngineName, Engine>();
let hasWarned = false;

/**
 * The engine of that name, or without a name the fastest that runs here, which is told once where it is not a compiled one. An engine is
 * loaded once and keeps nothing from one call to the next, so all scans of a process share it. Throws an EngineError.
 */
export function loadEngine(name?: EngineName): Engine {
  if (name !== undefined) return (loaded.get(name) ?? remember(name, load(name)));
  for (const candidate of ["relaxed", "strict"] as const) {
    try {
      return loadEngine(candidate);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (candidate === "strict") warnOnce(error.message);
    }
  }
  return loadEngine("typescript");
}

function remember(name: EngineName, engine: Engine): Engine {
  loaded.set(name, engine);
  return engine;
}

function load(name: EngineName): Engine {
  if (name === "typescript") return createTypescriptEngine();
  if (name === "tensorflow") return { ...loadEngine(), name, bulk: createTensorflowScoring(loadTensorflow()) };
  if (!engineNames.includes(name)) throw new EngineError(`expected an engine of ${engineNames.join(", ")}, got ${JSON.stringify(name)}`);
  const binary = readKernels(name);
  if (!canRun(binary)) throw new EngineError(`expected a processor and a Node that run the engine ${name}, got ones that do not; take another one with --engine`);
  try {
    return createWasmEngine(name, compileKernels(binary));
  } catch (cause) {
    throw new EngineError(`expected to start the engine ${name}, got ${(cause as Error).message}`, { cause });
  }
}

function readKernels(name: EngineName): Uint8Array {
  const folder = import.meta.url.endsWith(".ts") ? "../../dist/kernels/" : "../../kernels/";
  const file = new URL(`${folder}${name}.wasm`, import.meta.url);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new EngineError(`expected the compiled engine in ${file.pathname}, got none; in a clone, npm run build makes it`, { cause });
  }
}

function warnOnce(reason: string): void {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning(`${reason}. Until then the engine in TypeScript is used, which is slower.`, { code: "EXCURSION_ENGINE" });
}
