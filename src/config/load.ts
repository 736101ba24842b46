import { readFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { fileReason } from "../evaluation/index.ts";
import { lineAndColumn, TextError, type ConfigDocument } from "./document.ts";
import { readJson } from "./json-reader.ts";
import { loadNamedPlugins } from "./named-plugins.ts";
import { applyOverride, parseOverride, type Override } from "./override.ts";
import { checkConfig } from "./parse.ts";
import { ConfigError, pathText, startsWith, type Finding, type Place, type Problem } from "./problem.ts";
import type { ConfigPlugins } from "./schema.ts";
import type { ScanConfig } from "./types.ts";

/**
 * Reads and checks a config file, YAML where its name ends in .yaml or .yml, else JSON, in which comments are allowed.
 * @param overrides of the command line, such as "budget.evaluations=300", applied in order.
 * @throws ConfigError with every problem and its place.
 */
export async function loadConfig(path: string, overrides: readonly string[], plugins: ConfigPlugins): Promise<ScanConfig> {
  const text = await readText(path);
  const document = await readDocument(path, text);
  const applied = withOverrides(document.value, overrides);
  if (applied.problems.length > 0) throw new ConfigError(applied.problems);
  const directory = dirname(resolve(path));
  const named = await loadNamedPlugins(applied.config, plugins, directory);
  return checkConfig(applied.config, [...document.findings, ...named.findings], named.plugins, {
    directory,
    name: defaultName(path),
    locate: (finding) => placeOf(finding, path, text, document, applied.overrides),
  });
}

/** The same for a config that is a plain value; relative paths in it are relative to the directory. */
export async function loadConfigValue(config: unknown, plugins: ConfigPlugins, directory = "."): Promise<ScanConfig> {
  const start = resolve(directory);
  const named = await loadNamedPlugins(config, plugins, start);
  return checkConfig(config, named.findings, named.plugins, { directory: start, name: "scan", locate: () => ({ file: "config" }) });
}

/** What the schema of a config file is made of: the plugins given and those it names; its other mistakes do not matter. Throws a ConfigError. */
export async function pluginsOfConfig(path: string, plugins: ConfigPlugins): Promise<ConfigPlugins> {
  const text = await readText(path);
  const document = await readDocument(path, text);
  const named = await loadNamedPlugins(document.value, plugins, dirname(resolve(path)));
  if (named.findings.length === 0) return named.plugins;
  throw new ConfigError(
    named.findings.map((finding) => ({ ...placeOf(finding, path, text, document, []), path: pathText(finding.path), message: finding.message })),
  );
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new ConfigError([{ file: path, path: "", message: `expected a config file, got ${fileReason(error)}${repairOf(error)}` }]);
  }
  const text = decoded(bytes);
  if (text !== undefined) return text;
  const message = "expected text in UTF-8, got something else; save the file as UTF-8";
  throw new ConfigError([{ file: path, line: 1, column: 1, path: "", message }]);
}

function repairOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "; excursion init writes a config to start from";
  return code === "EISDIR" ? "; name the config that the scan was started with" : "";
}

/** The text without a byte order mark; undefined when it is not UTF-8. UTF-16 shows by its zero bytes. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return bytes.includes(0) ? undefined : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function readDocument(path: string, text: string): Promise<ConfigDocument> {
  try {
    const isYaml = /\.ya?ml$/i.test(path);
    const document = isYaml ? (await import("./yaml-reader.ts")).readYaml(text) : text.trim() === "" ? undefined : readJson(text);
    if (document !== undefined && document.value !== null) return document;
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new ConfigError([{ file: path, ...lineAndColumn(text, error.offset), path: "", message: error.message }]);
  }
  const message = "expected a config, got an empty file; excursion init writes a config to start from";
  throw new ConfigError([{ file: path, line: 1, column: 1, path: "", message }]);
}

/** The file's name without its ending, other characters than those of a scan's name as -. */
function defaultName(path: string): string {
  const stem = basename(path, extname(path)).replaceAll(/[^\w.-]+/g, "-");
  return stem.replace(/^[^A-Za-z0-9]+/, "").slice(0, 100) || "scan";
}

function withOverrides(
  value: unknown, texts: readonly string[],
): { readonly config: unknown; readonly overrides: readonly Override[]; readonly problems: readonly Problem[] } {
  let config = value;
  const overrides: Override[] = [];
  const problems: Problem[] = [];
  for (const text of texts) {
    const file = `--set ${text}`;
    const override = parseOverride(text);
    if (override === undefined) {
      problems.push({ file, path: "", message: "expected key=value, such as budget.evaluations=300" });
      continue;
    }
    const applied = applyOverride(config, override);
    config = applied.config;
    overrides.push(override);
    for (const { path: reached, message } of applied.findings) problems.push({ file, path: pathText(reached), message });
  }
  return { config, overrides, problems };
}

/** The override that wrote the value, else its place in the file; where it stands in neither, that of the nearest thing around it. */
function placeOf(
  { path, isAboutKey }: Finding, file: string, text: string, { places }: ConfigDocument, overrides: readonly Override[],
): Place {
  const writer = overrides.findLast((override) => startsWith(path, override.path));
  if (writer !== undefined) return { file: `--set ${writer.text}` };
  const key = isAboutKey ? places.offset(path, "key") : undefined;
  if (key !== undefined) return { file, ...lineAndColumn(text, key) };
  for (let length = path.length; length > 0; length--) {
    const around = path.slice(0, length);
    const offset = places.offset(around, "value");
    if (offset !== undefined) return { file, ...lineAndColumn(text, offset) };
    const maker = overrides.findLast((override) => startsWith(override.path, around));
    if (maker !== undefined) return { file: `--set ${maker.text}` };
  }
  return { file, ...lineAndColumn(text, places.offset([], "value") ?? 0) };
}
