import { cpSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { configPlugins } from "../../src/composition.ts";
import { parseConfig } from "../../src/config/index.ts";
import { createScan } from "../../src/index.ts";
import { excursion, folderWith } from "../cli/excursion.ts";

const root = resolve(import.meta.dirname, "../..");
const budgetSpent = 3;

const plugin = `
import { definePlugin, z } from "excursion";
export default definePlugin({
  name: "line",
  options: z.object({ slope: z.number().positive().describe("Of the line."), intercept: z.number().default(0) }),
  build: ({ slope, intercept }, { parameterNames }) => ({
    evaluate: ({ parameters }) => ({ observables: { y: intercept + slope * parameters[parameterNames[0]] } }),
  }),
});
`;

const scanOf = (evaluator: object) => ({
  parameters: [{ name: "x", lower: 0, upper: 1 }],
  observables: [{ name: "y", threshold: 0.5 }],
  evaluator: { adapter: "plugin", workers: 1, ...evaluator },
  budget: { evaluations: 6 },
});

interface Variant {
  readonly properties: Readonly<Record<string, object>>;
  readonly additionalProperties: unknown;
}

const json = (value: object) => JSON.stringify(value, undefined, 1);

const folderOf = (text: string, evaluator: object) => folderWith({ "line.mjs": text, "scan.json": json(scanOf(evaluator)) });

/** What a user reads of a config whose plugin has this text. */
function complaint(text: string, evaluator: object = { plugin: "./line.mjs", slope: 2 }): string {
  const folder = folderOf(text, evaluator);
  const { code, stderr } = excursion(folder, "validate", "scan.json");
  return code === 0 ? "no complaint" : stderr.trimEnd().replaceAll(`${folder}/`, "");
}

describe("options of a plugin", () => {
  test("are checked by its schema, with their places and suggestions", () => {
    expect(complaint(plugin)).toBe("no complaint");
    expect(complaint(plugin, { plugin: "./line.mjs", slop: 2, intercept: "0", workers: 0 })).toBe(
      [
        "scan.json:17:14 evaluator.workers: expected a number above 0, got 0",
        "scan.json:19:3 evaluator.slop: unknown key; did you mean `slope`?",
        'scan.json:20:16 evaluator.intercept: expected a number, got "0"; write it without quotes',
      ].join("\n"),
    );
    expect(complaint(plugin, { plugin: "./line.mjs", slope: -1, colour: "red" })).toMatch(
      /^scan.json:19:12 evaluator.slope: expected a number above 0, got -1\nscan.json:20:3 evaluator.colour: unknown key; there are /,
    );
  });

  test("are part of the schema of the config that names it, and of no other", () => {
    const folder = folderOf(plugin, { plugin: "./line.mjs" });
    const variants = (...args: string[]) => {
      const { properties } = JSON.parse(excursion(folder, "schema", ...args).stdout) as { properties: { evaluator: { oneOf: Variant[] } } };
      return properties.evaluator.oneOf.filter((variant) => "plugin" in variant.properties);
    };
    expect(variants("scan.json")).toMatchObject([{
      properties: { adapter: { const: "plugin" }, plugin: { const: "./line.mjs" }, slope: { description: "Of the line." }, workers: {}, retries: {} },
      additionalProperties: false,
    }]);
    expect(variants()).toMatchObject([{ additionalProperties: {} }]);
  });

  test("are not looked at where no code may run", () => {
    expect(parseConfig(scanOf({ plugin: "./absent.mjs", anything: { goes: 1 } }), configPlugins).evaluator.options).toEqual({ plugin: "./absent.mjs", anything: { goes: 1 } });
    expect(createScan(scanOf({ plugin: "./absent.mjs" })).ask(2)).toHaveLength(2);
  });
});

describe("a plugin that cannot be used is told with its place", () => {
  const place = "scan.json:18:13 evaluator.plugin: ";
  test.each<[string, string, string]>([
    ["throws when it is loaded", `throw new Error("no licence");`, "expected a plugin that loads, got ./line.mjs: no licence (line.mjs:1:7)"],
    ["has a syntax error", "\nexport default {\n  name: 'a' 'b',\n};", "expected a plugin that loads, got ./line.mjs: SyntaxError: Unexpected string (line.mjs:3)"],
    ["exports nothing", "export const plugin = 1;", "expected definePlugin({ name, options, build }) as default export, got nothing from ./line.mjs"],
    ["exports a function", "export default () => 1;", "expected definePlugin({ name, options, build }) as default export, got [Function: default] from ./line.mjs"],
    ["has no name", "export default {};", "expected a plugin with a name, got nothing from ./line.mjs"],
    ["builds nothing", `export default { name: "a", options: {} };`, "expected the plugin a to have a function build(options, environment), got nothing from ./line.mjs"],
    ["has no schema", `export default { name: "a", options: { slope: 1 }, build() {} };`,
      'expected the options of the plugin a to be a z.strictObject({ ... }) of zod 4.1 or later (import { z } from "excursion"), got an object that is no schema from ./line.mjs'],
    ["has a schema of zod 3", `export default { name: "a", options: { _def: {}, shape: {} }, build() {} };`, "got a schema of zod 3 from ./line.mjs"],
    ["has options that are no object", `import { z } from "excursion"; export default { name: "a", options: z.number(), build() {} };`, "got another kind of schema from ./line.mjs"],
    ["takes the name of a common option", `import { z } from "excursion"; export default { name: "a", options: z.object({ retries: z.int() }), build() {} };`,
      "expected the plugin a to have options of its own names, got one named retries, which every evaluator has from ./line.mjs"],
  ])("one that %s", (_what, text, message) => {
    const said = complaint(text);
    expect(said.startsWith(place)).toBe(true);
    expect(said).toContain(message);
  });

  test("one that Node takes for another kind of module, as below the package.json that npm init writes", () => {
    const folder = folderWith({ "package.json": json({ type: "commonjs" }), "line.js": plugin, "line.mjs": plugin, "scan.json": json(scanOf({ plugin: "./line.js", slope: 2 })) });
    expect(excursion(folder, "validate", "scan.json").stderr).toMatch(
      /expected a plugin that loads, got .\/line.js: SyntaxError: .*; name the file .mjs, or set "type": "module" in the package.json above it/,
    );
    expect(excursion(folder, "validate", "scan.json", "--set", "evaluator.plugin=./line.mjs").code).toBe(0);
  });

  test("one that is not there, as a file or as a package", () => {
    expect(complaint(plugin, { plugin: "./absent.ts" })).toBe(`${place}expected a JavaScript or TypeScript file, got ./absent.ts: there is no file absent.ts`);
    expect(complaint(plugin, { plugin: "no-such-simulator" })).toMatch(
      /^scan.json:18:13 evaluator.plugin: expected a plugin that loads, got no-such-simulator: .*Cannot find package 'no-such-simulator'.*; is the package installed in /,
    );
  });

  test.each([
    ["cannot be built", "throw new Error('no server');", "expected the plugin a to be ready, got no server (line.mjs:1:99)"],
    ["builds nothing to evaluate with", "return {};", "expected build of the plugin a to give either { evaluate } or { submit, poll, fetch }, got {}"],
  ])("one that %s ends the scan before it begins", (_what, body, message) => {
    const folder = folderOf(`import { z } from "excursion"; export default { name: "a", options: z.object({}), build() { ${body} } };`, { plugin: "./line.mjs" });
    expect(excursion(folder, "scan", "scan.json")).toEqual({ code: 2, stdout: "", stderr: `${message}\n` });
  });
});

describe("a scan with a plugin", () => {
  const observed = (folder: string) => (JSON.parse(readFileSync(join(folder, "scan.scan/result.json"), "utf8")) as { evaluations: { observed: number } }).evaluations.observed;

  test("of a TypeScript file runs from anywhere, with nothing installed; its run can be looked at without it", () => {
    const folder = folderWith({ "line.ts": plugin.replace("slope, intercept }, {", "slope, intercept }: { slope: number; intercept: number }, {"), "scan.json": json(scanOf({ plugin: "./line.ts", slope: 2 })) });
    expect(excursion(folder, "scan", "scan.json", "--quiet")).toMatchObject({ code: budgetSpent, stderr: "" });
    expect(observed(folder)).toBe(6);
    expect(JSON.parse(readFileSync(join(folder, "scan.scan/config.json"), "utf8"))).toMatchObject({ evaluator: { adapter: "plugin", plugin: "./line.ts", slope: 2, intercept: 0 } });
    rmSync(join(folder, "line.ts"));
    expect(excursion(folder, "status", "scan.scan").code).toBe(0);
    expect(excursion(folder, "scan", "scan.json", "--quiet").code).toBe(2);
  });

  test("of an npm package with a zod of its own runs, and its options are checked all the same", () => {
    const folder = folderWith({
      "node_modules/line-simulator/package.json": json({ name: "line-simulator", version: "1.0.0", type: "module", exports: { ".": { import: "./line.js" } } }),
      "node_modules/line-simulator/line.js": plugin.replace('import { definePlugin, z } from "excursion";', 'import { z } from "zod";\nconst definePlugin = (one) => one;'),
      "scan.json": json(scanOf({ plugin: "line-simulator", slope: 2 })),
    });
    cpSync(join(root, "node_modules/zod"), join(folder, "node_modules/line-simulator/node_modules/zod"), { recursive: true });
    expect(excursion(folder, "scan", "scan.json", "--quiet")).toMatchObject({ code: budgetSpent, stderr: "" });
    expect(observed(folder)).toBe(6);
    expect(excursion(folder, "validate", "scan.json", "--set", "evaluator.slope=-2", "--set", "evaluator.intrcept=1").stderr).toBe(
      "--set evaluator.intrcept=1: unknown key; did you mean `intercept`?\n--set evaluator.slope=-2: expected a number above 0, got -2\n",
    );
    expect(excursion(folder, "schema", "scan.json").stdout).toContain('"Of the line."');
  });
});
