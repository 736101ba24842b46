import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hasPython } from "./python.ts";

const root = resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "excursion-examples-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The first evaluations of an example, as a user would run it. */
function scan(config: string, evaluations: number, ...changes: readonly string[]) {
  const out = join(scratch, config.replaceAll("/", "-"));
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(root, "src/cli/main.ts"), "scan", join(root, "examples", config), "--out", out, "--quiet",
      "--set", `budget.evaluations=${evaluations}`, ...changes,
    ],
    { encoding: "utf8", cwd: scratch },
  );
  const read = (file: string) => readFileSync(join(out, file), "utf8");
  return { status, stderr, result: () => JSON.parse(read("result.json")) as Result, table: () => read("evaluations.csv") };
}

interface Result {
  readonly evaluations: { readonly observed: number; readonly infeasible: number; readonly failed: number; readonly attempts: number };
  readonly observables: Readonly<Record<string, readonly { readonly excursionVolume: number }[]>>;
}

const budgetSpent = 3;

test.each(["two-masses/config-shape.json", "two-masses/config-proxy.json", "two-masses/config-events.json"])("%s: what is known beforehand is taken in", (config) => {
  const { status, stderr, result } = scan(config, 8);
  expect([status, stderr]).toEqual([budgetSpent, ""]);
  expect(result().evaluations).toMatchObject({ observed: 8, failed: 0 });
  const [{ excursionVolume }] = result().observables["clsObserved"]! as [{ excursionVolume: number }];
  expect(excursionVolume).toBeGreaterThan(0.6);
});

test("two masses: eight evaluations of both observables, none in the forbidden triangle", () => {
  const { status, stderr, result, table } = scan("two-masses/config.json", 8);
  expect([status, stderr]).toEqual([budgetSpent, ""]);
  expect(result().evaluations).toMatchObject({ observed: 8, infeasible: 0, failed: 0 });
  expect(Object.keys(result().observables)).toEqual(["clsObserved", "clsExpected"]);
  const [header, ...rows] = table().trim().split(/\r?\n/).map((line) => line.split(","));
  const column = (name: string) => header!.indexOf(name);
  for (const row of rows) expect(Number(row[column("mLsp")])).toBeLessThanOrEqual(Number(row[column("mGluino")]) - 25);
});

test("one parameter: the excluded share is that of the masses below the crossing", () => {
  const { stderr, result } = scan("one-parameter/config.json", 20);
  expect(stderr).toBe("");
  expect(result().observables.limitOverTheory![0]!.excursionVolume).toBeCloseTo((4062.813 - 1000) / 5000, 2);
});

const failureRateArgument = [["config.json", 9], ["config-persistent.json", 3]] as const;

test.skipIf(!hasPython).for(failureRateArgument)("python simulator, %s: retries bring every point home", ([config, index]) => {
  const changes = [`evaluator.command[${index}]="0.5"`, "evaluator.retries=20"];
  const { status, stderr, result } = scan(`python-simulator/${config}`, 10, ...changes);
  expect([status, stderr]).toEqual([budgetSpent, ""]);
  const { observed, infeasible, failed, attempts } = result().evaluations;
  expect([observed + infeasible, failed]).toEqual([10, 0]);
  expect(attempts).toBeGreaterThan(10);
});
