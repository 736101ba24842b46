import { readdir, readFile } from "node:fs/promises";

export const configName = "config.json";
export const schemaName = "scan.schema.json";

export interface StarterFile {
  readonly name: string;
  readonly text: string;
}

/** A small scan that runs as it is and is meant to be rewritten. */
interface Template {
  readonly folder: string; // in the package; all of its files but a README are copied
  readonly before?: string; // what has to be started first, in the new folder
}

const templates: Readonly<Record<string, Template>> = {
  module: { folder: "templates/module" },
  command: { folder: "templates/command" },
  http: { folder: "templates/http", before: "node service.mjs" },
  proxy: { folder: "templates/proxy" },
  plugin: { folder: "examples/remote-simulator" },
};

export const templateNames: readonly string[] = Object.keys(templates);

/** What has to be started before a scan from the template, as a command in its folder. */
export function commandBefore(template: string): string | undefined {
  return templates[template]!.before;
}

/** The files of a template; its config names the schema that will be written beside it. */
export async function templateFiles(template: string): Promise<StarterFile[]> {
  const root = new URL(import.meta.url.endsWith(".ts") ? "../../" : "../../../", import.meta.url);
  const folder = new URL(`${templates[template]!.folder}/`, root);
  const names = (await readdir(folder)).filter((name) => name !== "README.md").toSorted();
  return Promise.all(names.map(async (name) => withSchema({ name, text: await readFile(new URL(name, folder), "utf8") })));
}

function withSchema({ name, text }: StarterFile): StarterFile {
  return { name, text: name === configName ? text.replace("{\n", `{\n  "$schema": "./${schemaName}",\n`) : text };
}
