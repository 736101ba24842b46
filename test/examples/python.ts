import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

const python3 = spawnSync("python3", ["--version"]).status === 0;

/** Skips the test, saying why, where there is no python3. */
export function needsPython(context: TestContext): void {
  context.skip(!python3, "python3 is not installed");
}
