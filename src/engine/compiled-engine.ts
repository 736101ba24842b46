import { readFileSync } from "node:fs";
import { canRun, compileKernels, createWasmEngine, withThreads, type Engine } from "../numeric/index.ts";
import { EngineError } from "./engine-error.ts";
import { hireTeam } from "./thread-team.ts";
import { warnOnce } from "./warn-once.ts";

/** The kernels compiled one way or the other, with so many threads for what is large. Throws an EngineError. */
export function loadCompiled(name: "relaxed" | "strict", threads: number): Engine {
  const binary = readKernels(name);
  if (!canRun(binary)) {
    throw new EngineError(`expected a processor and a Node that run the engine ${name}, got ones that do not; take another engine`);
  }
  try {
    const engine = createWasmEngine(name, compileKernels(binary));
    return threads < 2 ? engine : withThreads(engine, () => teamOrNone(name, threads));
  } catch (cause) {
    throw new EngineError(`expected to start the engine ${name}, got ${(cause as Error).message}`, { cause });
  }
}

function teamOrNone(name: string, threads: number): ReturnType<typeof hireTeam> | undefined {
  try {
    return hireTeam(compileKernels(readKernels(`${name}-shared`)), threads);
  } catch (error) {
    warnOnce(`expected ${threads} threads with a memory in common, got ${(error as Error).message}; one thread does all the work`);
    return undefined;
  }
}

function readKernels(name: string): Uint8Array {
  const folder = import.meta.url.endsWith(".ts") ? "../../dist/kernels/" : "../../kernels/";
  const file = new URL(`${folder}${name}.wasm`, import.meta.url);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new EngineError(`expected the compiled engine in ${file.pathname}, got none; in a clone, npm run build makes it`, { cause });
  }
}
