import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { testFunctions } from "../../bench/functions/index.ts";
import { normalQuantile } from "../../src/numeric/index.ts";

const examples = new URL("../../examples/", import.meta.url);
const twoMasses = (await import(new URL("two-masses/simulator.mjs", examples).href)) as {
  default(point: { mGluino: number; mLsp: number }): { observables: { clsObserved: number; clsExpected: number } };
  logNormalCdf(x: number): number;
};
const oneParameter = (await import(new URL("one-parameter/simulator.mjs", examples).href)) as {
  default(point: { mass: number }): { observables: { limitOverTheory: number } };
};

describe("two masses", () => {
  test.each([
    [-38, -726.5572160188201],
    [-20, -203.91715537109727],
    [-10, -53.23128515051247],
    [-3, -6.60772622151035],
    [-2, -3.7831843336820317],
    [0, -Math.LN2],
    [2, -0.023012909328963476],
    [8, -6.220960574271786e-16],
  ])("ln Φ(%d) agrees with a reference to 12 digits", (x, expected) => {
    expect(Math.abs(twoMasses.logNormalCdf(x) / expected - 1)).toBeLessThan(1e-12);
  });

  test("a light gluino is excluded beyond what a double can hold, a heavy one is not", () => {
    expect(twoMasses.default({ mGluino: 800, mLsp: 0 }).observables).toEqual({ clsObserved: 0, clsExpected: 0 });
    expect(twoMasses.default({ mGluino: 2600, mLsp: 0 }).observables.clsObserved).toBeGreaterThan(0.5);
  });

  test("its proxy is right about nine of ten points", async () => {
    const { default: approximate } = (await import(new URL("two-masses/proxy.mjs", examples).href)) as typeof twoMasses;
    const points = Array.from({ length: 900 }, (_, i) => ({ mGluino: 830 + 60 * (i % 30), mLsp: 60 * Math.floor(i / 30) })).filter(({ mGluino, mLsp }) => mLsp <= mGluino - 25);
    const right = points.filter((point) => approximate(point).observables.clsObserved <= 0.05 === twoMasses.default(point).observables.clsObserved <= 0.05);
    expect(right.length / points.length).toBeGreaterThan(0.9);
    expect(right.length).toBeLessThan(points.length);
  });

  test("its older values are off by half a probit", () => {
    const lines = readFileSync(new URL("two-masses/older-calibration.csv", examples), "utf8").trim().split("\n").slice(1);
    const shifts = lines.map((line) => line.split(",").map(Number)).flatMap(([mGluino, mLsp, older]) => {
      const { clsObserved } = twoMasses.default({ mGluino: mGluino!, mLsp: mLsp! }).observables;
      return clsObserved > 1e-4 ? [normalQuantile(older!) - normalQuantile(clsObserved)] : [];
    });
    expect(shifts.length).toBeGreaterThan(8);
    for (const shift of shifts) expect(shift).toBeCloseTo(0.5, 2);
  });

  test("CLs stays in [0, 1] and rises with the gluino mass at a fixed splitting", () => {
    for (const splitting of [25, 200, 600, 800]) {
      let previous = 0;
      for (let mGluino = 825; mGluino <= 2600; mGluino += 25) {
        const { clsExpected } = twoMasses.default({ mGluino, mLsp: mGluino - splitting }).observables;
        expect(clsExpected).toBeGreaterThanOrEqual(previous - 1e-12);
        expect(clsExpected).toBeLessThanOrEqual(1);
        previous = clsExpected;
      }
    }
  });
});

test("one parameter: the limit crosses the theory once, near 4063 GeV", () => {
  const excluded = Array.from({ length: 501 }, (_, i) => 1000 + 10 * i).filter(
    (mass) => oneParameter.default({ mass }).observables.limitOverTheory < 1,
  );
  expect(excluded.length).toBe(307); // 1000, 1010, ... 4060
  expect(excluded.at(-1)).toBe(4060);
});

describe("test functions", () => {
  test.each(testFunctions.map((f) => [f.name, f] as const))("%s is finite and inside at some points only", (_, f) => {
    const insideVolume = f.misclassifiedVolume((points) => new Uint8Array(points.n));
    expect(insideVolume).toBeGreaterThan(0.01);
    expect(insideVolume).toBeLessThan(0.99);
    expect(f.misclassifiedVolume((points) => new Uint8Array(points.n).fill(1))).toBeCloseTo(1 - insideVolume, 12);
    const corners = f.parameters.map(({ name, upper }) => [name, upper] as const);
    for (const value of Object.values(f.evaluate(Object.fromEntries(corners)))) expect(value).toSatisfy(Number.isFinite);
  });

  test("the two islands are 2 % each", () => {
    const islands = testFunctions.find(({ name }) => name === "two-islands")!;
    expect(islands.misclassifiedVolume((points) => new Uint8Array(points.n))).toBeCloseTo(0.04, 3);
    const left = islands.misclassifiedVolume((points) =>
      Uint8Array.from({ length: points.n }, (_, i) => Number(Math.hypot(points.data[2 * i]! - 0.25, points.data[2 * i + 1]! - 0.72) < 0.0798)),
    );
    expect(left).toBeCloseTo(0.02, 3);
  });

  test("the toy search does not lose its logarithm where 1 - tanh rounds to 0", () => {
    const toySearch = testFunctions.find(({ name }) => name === "toy-search")!;
    const { f } = toySearch.evaluate({ u0: 0.6, u1: 0 }) as { f: number };
    const s = (12 * Math.exp(-0.3) + 0.1 * Math.cos(1) + 0.2 * Math.cos(9)) * Math.tanh(1.78);
    expect(f).toBeCloseTo(3 * (-2 * (s - 5) - Math.log(0.05)), 2); // the leading term, ln(1 + e^-2(s - 5)) left out
  });
});
