import { spawnSync } from "node:child_process";

export const hasPython = spawnSync("python3", ["--version"]).status === 0;

if (!hasPython) process.stderr.write("skipped: tests of Python examples (there is no python3 on PATH)\n");
