import { resolve } from "node:path";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { parseConfig, resolvedConfigJson } from "../../src/config/index.ts";
import { directory, load, plugins, smallest } from "./fixtures.ts";

test("the smallest config has every default", () => {
  expect(parseConfig(smallest, plugins, "/somewhere")).toEqual({
    name: "scan",
    directory: resolve("/somewhere"),
    seed: 1,
    parameters: [
      { name: "mGluino", lower: 800, upper: 2600, scale: "linear" },
      { name: "mLsp", lower: 0, upper: 1800, scale: "linear" },
    ],
    constraints: [],
    observables: [{ name: "cls", thresholds: [0.05], side: "above", transform: "auto", weight: 1 }],
    evaluator: { adapter: "module", workers: 2, retries: 2, options: { module: "./simulator.mjs" } },
    design: { points: 6 },
    surrogate: { kernel: "auto" },
    acquisition: { name: "mutual-information" },
    convergence: { misclassifiedVolume: 0.01, auditEvaluations: 0 },
    budget: { evaluations: 200, failures: 20 },
    figure: { points: "none", projections: false },
  });
});

test("every key can be given", () => {
  const full = {
    $schema: "./scan.schema.json",
    name: "full",
    directory: "inner",
    seed: 7,
    parameters: [{ name: "a", lower: 0.1, upper: 10, scale: "log", unit: "GeV", label: "m(a)" }],
    constraints: ["a > 0.2"],
    points: [{ a: 1 }],
    observables: [{ name: "f", threshold: [0.05, 0.1], side: "below", transform: "probit", weight: 2, label: "CL_s", unit: "1" }],
    evaluator: { adapter: "command", command: ["x"], persistent: true, workers: 3, timeoutSeconds: 0.5, retries: 0 },
    design: { points: 9 },
    surrogate: { kernel: "rbf" },
    acquisition: { name: "sur" },
    convergence: { misclassifiedVolume: 0.1, contourDistance: { a: 0.5 }, auditEvaluations: 59 },
    budget: { evaluations: 5, wallTimeSeconds: 60, failures: 0 },
    figure: {
      experiment: "E", energy: "13 TeV", luminosity: "139 fb^{-1}", process: ["a \\to b", "c"], notes: "n", forbidden: "no a", points: "order",
      values: "f", projections: true,
      prediction: { expression: "2 * a", label: "theory", title: "limit", unit: "fb" },
    },
  };
  const { observables: _, $schema: __, evaluator: ___, ...same } = full;
  expect(parseConfig(full, plugins, "/somewhere")).toEqual({
    ...same,
    directory: resolve("/somewhere/inner"),
    points: { n: 1, d: 1, data: Float64Array.of(1) },
    observables: [{ name: "f", thresholds: [0.05, 0.1], side: "below", transform: "probit", weight: 2, label: "CL_s", unit: "1" }],
    evaluator: { adapter: "command", workers: 3, timeoutSeconds: 0.5, retries: 0, options: { command: ["x"], persistent: true } },
  });
});

test("a contour distance takes the place of the volume's default, and names every parameter", () => {
  const convergence = { contourDistance: { x: 0.1, y: 2 } };
  const parameters = ["x", "y"].map((name) => ({ name, lower: 0, upper: 9 }));
  const config = { parameters, observables: [{ name: "f", threshold: 1 }], evaluator: { adapter: "command", command: ["x"] } };
  expect(parseConfig({ ...config, convergence }, plugins).convergence).toEqual({ ...convergence, auditEvaluations: 0 });
  expect(() => parseConfig({ ...config, convergence: { contourDistance: { x: 1, z: 1 } } }, plugins)).toThrowErrorMatchingInlineSnapshot(`
    [ConfigError: config convergence.contourDistance.z: expected the name of a parameter; did you mean \`x\`?
    config convergence.contourDistance: expected a distance for every parameter, got none for y]
  `);
});

