import type { Finding, Path } from "./problem.ts";
import { show } from "./show.ts";

/** A `--set key=value` of the command line. */
export interface Override {
  readonly text: string; // as given
  readonly path: Path;
  readonly value: unknown;
}

/** Reads `budget.evaluations=300` or `parameters[0].upper=2000`: the value as JSON if it is JSON, as text if not. */
export function parseOverride(text: string): Override | undefined {
  const separator = text.indexOf("=");
  const keys = separator < 0 ? [] : text.slice(0, separator).trim().replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  if (keys.length === 0 || keys.some((key) => key === "")) return undefined;
  const path = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return { text, path, value: jsonOrText(text.slice(separator + 1)) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A copy of the config with the override in it. Objects on the way are made where nothing stands; a list index may be that of
 * an item or of the next one. What cannot be done is told as a finding.
 */
export function applyOverride(
  config: unknown, { path, value }: Override,
): { readonly config: unknown; readonly findings: readonly Finding[] } {
  const root: unknown = structuredClone(config);
  let inner = root;
  for (const [depth, key] of path.entries()) {
    const reached = path.slice(0, depth);
    if (Array.isArray(inner)) {
      if (typeof key !== "number" || key > inner.length) {
        const message = `expected an index from 0 to ${inner.length} into the list, got ${key}`;
        return { config, findings: [{ path: reached, message }] };
      }
    } else if (typeof inner !== "object" || inner === null) {
      return { config, findings: [{ path: reached, message: `expected an object or a list to set ${key} in, got ${show(inner)}` }] };
    }
    const isLast = depth === path.length - 1;
    const next: unknown = isLast ? value : Object.hasOwn(inner, key) ? Reflect.get(inner, key) : {};
    Object.defineProperty(inner, key, { value: next, writable: true, enumerable: true, configurable: true });
    inner = next;
  }
  return { config: root, findings: [] };
}
