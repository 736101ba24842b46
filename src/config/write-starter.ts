import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileReason, isFileError } from "../evaluation/index.ts";
import { configJsonSchema } from "./json-schema.ts";
import { pluginsOfConfig } from "./load.ts";
import { ConfigError } from "./problem.ts";
import type { ConfigPlugins } from "./schema.ts";
import { configName, schemaName, templateFiles } from "./starter.ts";

/**
 * Writes a scan to start from into a folder, which is made if need be: the files of a template, the config first, and the schema of the
 * config for editors. Gives the paths written.
 * @throws ConfigError when one of the files is there already; then nothing is written. Also when the folder cannot be written.
 */
export async function writeStarter(directory: string, template: string, plugins: ConfigPlugins): Promise<string[]> {
  const files = (await templateFiles(template)).toSorted((a, b) => Number(b.name === configName) - Number(a.name === configName));
  const schemaPath = join(directory, schemaName);
  const paths = [...files.map(({ name }) => join(directory, name)), schemaPath];
  const present = await Promise.all(paths.map((path) => stat(path).then(() => path, () => undefined)));
  const problems = present
    .filter((path) => path !== undefined)
    .map((path) => ({ file: path, path: "", message: "expected no file of this name yet, got one; name another folder, or move it away" }));
  if (problems.length > 0) throw new ConfigError(problems);
  try {
    await mkdir(directory, { recursive: true });
    for (const { name, text } of files) await writeFile(join(directory, name), text, { flag: "wx" });
    const schema = configJsonSchema(await pluginsOfConfig(join(directory, configName), plugins));
    await writeFile(schemaPath, `${JSON.stringify(schema, undefined, 2)}\n`, { flag: "wx" });
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new ConfigError([{ file: directory, path: "", message: `expected a folder that can be written, got ${fileReason(error)}; name another folder` }]);
  }
  return paths;
}
