import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pyhf } from "../likelihood/golden.ts";
import { background, patchset, points } from "../likelihood/signal-workspace.ts";
import { excursion, folderWith } from "./excursion.ts";

const { workspace, fits, par_names: parameterNames } = pyhf["everything"]!;
const golden = fits.minuit!;
const folder = folderWith({
  "complete.json": JSON.stringify(workspace),
  "background.json": JSON.stringify(background),
  "patchset.json": JSON.stringify(patchset),
  "signal.json": JSON.stringify(points[1].patch),
  "wrong-digest.json": JSON.stringify({ ...patchset, metadata: { ...patchset.metadata, digests: { sha256: "0".repeat(64) } } }),
  "no-patch.json": JSON.stringify([{ op: "remove", path: "/channels/7" }]),
  "text.json": "channels",
  "other.json": '{ "points": [] }',
});

function succeed(...args: string[]): string {
  const { code, stdout, stderr } = excursion(folder, ...args);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

function json<T>(...args: string[]): T {
  return JSON.parse(succeed(...args)) as T;
}

interface Cls {
  readonly CLs_obs: number;
  readonly CLs_exp: readonly number[];
}

test("cls prints pyhf's keys with pyhf's values", () => {
  const { CLs_obs, CLs_exp } = json<Cls>("cls", "complete.json");
  expect(CLs_obs).toBeCloseTo(golden.hypotest["qtilde,mu=1"]!.CLs_obs, 5);
  expect(CLs_exp.map((value) => value.toFixed(4))).toEqual(golden.hypotest["qtilde,mu=1"]!.CLs_exp.map((value) => value.toFixed(4)));
});

test("cls tests the mu and the statistic asked for; with q0 it prints p0", () => {
  expect(json<Cls>("cls", "complete.json", "--mu", "2").CLs_obs).toBeCloseTo(golden.hypotest["qtilde,mu=2"]!.CLs_obs, 5);
  expect(json<Cls>("cls", "complete.json", "--test-stat", "q0").CLs_obs).toBeCloseTo(golden.hypotest["q0"]!.p0, 5);
});

test("a signal is a patch, or a patch of a patchset by name", () => {
  const fromPatch = json<Cls>("cls", "background.json", "--patch", "signal.json");
  expect(json<Cls>("cls", "background.json", "--patchset", "patchset.json", "--name", "point 1")).toEqual(fromPatch);
});

test("upper-limit prints the observed limit and the expected ones", () => {
  const limits = json<{ upperLimitObserved: number; upperLimitExpected: readonly number[] }>("upper-limit", "background.json", "--patch", "signal.json");
  expect(limits.upperLimitExpected).toHaveLength(5);
  const { CLs_obs } = json<Cls>("cls", "background.json", "--patch", "signal.json", "--mu", String(limits.upperLimitObserved));
  expect(CLs_obs).toBeCloseTo(0.05, 6);
});

test("fit prints the best fit, its standard errors and -2 ln L", () => {
  const fit = json<Record<"mle_parameters" | "standard_errors", Record<string, readonly number[]>> & { twice_nll: number }>("fit", "complete.json");
  expect(fit.twice_nll).toBeCloseTo(golden.free.twice_nll, 5);
  expect(Object.values(fit.mle_parameters).flat()).toHaveLength(parameterNames.length);
  expect(Object.keys(fit.standard_errors)).toEqual(Object.keys(fit.mle_parameters));
  expect(fit.standard_errors["mu_tt"]![0]).toBeGreaterThan(0);
});

test("inspect lists what a workspace and a patchset hold, and writes the patchset's points", () => {
  const text = succeed("inspect", "background.json", "--patchset", "patchset.json", "--points", "points.csv");
  expect(text).toMatch(/^channels \(2\)\n {2}name +bins +samples +expected +observed\n {2}SR +2 +1 +70 +76\n/);
  expect(text).toMatch(/\n {2}jes +histosys +normal +1\n/);
  expect(text).toMatch(/\npatches \(4\)\n {2}name +m1 +m2\n {2}point 0 +100 +0\n/);
  expect(readFileSync(join(folder, "points.csv"), "utf8")).toBe(
    "m1,m2,patch\n100,0,point 0\n200,0,point 1\n100,100,point 2\n200,100,point 3\n",
  );
});

test("morph writes a file that a scan takes its signals from", () => {
  succeed("morph", "patchset.json", "--workspace", "background.json", "--out", "morph.json");
  const scan = {
    parameters: [{ name: "m1", lower: 100, upper: 200 }, { name: "m2", lower: 0, upper: 100 }],
    observables: [{ name: "clsExpected", threshold: 0.05, side: "below" }],
    evaluator: { adapter: "histfactory", workspace: join(folder, "background.json"), morph: join(folder, "morph.json"), workers: 1 },
    budget: { evaluations: 7 },
  };
  const { code, stdout } = excursion(folderWith({ "config.json": JSON.stringify(scan) }), "scan", "config.json", "--quiet");
  expect([0, 3]).toContain(code);
  expect(stdout).toMatch(/7 of at most 7: 7 observed|evaluations +\d of at most 7: \d observed/);
});

describe("what cannot be carried out ends with exit code 2 and one message", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["a missing file", ["cls", "none.json"], /^workspace: expected a JSON file, got none\.json: there is no file .*\n$/],
    ["no JSON", ["cls", "text.json"], /^workspace: expected text\.json to hold JSON, .*\n$/],
    ["no workspace", ["cls", "patchset.json"], /^workspace: patchset\.json#\/channels: /],
    ["what is no likelihood", ["cls", "other.json"], /^workspace: other\.json#\/channels: expected array, got nothing\n[^]*: unknown key points\n$/],
    ["a background without signal", ["cls", "background.json"], /^workspace: background\.json#\/measurements: expected the poi "mu" .*\n$/],
    ["no patchset", ["cls", "background.json", "--patchset", "signal.json", "--name", "x"], /^--patchset: signal\.json: /],
    ["a patch that does not fit", ["cls", "background.json", "--patch", "no-patch.json"], /^workspace: .*remove \/channels\/7/],
    ["a name without patchset", ["cls", "background.json", "--name", "x"], /^expected --patchset and --name together, got only --name\n$/],
    ["an unknown name", ["cls", "background.json", "--patchset", "patchset.json", "--name", "x"], /^--name: .*expected a patch named "x"\n$/],
    ["another workspace's patchset", ["cls", "background.json", "--patchset", "wrong-digest.json", "--name", "point 0"], /^--patchset: .*digest is of another workspace/],
    ["an unknown measurement", ["fit", "complete.json", "--measurement", "x"], /^workspace: .*expected a measurement among .*\n$/],
    ["a negative mu", ["cls", "complete.json", "--mu", "-1"], /^expected --mu to be a number, 0 or more, got -1\n$/],
    ["an unknown statistic", ["cls", "complete.json", "--test-stat", "t"], /^expected --test-stat to be one of qtilde, q, q0, got t\n$/],
    ["a level of 1", ["upper-limit", "complete.json", "--level", "1"], /^expected --level to be between 0 and 1, got 1\n$/],
    ["nothing to inspect", ["inspect"], /^expected a workspace or --patchset, got neither\n$/],
    ["no way to write", ["morph", "patchset.json", "--workspace", "background.json", "--out", "none/morph.json"], /^--out: expected a file that can be written, .*\n$/],
  ])("%s", (_what, args, message) => {
    const { code, stdout, stderr } = excursion(folder, ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });
});
