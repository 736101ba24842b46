import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "./problem.ts";
import type { ConfigPlugins } from "./schema.ts";
import { starterFiles } from "./starter.ts";

/**
 * Writes a starter config and what it needs into a folder, which is made if need be; gives the paths written.
 * @throws ConfigError when one of the files is there already; then nothing is written.
 */
export async function writeStarter(directory: string, plugins: ConfigPlugins): Promise<string[]> {
  const files = starterFiles(plugins).map(({ name, text }) => ({ path: join(directory, name), text }));
  const present = await Promise.all(files.map(({ path }) => stat(path).then(() => path, () => undefined)));
  const problems = present
    .filter((path) => path !== undefined)
    .map((path) => ({ file: path, path: "", message: "expected no file of this name yet, got one; name another folder, or move it away" }));
  if (problems.length > 0) throw new ConfigError(problems);
  await mkdir(directory, { recursive: true });
  for (const { path, text } of files) await writeFile(path, text, { flag: "wx" });
  return files.map(({ path }) => path);
}
