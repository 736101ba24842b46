import { join } from "node:path";
import { expect, test } from "vitest";
import { configIdentity, loadConfig } from "../../src/config/index.ts";
import { complaint, directory, load, plugins, smallest } from "./fixtures.ts";

test("misspelt keys and values, wrong kinds and clashes are told together, in the order of the file", async () => {
  const text = `{
  // comments are allowed
  "nam": "x",
  "paramters": [
    { "name": "mGluino", "lower": 800, "upper": 2600, "scale": "linar" },
    { "name": "2LSP", "lower": "0", "upper": 1800, "uper": 3 }
  ],
  "kernel": "rbf",
  "observables": [
    { "name": "cls", "threshold": [0.05, "a"], "transform": "probit" },
    { "name": "cls", "threshold": 1.5, "transform": "probit" },
    { "name": "cls2", "threshold": "0.05", "side": "belw", },
    { "name": "cls3", "treshold": [] }
  ],
  "evaluator": { "adapter": "modul", "module": 3 },
  "acquisition": { "name": "mutual_information" },
  "budget": 7,
  "points": 3
}`;
  expect(await complaint("config.json", text)).toMatchInlineSnapshot(`
    "
    config.json:3:3 nam: unknown key; did you mean \`name\`?
    config.json:4:3 paramters: unknown key; did you mean \`parameters\`?
    config.json:5:64 paramters[0].scale: expected "linear" or "log", got "linar"; did you mean \`linear\`?
    config.json:6:15 paramters[1].name: expected a name of at most 64 letters (a-z, A-Z), digits and _, no digit first, got "2LSP"
    config.json:6:32 paramters[1].lower: expected a number, got "0"; write it without quotes
    config.json:6:52 paramters[1].uper: unknown key; there are name, lower, upper, scale, unit, label
    config.json:8:3 kernel: unknown key; it belongs inside \`surrogate\`
    config.json:10:42 observables[0].threshold[1]: expected a number, got "a"
    config.json:11:15 observables[1].name: expected a name of its own, got "cls", the name of observables[0]
    config.json:11:35 observables[1].threshold: expected a threshold above 0 and below 1 for the probit transform, got 1.5; set transform to "auto" or "identity"
    config.json:12:36 observables[2].threshold: expected a number or a list, got "0.05"; write it without quotes
    config.json:12:52 observables[2].side: expected "above" or "below", got "belw"; did you mean \`below\`?
    config.json:13:23 observables[3].treshold: unknown key; did you mean \`threshold\`?
    config.json:13:35 observables[3].treshold: expected a list with at least 1 item, got an empty list
    config.json:15:29 evaluator.adapter: expected "module", "command" or "plugin", got "modul"; did you mean \`module\`?
    config.json:16:28 acquisition.name: expected "mutual-information", "sur" or "straddle", got "mutual_information"; did you mean \`mutual-information\`?
    config.json:17:13 budget: expected an object, got 7
    config.json:18:13 points: expected the name of a CSV file or a list of points, got 3
    "
  `);
});

