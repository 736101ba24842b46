import type { z } from "zod";
import { didYouMean, nearestName } from "../space/index.ts";
import { valueAt, type Finding, type Path } from "./problem.ts";
import { explainIssue } from "./schema-messages.ts";
import { shapeOf } from "./schema-shape.ts";

type Issue = z.core.$ZodIssue;

export interface SchemaFinding extends Finding {
  readonly intendedPath?: Path; // where a misspelt key should have led
}

/** Checks a value against a schema: what the schema makes of it, or everything that is wrong with it. */
export function check<Output>(
  schema: z.ZodType<Output>, value: unknown,
): { readonly data: Output } | { readonly findings: readonly SchemaFinding[] } {
  const result = schema.safeParse(value, { error: explainIssue });
  if (result.success) return { data: result.data };
  return { findings: result.error.issues.flatMap((issue) => findingsOf(issue, [], value)) };
}

function findingsOf(issue: Issue, start: Path, value: unknown): SchemaFinding[] {
  const path = [...start, ...(issue.path as Path)];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key, issue, value));
  if (issue.code === "invalid_union") {
    const branch = likeliestBranch(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => findingsOf(inner, path, value));
  }
  return [{ path, message: issue.message }];
}

function unknownKey(start: Path, key: string, issue: Issue, value: unknown): SchemaFinding {
  const path = [...start, key];
  const shape = shapeOf((issue as { readonly owner?: z.core.$ZodType }).owner);
  const known = Object.keys(shape);
  const open = known.filter((one) => valueAt(value, [...start, one]) === undefined);
  const intended = nearestName(key, open);
  if (intended !== undefined) {
    return { path, message: `unknown key${didYouMean(key, open)}`, isAboutKey: true, intendedPath: [...start, intended] };
  }
  const home = known.find((one) => Object.hasOwn(shapeOf(shape[one]), key));
  const repair = home === undefined ? `there are ${known.join(", ")}` : `it belongs inside \`${home}\``;
  return { path, message: `unknown key; ${repair}`, isAboutKey: true };
}

/** The alternative that the value was probably meant as: one whose complaint is not about the whole value, the shortest of those. */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches
    .filter((issues) => !issues.some(({ code, path }) => path.length === 0 && (code === "invalid_type" || code === "invalid_value")))
    .toSorted((a, b) => a.length - b.length)[0];
}
