import { resolve } from "node:path";
import { z } from "zod";
import type { EvaluatorPlugin } from "../evaluation/index.ts";
import { valueAt, type Finding, type Path } from "./problem.ts";
import type { ConfigPlugins } from "./schema.ts";

export interface NamedPlugins {
  readonly plugins: ConfigPlugins; // with a variant of the evaluator for each plugin that the config names
  readonly findings: readonly Finding[];
}

/**
 * Loads the plugins that a config names in any of its evaluators, so that their options can be checked with the rest. The config may have
 * other mistakes; a plugin that cannot be loaded is a finding, and any options of it are accepted.
 */
export async function loadNamedPlugins(config: unknown, plugins: ConfigPlugins, directory: string): Promise<NamedPlugins> {
  const { loadPlugin } = plugins;
  const generic = plugins.evaluators.find(({ name }) => name === "plugin");
  if (loadPlugin === undefined || generic === undefined) return { plugins, findings: [] };
  const given = valueAt(config, ["directory"]);
  const start = resolve(directory, typeof given === "string" ? given : ".");
  const findings: Finding[] = [];
  const variants = new Map<string, EvaluatorPlugin>();
  for (const { specifier, path } of specifiersIn(config, [])) {
    if (variants.has(specifier)) continue;
    let { options } = generic;
    try {
      ({ options } = await loadPlugin(specifier, start));
    } catch (error) {
      findings.push({ path, message: (error as Error).message });
    }
    const literal = z.literal(specifier).describe("File or npm package of the plugin.");
    variants.set(specifier, { ...generic, options: options.safeExtend({ plugin: literal }) });
  }
  if (variants.size === 0) return { plugins, findings };
  const others = plugins.evaluators.filter((one) => one !== generic);
  return { plugins: { ...plugins, evaluators: [...others, ...variants.values()] }, findings };
}

/** Every evaluator in a config that is a plugin, wherever it stands. */
function* specifiersIn(value: unknown, path: Path): Generator<{ readonly specifier: string; readonly path: Path }> {
  if (typeof value !== "object" || value === null) return;
  const { adapter, plugin } = value as Readonly<Record<string, unknown>>;
  if (adapter === "plugin" && typeof plugin === "string" && plugin !== "") yield { specifier: plugin, path: [...path, "plugin"] };
  const entries: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, inner] of entries) yield* specifiersIn(inner, [...path, key]);
}