test("the same in YAML", async () => {
  const text = `name: 5
parametrs:
  - {name: mA, lower: 1e2, upper: .inf}
  - name: mB
    lowr: 0
    upper: no
    scale: log
constraints:
  - mA < mC
observables:
  - name: a
    threshold: .nan
evaluator:
  adapter: command
  command: python sim.py
  wokers: 1.5
  timeoutSeconds: 0
  retries: -1
design:
seed: 1_000
convergence:
  misclassifiedVolume: 2
`;
  expect(await complaint("config.yaml", text)).toMatchInlineSnapshot(`
    "
    config.yaml:1:7 name: expected text, got 5; write it in quotes
    config.yaml:2:1 parametrs: unknown key; did you mean \`parameters\`?
    config.yaml:3:35 parametrs[0].upper: expected a finite number, got Infinity
    config.yaml:5:5 parametrs[1].lowr: unknown key; did you mean \`lower\`?
    config.yaml:6:12 parametrs[1].upper: expected a number, got "no"
    config.yaml:9:5 constraints[0]: expected a parameter in "mA < mC", got \`mC\`; did you mean \`mA\`?
    config.yaml:12:16 observables[0].threshold: expected a number or a list, got NaN
    config.yaml:15:12 evaluator.command: expected a list, got "python sim.py"
    config.yaml:16:3 evaluator.wokers: unknown key; did you mean \`workers\`?
    config.yaml:16:11 evaluator.wokers: expected a whole number, got 1.5
    config.yaml:17:19 evaluator.timeoutSeconds: expected a number above 0, got 0
    config.yaml:18:12 evaluator.retries: expected a number not below 0, got -1
    config.yaml:19:8 design: expected an object, got null; give it a value or leave the key out
    config.yaml:20:7 seed: expected a whole number, got "1_000"
    config.yaml:22:24 convergence.misclassifiedVolume: expected a number below 1, got 2
    "
  `);
});

test("a config with nothing in it says what is needed", async () => {
  expect(await complaint("config.json", "{}")).toMatchInlineSnapshot(`
    "
    config.json:1:1 parameters: expected a list, got nothing; this key is required
    config.json:1:1 observables: expected a list, got nothing; this key is required
    config.json:1:1 evaluator: expected an object, got nothing; this key is required
    "
  `);
});

test("lists that are too short or too long", async () => {
  const parameters = Array.from({ length: 21 }, (_, i) => ({ name: `p${i}`, lower: 0, upper: 1 }));
  const text = `{
  "parameters": ${JSON.stringify(parameters)},
  "observables": [],
  "points": [],
  "evaluator": { "adapter": "command", "command": [] }
}`;
  expect(await complaint("config.json", text)).toMatchInlineSnapshot(`
    "
    config.json:2:17 parameters: expected a list with at most 20 items, got 21
    config.json:3:18 observables: expected a list with at least 1 item, got an empty list
    config.json:4:13 points: expected a list with at least 1 item, got an empty list
    config.json:5:51 evaluator.command: expected a list with at least 1 item, got an empty list
    "
  `);
});

test("names that cannot be used", async () => {
  const names = ["m gluino", "m-gluino", "tanβ", "", "and", "status", "constructor", "__proto__", "x".repeat(65)];
  const text = `{
  "name": "my scan",
  "parameters": [
${names.map((name) => `    { "name": ${JSON.stringify(name)}, "lower": 0, "upper": 1 }`).join(",\n")}
  ],
  "observables": [{ "name": "seed", "threshold": 1 }],
  "evaluator": { "adapter": "module", "module": "" }
}`;
  expect(await complaint("config.json", text)).toMatchInlineSnapshot(`
    "
    config.json:2:11 name: expected at most 100 letters, digits, ".", "_" and "-", a letter or digit first, got "my scan"
    config.json:4:15 parameters[0].name: expected a name of at most 64 letters (a-z, A-Z), digits and _, no digit first, got "m gluino"
    config.json:5:15 parameters[1].name: expected a name of at most 64 letters (a-z, A-Z), digits and _, no digit first, got "m-gluino"
    config.json:6:15 parameters[2].name: expected a name of at most 64 letters (a-z, A-Z), digits and _, no digit first, got "tanβ"
    config.json:7:15 parameters[3].name: expected a name of at most 64 letters (a-z, A-Z), digits and _, no digit first, got ""
    config.json:8:15 parameters[4].name: expected a name that excursion does not use itself, got "and"; add something to it
    config.json:9:15 parameters[5].name: expected a name that excursion does not use itself, got "status"; add something to it
    config.json:10:15 parameters[6].name: expected a name that excursion does not use itself, got "constructor"; add something to it
    config.json:11:15 parameters[7].name: expected a name that excursion does not use itself, got "__proto__"; add something to it
    config.json:12:15 parameters[8].name: expected a name of at most 64 letters (a-z, A-Z), digits and _, no digit first, got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"...
    config.json:14:29 observables[0].name: expected a name that excursion does not use itself, got "seed"; add something to it
    config.json:15:49 evaluator.module: expected some text, got ""
    "
  `);
});

