import { configPlugins } from "../composition.ts";
import { configJsonSchema } from "../config/index.ts";

/** `excursion schema`: the JSON Schema of the config, for editors. */
export function schemaCommand(): void {
  process.stdout.write(`${JSON.stringify(configJsonSchema(configPlugins), undefined, 2)}\n`);
}
