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

type Misspelt = SchemaFinding & Required<Pick<SchemaFinding, "intendedPath">>;

/** Renames every unknown key that is near to a known one which is missing, until there is none. */
export function respell(schema: z.ZodType, config: unknown): Respelling {
  const renames: Misspelt[] = [];
  const findings: Finding[] = [];
  let respelt = config;
  for (let next = firstMisspelt(schema, respelt); next !== undefined; next = firstMisspelt(schema, respelt)) {
    findings.push({ path: written(next.path), message: next.message, isAboutKey: true });
    renames.push(next);
    respelt = renamed(respelt, next.path, next.intendedPath.at(-1)!);
  }
  return { config: respelt, findings, written };

  function written(path: Path): Path {
    return renames.reduceRight(
      (reached, { path: start, intendedPath }) =>
        startsWith(reached, intendedPath) ? [...start, ...reached.slice(intendedPath.length)] : reached,
      path,
    );
  }
}

function firstMisspelt(schema: z.ZodType, config: unknown): Misspelt | undefined {
  const checked = check(schema, config);
  return "findings" in checked ? checked.findings.find(isMisspelt) : undefined;
}

function isMisspelt(finding: SchemaFinding): finding is Misspelt {
  return finding.intendedPath !== undefined;
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
