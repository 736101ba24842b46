import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { refuse } from "./errors.ts";
import { patchOperation } from "./json-patch.ts";
import { parse } from "./workspace.ts";

const label = z.union([z.number(), z.string()]);

const patchset = z.strictObject({
  metadata: z.strictObject({
    references: z.record(z.string(), z.string()),
    digests: z.record(z.string(), z.string()),
    labels: z.array(z.string()).min(1),
    description: z.string(),
  }),
  patches: z.array(z.strictObject({
    metadata: z.strictObject({ name: z.string().min(1), values: z.array(label).min(1) }),
    patch: z.array(patchOperation),
  })).min(1),
  version: z.literal("1.0.0"),
});

/** Signal points as patches of one background workspace, in pyhf's JSON format 1.0.0 [pyhf]. */
export type Patchset = z.output<typeof patchset>;
export type SignalPatch = Patchset["patches"][number];

/** Checks a document against the schema of patchsets. Throws a LikelihoodError with every violation, each with its path. */
export function parsePatchset(document: unknown): Patchset {
  const parsed = parse(patchset, document);
  const names = new Set<string>();
  parsed.patches.forEach(({ metadata }, index) => {
    const path = `/patches/${index}/metadata`;
    if (names.has(metadata.name)) refuse(`${path}/name`, `expected a name of its own, got "${metadata.name}" again`);
    names.add(metadata.name);
    const { length } = parsed.metadata.labels;
    if (metadata.values.length !== length) refuse(`${path}/values`, `expected ${length} values, got ${metadata.values.length}`);
  });
  return parsed;
}

/** The patch of a name, or of the values of the labels. Throws a LikelihoodError when there is none. */
export function selectPatch(from: Patchset, key: string | readonly (number | string)[]): SignalPatch {
  const found = from.patches.find(({ metadata }) =>
    typeof key === "string"
      ? metadata.name === key
      : metadata.values.length === key.length && metadata.values.every((value, index) => value === key[index]),
  );
  return found ?? refuse("/patches", `expected a patch ${typeof key === "string" ? "named" : "of the values"} ${JSON.stringify(key)}`);
}

/**
 * Checks that a workspace is the one the patchset was made for, by every digest the patchset carries.
 * `digest` gives the hexadecimal digest of a text's UTF-8 bytes under an algorithm such as "sha256".
 * Throws a LikelihoodError on the first that differs.
 */
export function verifyDigests(of: Patchset, workspaceText: string, digest: (algorithm: string, text: string) => string): void {
  const canonical = canonicalJson(workspaceText);
  for (const [algorithm, expected] of Object.entries(of.metadata.digests)) {
    const found = digest(algorithm, canonical);
    if (found !== expected) refuse(`/metadata/digests/${algorithm}`, `expected the workspace to have ${expected}, got ${found}`);
  }
}
