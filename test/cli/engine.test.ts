import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { engineNames } from "../../src/engine/index.ts";
import { configText, excursion, folderWith } from "./excursion.ts";

const evaluator = "export default ({ x, y }) => ({ observables: { depth: 0.3 - Math.hypot(x - 0.5, y - 0.5) } });";

function folderOfToy(): string {
  return folderWith({ "config.json": configText({ convergence: { misclassifiedVolume: 1e-6 } }), "evaluator.mjs": evaluator });
}

test("a scan goes on with another engine than it began with", () => {
  const folder = folderOfToy();
  const run = (engine: string, evaluations: number) =>
    excursion(folder, "scan", "config.json", "--quiet", "--engine", engine, "--set", `budget.evaluations=${evaluations}`);
  for (const [engine, evaluations] of [["strict", 8], ["typescript", 10], ["relaxed", 12]] as const) {
    expect(run(engine, evaluations)).toMatchObject({ code: 3, stderr: "" });
    const rows = readFileSync(join(folder, "toy.scan/evaluations.csv"), "utf8").trim().split("\n");
    expect(rows).toHaveLength(evaluations + 1);
  }
});

test("points are asked for, predictions and reports made by the engine that is named", () => {
  const folder = folderOfToy();
  expect(excursion(folder, "scan", "config.json", "--quiet", "--engine", "strict", "--set", "budget.evaluations=8")).toMatchObject({ code: 3 });
  const asked = excursion(folder, "ask", "config.json", "--engine", "strict", "--set", "budget.evaluations=9");
  expect(asked).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(asked.stdout)).toMatchObject({ parameters: { x: expect.any(Number), y: expect.any(Number) } });
  const medians = (engine: string): number[] => {
    const { code, stdout } = excursion(folder, "predict", "toy.scan", "--grid", "4", "--engine", engine);
    expect(code).toBe(0);
    return stdout.trim().split("\n").slice(1).map((row) => Number(row.split(",")[2]));
  };
  const [strict, typescript] = [medians("strict"), medians("typescript")];
  strict!.forEach((median, i) => expect(median).toBeCloseTo(typescript![i]!, 6));
  expect(excursion(folder, "report", "toy.scan", "--engine", "typescript")).toMatchObject({ code: 0 });
  for (const command of [["ask", "config.json"], ["predict", "toy.scan", "--grid", "4"], ["report", "toy.scan"]]) {
    expect(excursion(folder, ...command, "--engine", "fast")).toMatchObject({ code: 2, stderr: expect.stringContaining('got "fast"') });
  }
});

test("an engine that is not there is told with what can be done", () => {
  const folder = folderOfToy();
  const { code, stderr } = excursion(folder, "scan", "config.json", "--engine", "fast");
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'expected an engine of relaxed, strict, typescript, tensorflow, got "fast"\n' });
  const tensorflow = excursion(folder, "scan", "config.json", "--engine", "tensorflow");
  expect(tensorflow.code).toBe(2);
  expect(tensorflow.stderr).toMatch(/npm install @tensorflow\/tfjs-node-gpu/);
});

describe("docs/engine.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/engine.md"), "utf8");

  test("names every engine", () => {
    const names = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(names).toEqual([...engineNames]);
  });

  test("shows a command that runs", () => {
    const command = /npx excursion (scan \S+ --engine \w+)\n/.exec(page)![1]!.replace("examples/", `${join(import.meta.dirname, "../../examples")}/`);
    expect(excursion(folderWith({}), ...command.split(" "), "--quiet")).toMatchObject({ code: 0, stderr: "" });
  });
});
