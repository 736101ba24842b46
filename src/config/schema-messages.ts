import type { z } from "zod";
import { didYouMean } from "../space/index.ts";
import { kindOf } from "./schema-shape.ts";
import { oneOf, show } from "./show.ts";

type RawIssue = z.core.$ZodRawIssue;

/** Puts what a schema complains of in words: "expected X, got Y", with the repair where one is likely. */
export function explainIssue(issue: RawIssue): string | undefined {
  const got = show(issue.input);
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === Infinity || issue.input === -Infinity || Number.isNaN(issue.input)) return `expected a finite number, got ${got}`;
      return `expected ${kindOf(issue.schema)}, got ${got}${wrongKindRepair(issue)}`;
    case "invalid_value":
      return `expected ${oneOf(issue.values.map(show))}, got ${got}${valueRepair(issue.input, issue.values)}`;
    case "too_small": {
      const { minimum, inclusive, origin } = issue;
      if (origin === "array") return `expected a list with at least ${minimum} item${minimum === 1 ? "" : "s"}, got ${got}`;
      if (origin === "string") return `expected some text, got ${got}`;
      return `expected a number ${inclusive ? "not below" : "above"} ${minimum}, got ${got}`;
    }
    case "too_big": {
      const { maximum, inclusive, origin, input } = issue;
      if (origin === "array") return `expected a list with at most ${maximum} items, got ${(input as unknown[]).length}`;
      if (origin === "string") return `expected at most ${maximum} characters, got ${got}`;
      return `expected a number ${inclusive ? "not above" : "below"} ${maximum}, got ${got}`;
    }
    case "unrecognized_keys":
      issue["owner"] = issue.schema; // stays with the issue, which otherwise forgets its schema
      return "unknown key";
    case "invalid_union":
      if (issue.discriminator !== undefined && issue.errors.length === 0) {
        const given = (issue.input as Record<string, unknown>)[issue.discriminator];
        const options = (issue.options ?? []) as string[];
        return `expected ${oneOf(options.map(show))}, got ${show(given)}${valueRepair(given, options)}`;
      }
      return `expected ${kindOf(issue.schema)}, got ${got}${wrongKindRepair(issue)}`;
    default:
      return undefined;
  }
}

function wrongKindRepair({ input, schema, path }: RawIssue): string {
  if (path === undefined || path.length === 0) return "";
  if (input === undefined) return "; this key is required";
  if (input === null) return "; give it a value or leave the key out";
  const kind = kindOf(schema);
  if (typeof input === "string" && /number/.test(kind) && input.trim() !== "" && Number.isFinite(Number(input))) {
    return "; write it without quotes";
  }
  if (typeof input === "number" && kind === "text") return "; write it in quotes";
  return "";
}

function valueRepair(given: unknown, values: readonly unknown[]): string {
  if (given === undefined) return "; this key is required";
  return typeof given === "string" ? didYouMean(given, values.filter((value) => typeof value === "string")) : "";
}
