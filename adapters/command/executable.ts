import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { EvaluationError } from "../../src/evaluation/index.ts";

/**
 * The file that a command's first word stands for: with a slash a path relative to `directory`, else a program on PATH.
 * Symbolic links stay (a Python of a virtual environment is one). Throws an EvaluationError when there is none.
 */
export async function findExecutable(name: string, directory: string): Promise<string> {
  if (name.includes("/")) {
    const path = resolve(directory, name);
    if (await isExecutable(path)) return path;
    throw new EvaluationError(`evaluator.command[0]: expected an executable file, got ${name}: ${await problemOf(path)}`, false);
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).map((folder) => resolve(directory, folder));
  for (const folder of folders) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  const near = (await isFile(join(directory, name))) ? `; the file next to the config is "./${name}"` : "";
  throw new EvaluationError(
    `evaluator.command[0]: expected an executable on PATH, got ${name}, which is in none of ${folders.join(delimiter)}${near}`,
    false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((status) => status.isFile(), () => false);
}

async function isExecutable(path: string): Promise<boolean> {
  return (await isFile(path)) && access(path, constants.X_OK).then(() => true, () => false);
}

async function problemOf(path: string): Promise<string> {
  if (!(await isFile(path))) return `there is no file ${path}`;
  return `${path} is not executable (chmod +x it, or name its interpreter first: ["python3", "sim.py"])`;
}
