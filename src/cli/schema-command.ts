import { codeLoadingPlugins, configPlugins } from "../composition.ts";
import { configJsonSchema, pluginsOfConfig } from "../config/index.ts";

/** `excursion schema`: the JSON Schema of the config, for editors; with a config, its plugins' options are part of it. */
export async function schemaCommand(config: string | undefined): Promise<void> {
  const plugins = config === undefined ? configPlugins : await pluginsOfConfig(config, codeLoadingPlugins);
  process.stdout.write(`${JSON.stringify(configJsonSchema(plugins), undefined, 2)}\n`);
}