test("ranges and thresholds that make no sense", async () => {
  const text = `{
  "parameters": [
    { "name": "a", "lower": 2, "upper": 1 },
    { "name": "b", "lower": 0, "upper": 1, "scale": "log" },
    { "name": "c", "lower": -1, "upper": -2, "scale": "log" },
    { "name": "d", "lower": 1, "upper": 1.000000000001 },
    { "name": "e", "lower": 1e400, "upper": 3 }
  ],
  "observables": [
    { "name": "f", "threshold": 0, "transform": "log" },
    { "name": "g", "threshold": [0.5, 1], "transform": "logit" },
    { "name": "h", "threshold": [2, 3, 2], "weight": 0 },
    { "name": "a", "threshold": 1 }
  ],
  "evaluator": { "adapter": "module", "module": "./x.mjs", "timeoutSeconds": 1e9 }
}`;
  expect(await complaint("config.json", text)).toMatchInlineSnapshot(`
    "
    config.json:3:41 parameters[0].upper: expected upper to be above lower = 2, got 1
    config.json:4:29 parameters[1].lower: expected lower to be above 0 for the log scale, got 0; raise it, or set scale to "linear"
    config.json:5:29 parameters[2].lower: expected lower to be above 0 for the log scale, got -1; raise it, or set scale to "linear"
    config.json:5:42 parameters[2].upper: expected upper to be above lower = -1, got -2
    config.json:6:41 parameters[3].upper: expected a range upper - lower that numbers of 15 digits resolve finely, got 1.000088900582341e-12; measure from another zero or unit
    config.json:7:29 parameters[4].lower: expected a finite number, got Infinity
    config.json:10:33 observables[0].threshold: expected a threshold above 0 for the log transform, got 0; set transform to "auto" or "identity"
    config.json:11:39 observables[1].threshold[1]: expected a threshold above 0 and below 1 for the logit transform, got 1; set transform to "auto" or "identity"
    config.json:12:40 observables[2].threshold[2]: expected every threshold once, got 2 again
    config.json:12:54 observables[2].weight: expected a number above 0, got 0
    config.json:13:15 observables[3].name: expected a name of its own, got "a", the name of parameters[0]
    config.json:15:78 evaluator.timeoutSeconds: expected a number not above 2147483, got 1000000000
    "
  `);
});

test("constraints that are no conditions", async () => {
  const text = `parameters:
  - { name: mGluino, lower: 800, upper: 2600 }
  - { name: mLsp, lower: 0, upper: 1800 }
constraints:
  - mLsp <= mGluno - 25
  - mLsp - 25
  - mLsp = 3
  - 7
  - "process.exit(1)"
observables: [{ name: cls, threshold: 0.05 }]
evaluator: { adapter: module, module: ./simulator.mjs }
`;
  expect(await complaint("config.yml", text)).toMatchInlineSnapshot(`
    "
    config.yml:5:5 constraints[0]: expected a parameter in "mLsp <= mGluno - 25", got \`mGluno\`; did you mean \`mGluino\`?
    config.yml:6:5 constraints[1]: expected a constraint to be true or false, got the number "mLsp - 25"; compare it with something, as in "mLsp - 25 >= 0"
    config.yml:7:5 constraints[2]: expected an operator or the end at character 6 of "mLsp = 3", got \`=\`; compare with ==, <= or >=
    config.yml:8:5 constraints[3]: expected text, got 7; write it in quotes
    config.yml:9:5 constraints[4]: expected an operator or the end at character 8 of "process.exit(1)", got \`.exit\`
    "
  `);
});

