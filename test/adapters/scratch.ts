import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { type Clock, type EvaluationContext, type EvaluationRequest, type EvaluatorEnvironment, systemClock } from "../../src/evaluation/index.ts";

/** A folder of the test file's own. */
export const scratch = mkdtempSync(join(tmpdir(), "adapters-"));
afterAll(() => rmSync(scratch, { recursive: true, maxRetries: 3 }));

/** Waits a tenth of the time: graces of seconds need not be waited for. */
export const hurriedClock: Clock = { ...systemClock, after: (delay, callback) => systemClock.after(delay / 10, callback) };

/** Waits a tenth of the time only where servers are spared or a file system is waited for: ten seconds and more. */
export const sparingClock: Clock = { ...systemClock, after: (delay, callback) => systemClock.after(delay >= 10_000 ? delay / 10 : delay, callback) };

let count = 0;

/** Writes a file into a new folder of the scratch folder; returns its path. */
export function file(name: string, text: string, mode = 0o644): string {
  const path = join(scratch, String(count++), name);
  mkdirSync(dirname(path));
  writeFileSync(path, text, { mode });
  return path;
}

export function environment(configDirectory: string, workers = 1): EvaluatorEnvironment {
  const runDirectory = join(configDirectory, "run");
  return { configDirectory, runDirectory, parameterNames: ["x", "mass"], observableNames: ["y"], workers, clock: hurriedClock };
}

export function request(parameters: Record<string, number> = { x: 0.5, mass: 91.19 }): EvaluationRequest {
  return { id: `p-${count++}`, attempt: 1, seed: 7, parameters };
}

export function context(signal = new AbortController().signal): EvaluationContext {
  const directory = join(scratch, `attempt-${count++}`);
  mkdirSync(directory);
  return { signal, directory, submitted: async () => undefined };
}
