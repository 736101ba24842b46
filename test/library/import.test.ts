import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readHepData } from "../../src/library/hepdata-table.ts";
import { importInto } from "../../src/library/import-run.ts";
import { openRun } from "../../src/library/open-run.ts";
import { scan, type ConfigInput } from "../../src/index.ts";
import { unitPoints } from "../../src/space/index.ts";

const scratch = mkdtempSync(join(tmpdir(), "excursion-import-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const at = (name: string) => join(scratch, name);
const config = (evaluations: number): ConfigInput => ({
  name: "toy",
  parameters: [{ name: "x", lower: 0, upper: 1 }, { name: "y", lower: 0, upper: 1 }],
  constraints: ["x + y <= 1.7"],
  observables: [{ name: "depth", threshold: 0, transform: "identity" }],
  evaluator: { adapter: "module", module: "./evaluator.mjs", workers: 1 },
  budget: { evaluations },
});
const depth = (x: number, y: number) => 0.35 - Math.hypot(x - 0.5, y - 0.5);
const run = (evaluations: number, name: string, from?: string) =>
  scan(config(evaluations), { directory: at(name), configDirectory: scratch, ...(from !== undefined && { from: at(from) }) });
const plain = { columns: {}, standardErrors: {} };

beforeAll(async () => {
  writeFileSync(at("evaluator.mjs"), "export default ({ x, y }) => ({ observables: { depth: 0.35 - Math.hypot(x - 0.5, y - 0.5) } });\n");
  writeFileSync(at("config.json"), JSON.stringify({ ...config(4), name: "fresh" }));
  await run(8, "first");
});

describe("import", () => {
  const rows = Array.from({ length: 9 }, (_, i) => [0.1 + 0.4 * (i % 3), 0.1 + 0.4 * Math.floor(i / 3)] as const);

  test("of a CSV file makes a scan that starts with its evaluations, which the budget does not pay for", async () => {
    const lines = rows.map(([x, y], i) => `${y},${x},${depth(x, y)},${i === 0 ? "" : 0.01}`);
    writeFileSync(at("old.csv"), `y,m1,depth,depth.standardError\n${lines.join("\n")}\n`);
    const imported = await importInto(at("config.json"), at("old.csv"), { columns: { x: "m1" }, standardErrors: { depth: 0.02 } }, at("fresh"));
    expect(imported).toEqual({ added: 8, known: 0, outside: 1, directory: at("fresh") }); // (0.9, 0.9) is forbidden
    const { state } = await openRun(at("fresh"));
    expect(state.evaluations.map(({ origin, status }) => `${origin} ${status}`)).toEqual(Array.from({ length: 8 }, () => "imported observed"));
    expect(state.evaluations[0]!.outcome).toMatchObject({ observables: { depth: { standardError: 0.02 } } });
    expect(state.evaluations[1]!.outcome).toMatchObject({ observables: { depth: { standardError: 0.01 } } });
    const { core, cause } = await scan({ ...config(4), name: "fresh" }, { directory: at("fresh"), configDirectory: scratch });
    expect(cause).toBe("budget");
    expect(core.state.evaluations.map(({ origin }) => origin)).toEqual([...Array.from({ length: 8 }, () => "imported"), ...Array.from({ length: 4 }, () => "acquisition")]);
    expect(readFileSync(at("fresh/evaluations.csv"), "utf8").split("\n")).toHaveLength(12 + 2);
  });

  test("keeps with every evaluation the source that it is from", async () => {
    writeFileSync(at("other.csv"), "x,y,depth\n0.2,0.3,0.1\n");
    await run(2, "sourced");
    await importInto(at("sourced"), at("other.csv"), { ...plain, offsets: { depth: 0.2 } });
    expect((await openRun(at("sourced"))).state.evaluations.at(-1)).toMatchObject({ origin: "imported", source: { name: "other.csv", offsets: { depth: 0.2 } } });
  });

  describe("of values that are all off by the same amount", () => {
    const shift = 0.12;
    const grid = Array.from({ length: 36 }, (_, i) => ({ x: 0.04 + 0.17 * (i % 6), y: 0.02 + 0.15 * Math.floor(i / 6) }));
    const wrongVolume = async (name: string, offsets?: true) => {
      writeFileSync(at(`${name}.csv`), `x,y,depth\n${grid.map(({ x, y }) => `${x},${y},${depth(x, y) + shift}`).join("\n")}\n`);
      await importInto(at("config.json"), at(`${name}.csv`), { ...plain, ...(offsets !== undefined && { offsets }) }, at(name));
      const { core } = await scan({ ...config(4), name: "fresh" }, { directory: at(name), configDirectory: scratch });
      const points = unitPoints(2, Float64Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? (Math.floor(i / 2) % 50) / 49 : Math.floor(i / 100) / 49)));
      const { mean } = core.surrogates()!.get("depth")!.posterior(points);
      const level = core.surrogates()!.get("depth")!.standardise(0);
      return mean.filter((value, i) => value >= level !== depth(points.data[2 * i]!, points.data[2 * i + 1]!) >= 0).length / 2500;
    };

    test("the contour is that of the scan's own evaluations, as soon as there are a few, where an offset is allowed for", async () => {
      expect(await wrongVolume("with-offset", true)).toBeLessThan(0.02);
    });

    test("listed points of theirs may still be evaluated, and count as known only then", async () => {
      const points = grid.filter((_, i) => i % 4 === 0);
      const listed = { ...config(20), name: "listed", points, convergence: { misclassifiedVolume: 1e-9 } };
      writeFileSync(at("listed.json"), JSON.stringify(listed));
      writeFileSync(at("listed.csv"), `x,y,depth\n${points.map(({ x, y }) => `${x},${y},${depth(x, y) + shift}`).join("\n")}\n`);
      expect(await importInto(at("listed.json"), at("listed.csv"), { ...plain, offsets: true }, at("listed"))).toMatchObject({ added: points.length });
      const { core, cause } = await scan(listed, { directory: at("listed"), configDirectory: scratch });
      expect(cause).toBe("converged");
      const own = core.state.evaluations.filter(({ origin }) => origin !== "imported");
      expect(new Set(own.map(({ parameters }) => `${parameters["x"]} ${parameters["y"]}`)).size).toBe(points.length);
    });

    test("and one between both, where it is not", async () => {
      expect(await wrongVolume("without-offset")).toBeGreaterThan(0.08);
    });
  });

  test("with an error or an offset of something else is refused", async () => {
    writeFileSync(at("other.csv"), "x,y,depth\n0.2,0.3,0.1\n");
    await expect(importInto(at("first"), at("other.csv"), { ...plain, offsets: { dpeth: 1 } }))
      .rejects.toThrow("--offset: expected the name of an observable, got dpeth; there are depth; did you mean `depth`?");
    await expect(importInto(at("first"), at("other.csv"), { ...plain, standardErrors: { limit: 1 } })).rejects.toThrow("--standard-error: expected the name of an observable, got limit; there are depth");
  });

  test("of a run directory or its evaluations.csv brings what was observed there, once", async () => {
    await run(6, "second");
    expect(await importInto(at("second"), at("first"), plain)).toMatchObject({ added: 8, known: 0, outside: 0 });
    expect(await importInto(at("second"), at("first"), plain)).toMatchObject({ added: 0, known: 8 });
  });

  test("of a HEPData table uses its errors", async () => {
    const table = [
      "independent_variables:", "- header: {name: 'M(X)', units: TeV}", "  values: [{value: 0.2}, {low: 0.3, high: 0.5}]",
      "- header: {name: y}", "  values: [{value: 0.2}, {value: 0.6}]",
      "dependent_variables:", "- header: {name: depth}",
      "  values: [{value: -0.07, errors: [{symerror: 0.03}, {asymerror: {plus: 0.05, minus: -0.03}}]}, {value: 0.2}]",
    ];
    writeFileSync(at("hepdata.yaml"), table.join("\n"));
    await run(2, "third");
    expect(await importInto(at("third"), at("hepdata.yaml"), { columns: { x: "M(X)" }, standardErrors: {} })).toMatchObject({ added: 2 });
    const { state } = await openRun(at("third"));
    const [first, second] = state.evaluations.slice(-2);
    expect(first).toMatchObject({ parameters: { x: 0.2, y: 0.2 }, outcome: { observables: { depth: { value: -0.07, standardError: 0.05 } } } });
    expect(second).toMatchObject({ parameters: { x: 0.4, y: 0.6 }, outcome: { observables: { depth: { value: 0.2 } } } });
  });

  test.each([
    ["a column that is missing", "x,depht\n0.1,0.2\n", 'expected a column y, got x, depht; --column "y=title" says which one it is'],
    ["an empty file", "", 'expected a column x, got none; --column "x=title" says which one it is'],
    ["a misspelt column", "x,y,depht\n0.1,0.2,0.1\n", 'expected a column depth, got x, y, depht; did you mean `depht`?; --column "depth=title" says which one it is'],
    ["a cell without a number", "x,y,depth\n0.1,0.2,0.1\n0.1,a,0.2\n", "3:1: expected a finite number as y, got none"],
    ["a missing value", "x,y,depth\n0.1,0.2,\n", '2:1: observables: expected a value of "depth", got {}'],
  ])("%s is told with its place, and nothing is imported", async (name, text, message) => {
    writeFileSync(at("wrong.csv"), text);
    await expect(importInto(at("first"), at("wrong.csv"), plain)).rejects.toThrow(message);
    expect((await openRun(at("first"))).state.evaluations).toHaveLength(8);
    expect(name).not.toBe("");
  });

  test("that names what the scan does not have, or the scan itself, is refused", async () => {
    const misspelt = { ...plain, columns: { depht: "depth" } };
    await expect(importInto(at("first"), at("second"), misspelt)).rejects.toThrow("--column: expected the name of a parameter or an observable, got depht; there are x, y, depth; did you mean `depth`?");
    await expect(importInto(at("first"), at("first"), plain)).rejects.toThrow("first: expected evaluations from elsewhere, got the scan itself");
  });

  test("of nothing is refused", async () => {
    await expect(importInto(at("first"), at("none.csv"), plain)).rejects.toThrow("expected a run directory, a CSV file or a HEPData table, got no such file");
    await expect(importInto(at("first"), scratch, plain)).rejects.toThrow(/expected a run directory, which has journal.jsonl, got a folder without/);
    writeFileSync(at("no-table.json"), "{}");
    await expect(importInto(at("first"), at("no-table.json"), plain)).rejects.toThrow(/expected a HEPData table, got neither/);
  });
});

