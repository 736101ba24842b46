import { z } from "zod";
import { configSchema, type ConfigPlugins } from "./schema.ts";

/** The JSON Schema (draft 2020-12) of a config file, for editors. */
export function configJsonSchema(plugins: ConfigPlugins): Record<string, unknown> {
  return { ...z.toJSONSchema(configSchema(plugins), { io: "input", target: "draft-2020-12", unrepresentable: "any" }), title: "excursion scan" };
}
