import type { z } from "zod";
import { startsWith, type Finding, type Path } from "./problem.ts";
import { check, type SchemaFinding } from "./schema-findings.ts";

/** A config with its misspelt keys put right, so that what stands below them can be checked as well. */
export interface Respelling {
  readonly config: unknown;
  readonly findings: readonly Finding[]; // one for each misspelt key
  /** The path as it was written, from one in the config that was put right. */
  written(path: Path): Path;
}

interface Rename {
  readonly written: Path;
  readonly intended: Path;
}

/** Renames every unknown key that is near to a known one which is missing, until there is none. */
export function respell(schema: z.ZodType, config: unknown): Respelling {
  const renames: Rename[] = [];
  const findings: Finding[] = [];
  const written = (path: Path): Path =>
    renames.reduceRight(
      (reached, rename) => (startsWith(reached, rename.intended) ? [...rename.written, ...reached.slice(rename.intended.length)] : reached),
      path,
    );
  let respelt = config;
  for (let next = misspelt(schema, respelt); next !== undefined; next = misspelt(schema, respelt)) {
    findings.push({ ...next, path: written(next.path) });
    renames.push({ written: next.path, intended: next.intendedPath });
    respelt = renamed(respelt, next.path, next.intendedPath.at(-1)!);
  }
  return { config: respelt, findings, written };
}

function misspelt(schema: z.ZodType, config: unknown): Required<Pick<SchemaFinding, "path" | "message" | "intendedPath" | "isAboutKey">> | undefined {
  const checked = check(schema, config);
  if ("data" in checked) return undefined;
  for (const { path, message, intendedPath } of checked.findings) {
    if (intendedPath !== undefined) return { path, message, intendedPath, isAboutKey: true };
  }
  return undefined;
}

/** A copy in which the last key of the path is another; the order of keys stays. */
function renamed(value: unknown, [key, ...rest]: Path, name: string | number): unknown {
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? renamed(item, rest, name) : item));
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([one, inner]) => {
      if (one !== key) return [one, inner];
      return rest.length === 0 ? [name, inner] : [one, renamed(inner, rest, name)];
    }),
  );
}
