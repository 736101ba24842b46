import { expect, test } from "vitest";
import { commandAdapter } from "../../adapters/command/index.ts";
import { httpAdapter } from "../../adapters/http/index.ts";
import { slurmAdapter } from "../../adapters/slurm/index.ts";
import { configIdentity, identityDifferences, parseConfig, resolvedConfigJson, type ScanConfig } from "../../src/config/index.ts";
import { plugins, smallest } from "./fixtures.ts";

const points = [{ mGluino: 1000, mLsp: 1 }, { mGluino: 1200, mLsp: 2 }];
const [gluino, lsp] = smallest.parameters;

function scan(changes: Readonly<Record<string, unknown>> = {}): ScanConfig {
  return parseConfig({ ...smallest, constraints: ["mLsp < mGluino"], points, ...changes }, plugins);
}

test("an identity is a SHA-256 that does not change from one version to the next", () => {
  expect(configIdentity(scan())).toMatchInlineSnapshot(`"22e2d739ccc423de983295eae0c081df77a00fdf6f21becef62364c9f88713dc"`);
});

test.each([
  ["name", { name: "other" }],
  ["directory", { directory: "/elsewhere" }],
  ["what figures say", { figure: { luminosity: "139 fb^{-1}", points: "order" } }],
  ["an observable's label and unit", { observables: [{ ...smallest.observables[0], label: "CL_s", unit: "1" }] }],
  ["labels and units", { parameters: [{ ...gluino, label: "m", unit: "GeV" }, lsp] }],
  ["a default written out", { parameters: [{ ...gluino, scale: "linear" }, lsp], seed: 1, design: { points: 6 } }],
  ["a threshold as a list", { observables: [{ name: "cls", threshold: [0.05] }] }],
  ["where and how fast it runs", { evaluator: { ...smallest.evaluator, workers: 7, timeoutSeconds: 1, retries: 0 } }],
  ["the order of options", { evaluator: { module: "./simulator.mjs", adapter: "module" } }],
  ["convergence", { convergence: { misclassifiedVolume: 0.2 } }],
  ["budget", { budget: { evaluations: 3, wallTimeSeconds: 4, failures: 5 } }],
])("the identity does not depend on %s", (_, changes) => {
  expect(configIdentity(scan(changes))).toBe(configIdentity(scan()));
  expect(identityDifferences(scan(), scan(changes))).toEqual([]);
});

test.each([
  ["seed: was 1, now 2", { seed: 2 }],
  ["parameters[0].upper: was 2600, now 2000", { parameters: [{ ...gluino, upper: 2000 }, lsp] }],
  ["parameters[0].scale: was \"linear\", now \"log\"", { parameters: [{ ...gluino, scale: "log" }, lsp] }],
  ["constraints[0]: was \"mLsp < mGluino\", now \"mLsp <= mGluino\"", { constraints: ["mLsp <= mGluino"] }],
  ["constraints[1]: was absent, now \"mLsp >= 1\"", { constraints: ["mLsp < mGluino", "mLsp >= 1"] }],
  ["observables[0].side: was \"above\", now \"below\"", { observables: [{ name: "cls", threshold: 0.05, side: "below" }] }],
  ["evaluator.module: was \"./simulator.mjs\", now \"./other.mjs\"", { evaluator: { adapter: "module", module: "./other.mjs" } }],
  ["design.points: was 6, now 7", { design: { points: 7 } }],
  ["acquisition.name: was \"mutual-information\", now \"sur\"", { acquisition: { name: "sur" } }],
  ["surrogate.kernel: was \"auto\", now \"rbf\"", { surrogate: { kernel: "rbf" } }],
  ["points: was a list of 2, now one of 1", { points: points.slice(1) }],
  ["points: was another list of 2", { points: points.toReversed() }],
  ["points: was a list of 2, now none", { points: undefined }],
])("%s: another identity", (difference, changes) => {
  const changed = scan(changes);
  expect(configIdentity(changed)).not.toBe(configIdentity(scan()));
  expect(identityDifferences(scan(), changed)).toEqual([difference]);
});

test("a scan may move to a batch system and between its queues, but not to another evaluator", () => {
  const withSlurm = { ...plugins, evaluators: [commandAdapter, slurmAdapter] };
  const on = (evaluator: object) => parseConfig({ ...smallest, evaluator }, withSlurm);
  const here = on({ adapter: "command", command: ["simulate", "{mLsp}"], timeoutSeconds: 60 });
  const there = (command: string, partition: string) =>
    on({ adapter: "slurm", partition, evaluator: { adapter: "command", command: [command, "{mLsp}"], timeoutSeconds: 90 } });
  expect(identityDifferences(here, there("simulate", "short"))).toEqual([]);
  expect(configIdentity(there("simulate", "long"))).toBe(configIdentity(here));
  expect(identityDifferences(here, there("other", "short"))).toEqual([`evaluator.command[0]: was "simulate", now "other"`]);
});

test("the identity survives writing and reading the resolved config", () => {
  const again = parseConfig(JSON.parse(resolvedConfigJson(scan())), plugins, "/elsewhere");
  expect(configIdentity(again)).toBe(configIdentity(scan()));
});

test("a scan may wait for its service longer or shorter and take another token, but not ask another service", () => {
  const withHttp = { ...plugins, evaluators: [httpAdapter] };
  const at = (url: string, options: object = {}) => parseConfig({ ...smallest, evaluator: { adapter: "http", url, ...options } }, withHttp);
  const waiting = { headersTimeoutSeconds: 1, bodyTimeoutSeconds: 2, connectTimeoutSeconds: 3, pollSeconds: 4, busySeconds: 5, tokenEnvironmentVariable: "TOKEN" };
  const scanned = at("https://fits.example/susy");
  expect(identityDifferences(scanned, at("https://fits.example/susy", waiting))).toEqual([]);
  expect(identityDifferences(scanned, at("https://fits.example/higgs"))).toEqual([
    'evaluator.url: was "https://fits.example/susy", now "https://fits.example/higgs"',
  ]);
});
