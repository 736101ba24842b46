import { registerHooks } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import { EvaluationError, type Plugin, show } from "../../src/evaluation/index.ts";
import { modulePath } from "../module/index.ts";
import { describeWithPlace } from "../module/load.ts";
import { withSyntaxErrorPlace } from "../module/syntax-error.ts";

/** Options that every evaluator has; a plugin cannot have another of the same name. */
const reserved = ["adapter", "plugin", "workers", "timeoutSeconds", "retries"];

/**
 * The plugin that a specifier names: a file, relative to the directory, or an npm package that is installed there. Throws an
 * EvaluationError that says what is wrong with it.
 */
export async function loadPlugin(specifier: string, directory: string): Promise<Plugin> {
  const isFile = /^\.{0,2}\//.test(specifier) || /\.[cm]?[jt]s$/.test(specifier);
  const path = isFile ? modulePath(specifier, directory) : undefined;
  const name = path === undefined ? specifier : pathToFileURL(path).href;
  let module: { readonly default?: unknown };
  try {
    module = await importFrom(name, directory);
  } catch (error) {
    const reason = path === undefined ? describeWithPlace(error) : await withSyntaxErrorPlace(path, describeWithPlace(error));
    const repair = path === undefined ? `; is the package installed in ${directory}? A file is named with ./` : "";
    throw new EvaluationError(`expected a plugin that loads, got ${specifier}: ${reason}${repair}`, false);
  }
  return checked(module.default, specifier);
}

/**
 * Imports a module as if from a file of the directory. What it imports as "excursion" is this very copy, wherever the module is, so
 * that it need not be installed beside it and both speak of the same types and the same zod.
 */
async function importFrom(name: string, directory: string): Promise<{ readonly default?: unknown }> {
  const extension = extname(import.meta.filename);
  const own = new Map([
    ["excursion", new URL(`../../src/index${extension}`, import.meta.url).href],
    ["excursion/testing", new URL(`../../src/testing/index${extension}`, import.meta.url).href],
  ]);
  const parentURL = pathToFileURL(join(directory, "config.json")).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => next(own.get(specifier) ?? specifier, specifier === name ? { ...context, parentURL } : context),
  });
  try {
    return await import(name);
  } finally {
    hooks.deregister();
  }
}

function checked(value: unknown, specifier: string): Plugin {
  const fail = (expectation: string, got: string): never => {
    throw new EvaluationError(`expected ${expectation}, got ${got} from ${specifier}`, false);
  };
  if (typeof value !== "object" || value === null) return fail("definePlugin({ name, options, build }) as default export", show(value));
  const { name, options, build } = value as Partial<Plugin>;
  if (typeof name !== "string" || name === "") return fail("a plugin with a name", show(name));
  if (typeof build !== "function") return fail(`the plugin ${name} to have a function build(options, environment)`, show(build));
  if (!isObjectSchema(options)) {
    return fail(`the options of the plugin ${name} to be a z.strictObject({ ... }) of zod 4.1 or later (import { z } from "excursion")`, kindOf(options));
  }
  const clash = reserved.find((key) => Object.hasOwn(options.shape, key));
  if (clash !== undefined) return fail(`the plugin ${name} to have options of its own names`, `one named ${clash}, which every evaluator has`);
  // z.object would drop a misspelt option silently
  return { name, build, options: options.def.catchall === undefined ? options.strict() : options };
}

/** Told by its shape, since the plugin may come with a zod of its own. */
function isObjectSchema(value: unknown): value is z.ZodObject {
  return (
    typeof value === "object" && value !== null && "_zod" in value &&
    (value as Partial<z.ZodObject>).def?.type === "object" && "safeExtend" in value && typeof value.safeExtend === "function"
  );
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return show(value);
  if ("_zod" in value) return (value as Partial<z.ZodType>).def?.type === "object" ? "one of zod 4.0 or zod/mini" : "another kind of schema";
  return "_def" in value ? "a schema of zod 3" : "an object that is no schema";
}