test("a HEPData table as its record gives it is read as well", () => {
  const value = { headers: [{ name: "m1" }, { name: "limit" }], values: [{ x: [{ value: "500" }], y: [{ value: "1.5", errors: [{ symerror: 0.1 }] }] }, { x: [{ value: "600" }], y: [{ value: "-" }] }] };
  expect(readHepData(value)).toEqual({ columns: ["m1", "limit"], rows: [{ m1: 500, limit: 1.5, "limit.standardError": 0.1 }, { m1: 600 }] });
});

describe("a scan from another's points", () => {
  test("evaluates them first, in place of a design, and only when it is new", async () => {
    const { core } = await run(10, "from", "first");
    const before = await openRun(at("first"));
    expect(core.state.evaluations.slice(0, 8).map(({ parameters, origin }) => ({ parameters, origin })))
      .toEqual(before.state.observedOrder.map((index) => ({ parameters: before.state.evaluations[index]!.parameters, origin: "design" })));
    expect(core.state.evaluations).toHaveLength(10);
    const again = await run(11, "from", "first");
    expect(again.core.state.evaluations).toHaveLength(11);
  });

  test("leaves out what is outside its domain, and says so", async () => {
    const notes: string[] = [];
    const narrow = { ...config(6), constraints: ["x <= 0.5"] };
    const { core } = await scan(narrow, { directory: at("narrow"), configDirectory: scratch, from: at("first"), onNote: (note) => notes.push(note) });
    const outside = (await openRun(at("first"))).state.evaluations.filter(({ parameters }) => parameters["x"]! > 0.5).length;
    expect(outside).toBeGreaterThan(0);
    expect(notes).toEqual([`${outside} of the points in ${at("first")} are outside the domain of this scan and were left out`]);
    expect(core.state.evaluations.every(({ parameters }) => parameters["x"]! <= 0.5)).toBe(true);
  });

  test("needs a scan over the same parameters", async () => {
    const other = { ...config(6), parameters: [{ name: "z", lower: 0, upper: 1 }], constraints: [] };
    await expect(scan(other, { directory: at("other"), configDirectory: scratch, from: at("first") })).rejects.toThrow(/expected --from to name a scan over z, got .*first, which is one over x, y/);
    expect(existsSync(at("other/journal.jsonl"))).toBe(true);
  });
});