test("as many workers as processors, and options of an open adapter are kept", () => {
  const evaluator = { adapter: "plugin", plugin: "./mine.ts", depth: { of: ["anything"] } };
  expect(parseConfig({ ...smallest, evaluator }, plugins).evaluator).toEqual({
    adapter: "plugin",
    workers: availableParallelism(),
    retries: 2,
    options: { plugin: "./mine.ts", depth: { of: ["anything"] } },
  });
});

test.each([
  ["config.json", "config"],
  ["two-masses.v2.json", "two-masses.v2"],
  ["my scan (final).json", "my-scan-final-"],
  ["-x.json", "x"],
])("a config in %s that has no name is called %s", async (file, name) => {
  const config = await load(file, JSON.stringify(smallest));
  expect(config).toMatchObject({ name, directory });
});

test("--set changes keys, makes missing objects, and takes what is no JSON as text", async () => {
  const overrides = ["budget.evaluations=30", "parameters[1].upper=900", "observables.0.threshold=[0.1, 0.2]", "name=other", "parameters[1].unit=GeV", "evaluator.workers=1", "evaluator.workers=4"];
  expect(await load("config.json", JSON.stringify(smallest), overrides)).toMatchObject({
    name: "other",
    parameters: [{ upper: 2600 }, { upper: 900, unit: "GeV" }],
    observables: [{ thresholds: [0.1, 0.2] }],
    evaluator: { workers: 4 },
    budget: { evaluations: 30, failures: 20 },
  });
});

test("--set can add to a list, and repairs a key that is wrong in the file", async () => {
  const text = JSON.stringify({ ...smallest, seed: "x", constraints: [] });
  const overrides = ["seed=3", "constraints[0]=mLsp < mGluino", 'observables[1]={"name": "f", "threshold": 1}'];
  expect(await load("config.json", text, overrides)).toMatchObject({
    seed: 3,
    constraints: ["mLsp < mGluino"],
    observables: [{ name: "cls" }, { name: "f" }],
  });
});

test("a config with every kind of part reads back from its resolved text as the same", () => {
  const evaluator = { adapter: "command", command: ["run", "{mLsp}"], timeoutSeconds: 3 };
  const observables = [{ name: "f", threshold: [1 / 3, 0.1], transform: "logit" }, { name: "g", threshold: -1e-7 }];
  const points = [{ mGluino: 1e3 / 1.1, mLsp: Math.PI }, { mGluino: 2600, mLsp: 0 }];
  const config = parseConfig({ ...smallest, evaluator, observables, points, constraints: ["mLsp < mGluino"] }, plugins, "/somewhere");
  expect(parseConfig(JSON.parse(resolvedConfigJson(config)), plugins, "/elsewhere")).toEqual({ ...config, name: "scan" });
});

test("a plain object with mistakes is told without places", () => {
  expect(() => parseConfig({ ...smallest, seeds: 1, parameters: [] }, plugins)).toThrowErrorMatchingInlineSnapshot(`
    [ConfigError: config seeds: unknown key; did you mean \`seed\`?
    config parameters: expected a list with at least 1 item, got an empty list]
  `);
  expect(() => parseConfig(undefined, plugins)).toThrowErrorMatchingInlineSnapshot(`[ConfigError: config: expected an object, got nothing]`);
});

test("keys of the language itself are unknown keys", () => {
  const sneaky = JSON.parse(`{ "__proto__": { "seed": 5 }, "constructor": 1, ${JSON.stringify(smallest).slice(1)}`) as unknown;
  expect(() => parseConfig(sneaky, plugins)).toThrowErrorMatchingInlineSnapshot(`
    [ConfigError: config __proto__: unknown key; there are $schema, name, directory, seed, parameters, constraints, points, observables, evaluator, design, surrogate, acquisition, convergence, budget, figure
    config constructor: unknown key; there are $schema, name, directory, seed, parameters, constraints, points, observables, evaluator, design, surrogate, acquisition, convergence, budget, figure]
  `);
});
