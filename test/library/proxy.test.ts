import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createScan, EvaluationError, scan, type ConfigInput } from "../../src/index.ts";
import { readJournal } from "../../src/journal/index.ts";
import { openRun } from "../../src/library/open-run.ts";

const scratch = mkdtempSync(join(tmpdir(), "excursion-proxy-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const parameters = [{ name: "x", lower: 0, upper: 1 }, { name: "y", lower: 0, upper: 2 }];
const observables = [{ name: "depth", threshold: 0 }];
const constraints = ["x + y <= 2.5"];
type Point = Readonly<Record<string, number>>;

/** A ridge that no Gaussian process would find with a handful of points. */
const depth = ({ x, y }: Point) => 0.2 - Math.abs(Math.sin(9 * x!) - y! + 0.6) + 0.1 * x!;
const truth = (point: Point) => ({ observables: { depth: depth(point) } });
const grid = Array.from({ length: 400 }, (_, i) => ({ x: (i % 20) / 19, y: Math.floor(i / 20) / 10 }));

/** Part of a grid on the wrong side after some evaluations. */
function wrongAfter(evaluations: number, proxy?: (point: Point) => unknown): number {
  const one = createScan({ parameters, observables, constraints, design: { points: 6 } }, proxy === undefined ? {} : { proxy });
  for (let told = 0; told < evaluations; told++) for (const { id, parameters: point } of one.ask()) one.tell(id, truth(point));
  const { median } = one.estimate(grid)["depth"]!;
  return grid.filter((point, i) => depth(point) >= 0 !== median[i]! >= 0).length / grid.length;
}

describe("a proxy that is a function", () => {
  const near = (point: Point) => ({ observables: { depth: 5 + 3 * depth(point) + 0.1 * point["y"]! } });

  test("is asked all over the admissible domain, and its shift, scale and slow error are learned", () => {
    expect(wrongAfter(10, near)).toBeLessThan(0.06);
    expect(wrongAfter(10)).toBeGreaterThan(0.1);
  });

  test("with the wrong sign serves as well, since its slope is learned", () => {
    expect(wrongAfter(10, (point) => ({ observables: { depth: -depth(point) } }))).toBeLessThan(0.05);
  });

  test("that is a constant, or knows none of the observables at a few points, does no harm", () => {
    expect(wrongAfter(10, () => ({ observables: { depth: 7 } }))).toBe(wrongAfter(10));
    const holes = (point: Point) => (point["x"]! < 0.2 ? { infeasible: "no solution" } : near(point));
    expect(wrongAfter(10, holes)).toBeLessThan(0.1);
  });

  test("shortens the design while a surrogate rests on it; what it leaves out is made up for where it tells nothing", () => {
    const origins = (proxy?: (point: Point) => unknown): string[] => {
      const one = createScan({ parameters, observables, constraints }, proxy === undefined ? {} : { proxy });
      for (let told = 0; told < 7; told++) for (const { id, parameters: point } of one.ask()) one.tell(id, truth(point));
      return one.state.evaluations.map(({ origin, unit }) => (origin === "design" ? unit.join() : origin));
    };
    const plain = origins();
    expect(plain.indexOf("acquisition")).toBe(6);
    expect(origins(() => ({ observables: { depth: 7 } }))).toEqual(plain);
    expect(origins(near)).toEqual([...plain.slice(0, 4), "acquisition", "acquisition", "acquisition"]);
  });

  test("that mostly has no value is refused with the first reason", () => {
    const broken = () => ({ failed: "no licence" });
    expect(() => createScan({ parameters, observables }, { proxy: broken }))
      .toThrow("surrogate.proxy: expected values at most of 1028 points, got none at 1028; the first: no licence");
    expect(() => createScan({ parameters, observables }, { proxy: () => ({ observables: { width: 3 } }) }))
      .toThrow(/the first: expected a value of depth, got none of them/);
  });

  test("belongs beside the config, not in it", () => {
    const surrogate = { proxy: { adapter: "module", module: "./proxy.mjs" } };
    expect(() => createScan({ parameters, observables, surrogate })).toThrow(/surrogate.proxy: expected no proxy in the config of a scan in memory/);
  });
});

describe("a proxy of a config", () => {
  const source = (expression: string) => `export default ({ x, y }) => ({ observables: { depth: ${expression} } });\n`;
  const evaluatorSource = source("0.2 - Math.abs(Math.sin(9 * x) - y + 0.6) + 0.1 * x");
  writeFileSync(join(scratch, "evaluator.mjs"), evaluatorSource);
  writeFileSync(join(scratch, "proxy.mjs"), `let asked = 0;\n${source("++asked && 2 - 5 * Math.abs(Math.sin(9 * x) - y + 0.6)")}`);
  const config = (proxy: ConfigInput["evaluator"], evaluations: number): ConfigInput => ({
    name: "toy", parameters, observables, constraints,
    evaluator: { adapter: "module", module: "./evaluator.mjs", workers: 1 },
    surrogate: { proxy }, budget: { evaluations },
  });
  const run = (proxy: ConfigInput["evaluator"], evaluations: number, name: string) =>
    scan(config(proxy, evaluations), { directory: join(scratch, name), configDirectory: scratch });
  const modulePart = { adapter: "module", module: "./proxy.mjs", workers: 2 };

  async function surveysOf(name: string) {
    const entries = await readJournal(join(scratch, name));
    return entries.filter((entry) => entry.type === "surveyed");
  }

  test("is asked once, journalled, and known when the scan resumes and when its run directory is opened", async () => {
    await run(modulePart, 7, "module");
    const { core } = await run(modulePart, 9, "module");
    const surveys = await surveysOf("module");
    expect(surveys).toHaveLength(1);
    expect(surveys[0]!.unit.length).toBeGreaterThan(1024);
    expect(Object.keys(surveys[0]!.values)).toEqual(["depth"]);
    const opened = await openRun(join(scratch, "module"));
    const at = core.settings.space.toUnit({ n: 1, d: 2, data: Float64Array.of(0.3, 0.9) });
    expect(opened.surrogates()!.get("depth")!.posterior(at)).toEqual(core.surrogates()!.get("depth")!.posterior(at));
    expect(core.surrogates()!.get("depth")!.settings.mean.termVariances).toEqual([9]);
    expect(readFileSync(join(scratch, "module", "config.json"), "utf8")).toContain('"module": "./proxy.mjs"');
  });

  test("may be an earlier run", async () => {
    await run({ adapter: "run", directory: "module" }, 6, "second");
    const [survey] = await surveysOf("second");
    const earlier = (await openRun(join(scratch, "module"))).surrogates()!.get("depth")!;
    const unit = survey!.unit[17]!;
    const { mean } = earlier.posterior({ n: 1, d: 2, data: Float64Array.from(unit) });
    expect(survey!.values["depth"]![17]).toBeCloseTo(earlier.unstandardise(mean[0]!), 8);
  });

  test("may be a table, whose rows it is", async () => {
    const rows = grid.map((point) => `${point.y},x,${depth(point)},${point.x}`);
    writeFileSync(join(scratch, "table.csv"), `y,comment,depth,x\n${rows.join("\n")}\n`);
    await run({ adapter: "table", table: "table.csv" }, 6, "table");
    const [survey] = await surveysOf("table");
    expect(survey!.unit[21]).toEqual([1 / 19, 0.05]);
    expect(survey!.values["depth"]).toEqual(grid.map(depth));
  });

  test.each([
    ["a program that is not there", { adapter: "module", module: "./nowhere.mjs" }, /^surrogate.proxy, evaluator.module: expected a JavaScript or TypeScript file, got .*nowhere.mjs/],
    ["a run of something else", { adapter: "run", directory: "other" }, /expected a run directory with .*other/],
    ["a table without a column", { adapter: "table", table: "evaluator.mjs" }, /surrogate.proxy.table: expected a column x in evaluator.mjs/],
    ["a table that is not there", { adapter: "table", table: "none.csv" }, /expected a CSV file with the proxy, got "none.csv": no such file/],
  ])("%s is told before anything is evaluated", async (name, proxy, message) => {
    await expect(run(proxy, 6, name.replaceAll(" ", "-"))).rejects.toThrow(message);
  });

  test("is given up when the scan is interrupted, and asked anew when it resumes", async () => {
    writeFileSync(join(scratch, "slow.mjs"), "export default (_, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve({ failed: 'aborted' })));\n");
    const controller = new AbortController();
    const ended = scan(config({ adapter: "module", module: "./slow.mjs", workers: 1 }, 6), {
      directory: join(scratch, "interrupted"), configDirectory: scratch, signal: controller.signal, onEvent: () => controller.abort(),
    });
    expect((await ended).cause).toBe("interrupted");
    expect(await surveysOf("interrupted")).toEqual([]);
  });

  test("that fails is an EvaluationError", async () => {
    writeFileSync(join(scratch, "failing.mjs"), "export default () => ({ failed: 'no licence' });\n");
    await expect(run({ adapter: "module", module: "./failing.mjs" }, 6, "failing")).rejects.toThrow(EvaluationError);
  });
});
