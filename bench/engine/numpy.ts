import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Runs the cases of bench/reference/engine.py one at a time. */
export interface NumpyTwin {
  /** Processor time of one run of the case. */
  seconds(name: string): Promise<number>;
  close(): void;
}

/** The twin in the Python that NUMPY_PYTHON names, on one thread; undefined where it names none. */
export function startNumpy(): NumpyTwin | undefined {
  const python = process.env["NUMPY_PYTHON"];
  if (python === undefined) return undefined;
  const script = join(import.meta.dirname, "../reference/engine.py");
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, OPENBLAS_NUM_THREADS: "1" } });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async seconds(name) {
      child.stdin.write(`${name}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error(`expected seconds for ${name}, got the end of the twin`);
      return Number(value);
    },
    close: () => child.stdin.end(),
  };
}