function withConstraints(...constraints: readonly string[]): string {
  return `{
  "parameters": [{ "name": "a", "lower": 0, "upper": 1 }, { "name": "b", "lower": 0, "upper": 1 }],
  "constraints": ${JSON.stringify(constraints)},
  "observables": [{ "name": "f", "threshold": 1 }],
  "evaluator": { "adapter": "module", "module": "./x.mjs" }
}`;
}

test("constraints that leave nothing, or have no value somewhere", async () => {
  expect(await complaint("config.json", withConstraints("a > 2"))).toMatchInlineSnapshot(`
    "
    config.json:3:19 constraints[0]: expected to allow a part of the space, got all of 16384 trial points forbidden; check which way the comparison points
    "
  `);
  expect(await complaint("config.json", withConstraints("a > b", "b > a"))).toMatchInlineSnapshot(`
    "
    config.json:3:27 constraints[1]: expected to allow a part of the space, got all of 16384 trial points forbidden together with the constraints before it; check which way the comparison points
    "
  `);
  const without = await complaint("config.json", withConstraints("sqrt(a - b) < 0.5"));
  expect(without.replaceAll(/= 0\.\d+/g, "= 0.…")).toMatchInlineSnapshot(`
    "
    config.json:3:19 constraints[0]: expected "sqrt(a - b) < 0.5" to be true or false, got a comparison with something that is not a number at a = 0.…, b = 0.…; first ask for what makes it one, as in "x >= 0 and sqrt(x) > 2"
    "
  `);
  expect(await complaint("config.json", withConstraints("a >= b", "sqrt(a - b) < 0.5"))).toBe("no complaint");
});

test("a config of another kind", async () => {
  expect(await complaint("config.json", "[1, 2]")).toMatchInlineSnapshot(`
    "
    config.json:1:1: expected an object, got a list
    "
  `);
  expect(await complaint("config.json", "3")).toMatchInlineSnapshot(`
    "
    config.json:1:1: expected an object, got 3
    "
  `);
  expect(await complaint("config.yaml", "just some text")).toMatchInlineSnapshot(`
    "
    config.yaml:1:1: expected an object, got "just some text"
    "
  `);
  expect(await complaint("config.yaml", "# nothing but a comment\n")).toMatchInlineSnapshot(`
    "
    config.yaml:1:1: expected a config, got an empty file; excursion init writes a config to start from
    "
  `);
});

test("files that cannot be read", async () => {
  expect(await complaint("config.json", "")).toMatchInlineSnapshot(`
    "
    config.json:1:1: expected a config, got an empty file; excursion init writes a config to start from
    "
  `);
  expect(await complaint("config.json", " \n\t")).toMatchInlineSnapshot(`
    "
    config.json:1:1: expected a config, got an empty file; excursion init writes a config to start from
    "
  `);
  expect(await complaint("config.json", Buffer.from("{}", "utf16le"))).toMatchInlineSnapshot(`
    "
    config.json:1:1: expected text in UTF-8, got something else; save the file as UTF-8
    "
  `);
  expect(await complaint("config.json", Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))).toMatchInlineSnapshot(`
    "
    config.json:1:1: expected text in UTF-8, got something else; save the file as UTF-8
    "
  `);
  const absent = await loadConfig(join(directory, "absent.json"), [], plugins).catch((error: Error) => error.message);
  expect(absent).toBe(`${directory}/absent.json: expected a config file, got no such file; excursion init writes a config to start from`);
  const folder = await loadConfig(directory, [], plugins).catch((error: Error) => error.message);
  expect(folder).toBe(`${directory}: expected a config file, got a directory in its place; name the config that the scan was started with`);
});

