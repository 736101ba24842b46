import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPoints } from "../../src/config/index.ts";
import { complaint, directory, load } from "./fixtures.ts";

function config(points: unknown): string {
  return `{
  "parameters": [{ "name": "mGluino", "lower": 800, "upper": 2600 }, { "name": "mLsp", "lower": 0, "upper": 1800 }],
  "constraints": ["mLsp <= mGluino - 25"],
  "points": ${JSON.stringify(points)},
  "observables": [{ "name": "cls", "threshold": 0.05 }],
  "evaluator": { "adapter": "module", "module": "./simulator.mjs" }
}`;
}

function fromCsv(csv: string): Promise<string> {
  return complaint("config.json", config("grid.csv"), [], { "grid.csv": csv });
}

test("columns may come in any order, with others beside them, comments, quotes, a byte order mark and CRLF", async () => {
  const csv = '\uFEFF# signal grid\r\nmLsp,"note",mGluino\r\n100,"a, b",1000\r\n\r\n975.0,,1e3\r\n';
  const { points } = await load("config.json", config("grid.csv"), [], { "grid.csv": csv });
  expect(points).toEqual({ n: 2, d: 2, data: Float64Array.of(1000, 100, 1000, 975) });
});

test("points may stand in the config itself", async () => {
  const { points } = await load("config.json", config([{ mLsp: 1, mGluino: 1000 }, { mGluino: 1200.5, mLsp: 2 }]));
  expect(points).toEqual({ n: 2, d: 2, data: Float64Array.of(1000, 1, 1200.5, 2) });
});

test("a file that is not there", async () => {
  expect(await complaint("config.json", config("absent.csv"))).toBe(
    '\nconfig.json:4:13 points: expected a CSV file with the points, got "absent.csv": no such file (looked for absent.csv)\n',
  );
});

test("a file without the columns", async () => {
  expect(await fromCsv("mGluno,mlsp,x\n1,2,3\n")).toMatchInlineSnapshot(`
    "
    grid.csv:1:1: expected a column mGluino, got the columns mGluno, mlsp, x; did you mean \`mGluno\`?
    grid.csv:1:1: expected a column mLsp, got the columns mGluno, mlsp, x; did you mean \`mlsp\`?
    "
  `);
  expect(await fromCsv("mGluino;mLsp\n1000;1\n")).toMatchInlineSnapshot(`
    "
    grid.csv:1:1: expected a column mGluino, got the column mGluino;mLsp; separate the columns by commas
    grid.csv:1:1: expected a column mLsp, got the column mGluino;mLsp; separate the columns by commas
    "
  `);
  expect(await fromCsv("mGluino,mLsp,mLsp\n1000,1,2\n")).toMatchInlineSnapshot(`
    "
    grid.csv:1:1: expected a column mLsp, got 2 of them
    "
  `);
  expect(await fromCsv("")).toMatchInlineSnapshot(`
    "
    grid.csv:1:1: expected a column mGluino, got an empty file
    grid.csv:1:1: expected a column mLsp, got an empty file
    "
  `);
  expect(await fromCsv("mGluino,mLsp\n")).toMatchInlineSnapshot(`
    "
    grid.csv:1:1: expected a line for each point, got only the header
    "
  `);
});

test("cells that are no numbers", async () => {
  expect(await fromCsv('mGluino,mLsp\n1000,\n"1,5",3\nNaN,1e999\n1000\n1000,1\n')).toMatchInlineSnapshot(`
    "
    grid.csv:2:1 mLsp: expected a finite number, got an empty cell
    grid.csv:3:1 mGluino: expected a finite number, got "1,5"
    grid.csv:4:1 mGluino: expected a finite number, got "NaN"
    grid.csv:4:1 mLsp: expected a finite number, got "1e999"
    grid.csv:5:1 mLsp: expected a finite number, got an empty cell
    "
  `);
});

test("quotes that are never closed", async () => {
  expect(await fromCsv('mGluino,mLsp\n1000,"1\n1200,3\n')).toMatchInlineSnapshot(`
    "
    grid.csv:3:1: expected comma-separated values, got Quote Not Closed: the parsing is finished with an opening quote at line 3
    "
  `);
});

test("points outside the bounds, forbidden or listed twice", async () => {
  expect(await fromCsv("# grid\nmGluino,mLsp\n1000,1\n700,1900\n1000,990\n\n1000.0,1\n")).toMatchInlineSnapshot(`
    "
    grid.csv:4:1 mGluino: expected mGluino from 800 to 2600, got 700
    grid.csv:4:1 mLsp: expected mLsp from 0 to 1800, got 1900
    grid.csv:5:1: expected a point that the constraints allow, got one that "mLsp <= mGluino - 25" forbids
    grid.csv:7:1: expected every point once, got point 1 of the list again
    "
  `);
  const rows = [{ mGluino: 1000, mLsp: 1 }, { mGluino: 1000, mLsp: 990 }, { mGluino: 700, mLsp: 1 }, { mGluino: 1000, mLsp: 1 }];
  expect(await complaint("config.json", config(rows))).toMatchInlineSnapshot(`
    "
    config.json:4:40 points[1]: expected a point that the constraints allow, got one that "mLsp <= mGluino - 25" forbids
    config.json:4:79 points[2].mGluino: expected mGluino from 800 to 2600, got 700
    config.json:4:93 points[3]: expected every point once, got point 1 of the list again
    "
  `);
});

test("points in the config that are no points", async () => {
  expect(await complaint("config.json", config([{ mGluino: 1000 }, { mGluino: 1000, mLsp: 1, mLps: 2 }, { mGluino: "x", mLsp: 1 }, 3]))).toMatchInlineSnapshot(`
    "
    config.json:4:14 points[0].mLsp: expected a number, got nothing; every point needs every parameter
    config.json:4:56 points[1].mLps: expected the name of a parameter, got "mLps"; did you mean \`mLsp\`?
    config.json:4:77 points[2].mGluino: expected a number, got "x"
    config.json:4:91 points[3]: expected an object, got 3
    "
  `);
});

test("of very many problems the first ten are told", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `${i},0`);
  expect((await fromCsv(["mGluino,mLsp", ...rows].join("\n"))).trim().split("\n").slice(8)).toMatchInlineSnapshot(`
    [
      "grid.csv:10:1 mGluino: expected mGluino from 800 to 2600, got 8",
      "grid.csv:11:1 mGluino: expected mGluino from 800 to 2600, got 9",
      "grid.csv:12:1 mGluino: expected mGluino from 800 to 2600, got 10; and 289 more problems in this list",
    ]
  `);
});

test("a list of points can be read on its own, as many columns as are asked for", () => {
  const file = join(directory, "alone.csv");
  writeFileSync(file, "a,b\n1,2\n3,4\n");
  expect(readPoints(file, ["b"])).toEqual({ n: 2, d: 1, data: Float64Array.of(2, 4) });
  expect(() => readPoints(file, ["c"])).toThrow(`${file}:1:1: expected a column c, got the columns a, b`);
  expect(() => readPoints(file, ["a", "c"])).toThrow(/expected a column c, got the columns a, b; did you mean `b`\?$/); // a is itself
  expect(() => readPoints(join(directory, "none.csv"), ["c"])).toThrow(/none\.csv: expected a CSV file with the points, .*: no such file/);
});
