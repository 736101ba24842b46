import { type Arbitrary, assert, asyncProperty, constantFrom, jsonValue, nat, oneof, tuple } from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { ConfigError, parseConfig, resolvedConfigJson, type ScanConfig } from "../../src/config/index.ts";
import { load, plugins, smallest } from "./fixtures.ts";

const valid = {
  ...smallest,
  name: "valid",
  seed: 3,
  constraints: ["mLsp <= mGluino - 25", "mLsp * 2 < 3000 or mGluino > 1000"],
  observables: [{ name: "cls", threshold: [0.05, 0.1], side: "below", transform: "probit", weight: 2 }, { name: "limit", threshold: 1 }],
  design: { points: 8 },
  surrogate: { kernel: "matern32" },
  acquisition: { name: "sur" },
  convergence: { misclassifiedVolume: 0.02 },
  budget: { evaluations: 100, wallTimeSeconds: 1000, failures: 3 },
};

type Node = Record<string, unknown> | unknown[];

/** Every object and list in the value, the outermost first. */
function nodesOf(value: unknown): Node[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodesOf)];
}

const replacement = oneof(
  jsonValue({ maxDepth: 2 }),
  constantFrom(null, "", 0, -1, 1e300, "mLsp", "probit", [], {}, [[]], "0.05", true, Number.NaN, Number.POSITIVE_INFINITY),
);
const change = tuple(nat(), nat(), constantFrom("delete", "rename", "replace", "repeat"), replacement);

type Change = typeof change extends Arbitrary<infer Value> ? Value : never;

function mutated(changes: readonly Change[]): unknown {
  const config: unknown = structuredClone(valid);
  for (const [whichNode, whichKey, kind, value] of changes) {
    const nodes = nodesOf(config).filter((node) => Object.keys(node).length > 0);
    const node = nodes[whichNode % nodes.length];
    if (node === undefined) break;
    const keys = Object.keys(node);
    const key = keys[whichKey % keys.length]!;
    if (Array.isArray(node)) {
      if (kind === "delete") node.splice(Number(key), 1);
      else if (kind === "repeat") node.push(node[Number(key)]);
      else node[Number(key)] = value;
    } else if (kind === "replace") node[key] = value;
    else {
      const held = node[key];
      delete node[key];
      if (kind === "rename") node[`${key.slice(1)}x`] = held;
    }
  }
  return config;
}

async function check(name: string, text: string): Promise<void> {
  const lines = text.split("\n");
  let config: ScanConfig;
  try {
    config = await load(name, text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { line, column, message } of error.problems) {
      expect(message).toMatch(/^(expected|unknown key)/);
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(lines[line! - 1]!.length + 1);
    }
    return;
  }
  expect(parseConfig(JSON.parse(resolvedConfigJson(config)), plugins)).toEqual(config);
}

test("a config that somebody has mangled is a config still, or has problems with their places", async () => {
  await assert(
    asyncProperty(oneof(tuple(change), tuple(change, change, change)), constantFrom("json", "yaml"), async (changes, format) => {
      const config = mutated(changes);
      if (format === "json") await check("mangled.json", JSON.stringify(config, undefined, 2));
      else await check("mangled.yaml", stringify(config, { aliasDuplicateObjects: false }));
    }),
    { numRuns: 150 },
  );
});

test("the config that is mangled above is valid", async () => {
  await expect(load("valid.json", JSON.stringify(valid))).resolves.toMatchObject({ name: "valid" });
});
