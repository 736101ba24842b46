import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A Python script beside this file that answers one JSON line with another, on one thread. */
export interface Twin {
  ask(request: object): Promise<Record<string, unknown>>;
  close(): void;
}

/** Starts the twin where NUMPY_PYTHON names a Python with numpy, scipy and scikit-learn; undefined, and a word about it, where it does not. */
export function startTwin(script: string): Twin | undefined {
  const python = process.env["NUMPY_PYTHON"];
  if (python === undefined) {
    console.log("without the twin: NUMPY_PYTHON does not name a Python with numpy, scipy and scikit-learn");
    return undefined;
  }
  const threads = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  const child = spawn(python, [new URL(script, import.meta.url).pathname], { env: { ...process.env, ...threads }, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`expected an answer of ${script}, got its end`);
      return JSON.parse(value) as Record<string, unknown>;
    },
    close: () => child.stdin.end(),
  };
}
