import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { configJsonSchema, loadConfig, writeStarter } from "../../src/config/index.ts";
import { createSpace, unitPoints } from "../../src/space/index.ts";
import { plugins } from "./fixtures.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "excursion-starter-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Evaluate = (parameters: Readonly<Record<string, number>>, context: object) => { observables: Record<string, number> };

test("the starter config is valid, its schema is there, and its evaluator finds both sides of the contour", async () => {
  const target = join(folder, "new", "scan");
  const written = await writeStarter(target, "module", plugins);
  expect(written).toEqual(["config.json", "evaluator.mjs", "scan.schema.json"].map((name) => join(target, name)));
  expect(JSON.parse(readFileSync(join(target, "scan.schema.json"), "utf8"))).toEqual(configJsonSchema(plugins));

  const { parameters, constraints, observables, evaluator } = await loadConfig(join(target, "config.json"), [], plugins);
  const { default: evaluate } = (await import(join(target, String(evaluator.options["module"])))) as { default: Evaluate };
  const space = createSpace({ parameters, constraints });
  const grid = unitPoints(2, Float64Array.from({ length: 2 * 400 }, (_, i) => ((i % 2 === 0 ? Math.floor(i / 40) : (i >> 1) % 20) + 0.5) / 20));
  const admissible = space.admissible(grid);
  const { data } = space.toPhysical(grid);
  const values = [...admissible.keys()]
    .filter((i) => admissible[i] === 1)
    .map((i) => evaluate({ mMediator: data[2 * i]!, mDark: data[2 * i + 1]! }, {}).observables[observables[0]!.name]!);
  const excluded = values.filter((value) => value < observables[0]!.thresholds[0]!).length / values.length;
  expect(values.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
  expect(values.length).toBeLessThan(400);
  expect(excluded).toBeGreaterThan(0.2);
  expect(excluded).toBeLessThan(0.8);
});

test("nothing is overwritten, and nothing is written beside what is there", async () => {
  writeFileSync(join(folder, "evaluator.mjs"), "mine");
  await expect(writeStarter(folder, "module", plugins)).rejects.toThrow(
    `${folder}/evaluator.mjs: expected no file of this name yet, got one; name another folder, or move it away`,
  );
  expect(readdirSync(folder)).toEqual(["evaluator.mjs"]);
  expect(readFileSync(join(folder, "evaluator.mjs"), "utf8")).toBe("mine");
});
