import { readFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { lineAndColumn, TextError, type ConfigDocument } from "./document.ts";
import { readJson } from "./json-reader.ts";
import { applyOverride, overrideAt, parseOverride, type Override } from "./override.ts";
import { checkConfig } from "./parse.ts";
import { ConfigError, startsWith, type Finding, type Path, type Place, type Problem } from "./problem.ts";
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
  return checkConfig(applied.config, document.findings, plugins, {
    directory: dirname(resolve(path)),
    name: defaultName(path),
    locate: (finding) => placeOf(finding, path, text, document, applied.overrides),
  });
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "got no such file; excursion init writes a config to start from" : `got ${message}`;
    throw new ConfigError([{ file: path, path: "", message: `expected a config file, ${reason}` }]);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const message = "expected text in UTF-8, got something else; save the file as UTF-8";
    throw new ConfigError([{ file: path, line: 1, column: 1, path: "", message }]);
  }
  if (text.trim() !== "") return text;
  const message = "expected a config, got an empty file; excursion init writes a config to start from";
  throw new ConfigError([{ file: path, line: 1, column: 1, path: "", message }]);
}

async function readDocument(path: string, text: string): Promise<ConfigDocument> {
  try {
    return /\.ya?ml$/i.test(path) ? (await import("./yaml-reader.ts")).readYaml(text) : readJson(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new ConfigError([{ file: path, ...lineAndColumn(text, error.offset), path: "", message: error.message }]);
  }
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
    for (const { path, message } of applied.findings) problems.push({ file, path: path.join("."), message });
  }
  return { config, overrides, problems };
}

/** The override that wrote the value, else its place in the file, or that of the nearest thing around it which has one. */
function placeOf(
  { path, isAboutKey }: Finding, file: string, text: string, { places }: ConfigDocument, overrides: readonly Override[],
): Place {
  const override = overrideAt(overrides, path);
  if (override !== undefined) return { file: `--set ${override.text}` };
  const own = isAboutKey ? places.key(path) : places.value(path);
  if (own !== undefined) return { file, ...lineAndColumn(text, own) };
  const maker = overrides.findLast((one) => startsWith(one.path, path));
  if (maker !== undefined) return { file: `--set ${maker.text}` };
  return { file, ...lineAndColumn(text, offsetAround(path, places)) };
}

function offsetAround(path: Path, places: ConfigDocument["places"]): number {
  for (let length = path.length - 1; length >= 0; length--) {
    const offset = places.value(path.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return 0;
}