test("keys that come twice, also when the last value is right", async () => {
  const text = `{
  "parameters": [{ "name": "a", "lower": 0, "upper": 1, "lower": 0.5 }],
  "observables": [{ "name": "f", "threshold": 1 }],
  "evaluator": { "adapter": "module", "module": "./x.mjs" },
  "seed": 1,
  "seed": 2
}`;
  expect(await complaint("config.json", text)).toMatchInlineSnapshot(`
    "
    config.json:2:57 parameters[0].lower: expected every key once, got "lower" again; the first is at 2:33
    config.json:6:3 seed: expected every key once, got "seed" again; the first is at 5:3
    "
  `);
  const yaml = `parameters: [{ name: a, lower: 0, upper: 1 }]
observables: [{ name: f, threshold: 1 }]
evaluator: { adapter: module, module: ./x.mjs }
seed: 1
seed: 2
`;
  expect(await complaint("config.yaml", yaml)).toMatchInlineSnapshot(`
    "
    config.yaml:5:1 seed: expected every key once, got "seed" again; the first is at 4:1
    "
  `);
});

test("what --set has written is blamed on it", async () => {
  const text = withConstraints("a < b");
  const overrides = [
    "budget.evaluations=many",
    "parameters[0].upper=-1",
    "observables.1.name=g",
    "nam=x",
    "constraints=[\"a < c\"]",
  ];
  expect(await complaint("config.json", text, overrides)).toMatchInlineSnapshot(`
    "
    --set nam=x: unknown key; did you mean \`name\`?
    --set parameters[0].upper=-1: expected upper to be above lower = 0, got -1
    --set observables.1.name=g observables[1].threshold: expected a number or a list, got nothing; this key is required
    --set budget.evaluations=many: expected a whole number, got "many"
    --set constraints=["a < c"] constraints[0]: expected a parameter in "a < c", got \`c\`; did you mean \`a\`?
    "
  `);
  expect(await complaint("config.json", text, ["budget", "=3", "a..b=1", "parameters.x=1", "parameters[3]=1", "seed.x=1"])).toMatchInlineSnapshot(`
    "
    --set budget: expected key=value, such as budget.evaluations=300
    --set =3: expected key=value, such as budget.evaluations=300
    --set a..b=1: expected key=value, such as budget.evaluations=300
    --set parameters.x=1 parameters: expected an index from 0 to 2 into the list, got x
    --set parameters[3]=1 parameters: expected an index from 0 to 2 into the list, got 3
    "
  `);
});

test("what a figure is to show must exist", async () => {
  const text = JSON.stringify({ ...smallest, figure: { values: "clss", prediction: { expression: "2 * mGlino" }, energie: "13 TeV" } }, undefined, 2);
  expect((await complaint("config.json", text)).replaceAll(/:\d+:\d+/g, "")).toMatchInlineSnapshot(`
    "
    config.json figure.values: expected cls, got "clss"; did you mean \`cls\`?
    config.json figure.prediction.expression: expected a parameter in "2 * mGlino", got \`mGlino\`; did you mean \`mGluino\`?
    config.json figure.energie: unknown key; did you mean \`energy\`?
    "
  `);
  const condition = JSON.stringify({ ...smallest, figure: { prediction: { expression: "mLsp < 5" } } });
  expect(await complaint("config.json", condition)).toContain('expected a number over the parameters, got the condition "mLsp < 5"');
});

test("more evaluations than an exact model takes in need surrogate.maxPoints", async () => {
  const large = JSON.stringify({ ...smallest, budget: { evaluations: 8000 } });
  expect(await complaint("config.json", large)).toContain(
    "budget.evaluations: expected at most 5000 evaluations, as many as an exact model takes in, got 8000; set surrogate.maxPoints, for example to 2000,",
  );
  const config = await load("large.json", large, ["surrogate.maxPoints=2000"]);
  expect(config.surrogate.maxPoints).toBe(2000);
  const other = await load("large.json", large, ["surrogate.maxPoints=1000"]);
  expect(configIdentity(other)).toBe(configIdentity(config));
});
