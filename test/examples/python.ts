import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

export const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Skips the test, saying why, where there is no python3. */
export function needsPython(context: TestContext): void {
  context.skip(!hasPython, "python3 is not installed");
}
