import { describe, expect, test } from "vitest";
import { configPlugins, settingsOf } from "../../src/composition.ts";
import { configIdentity, parseConfig, type ConfigInput } from "../../src/config/index.ts";
import { createScan } from "../../src/index.ts";
import { unitPoints } from "../../src/space/index.ts";

const smallest = {
  parameters: [{ name: "m1", lower: 100, upper: 1100 }, { name: "m2", lower: 0, upper: 500 }],
  constraints: ["m2 <= m1 - 50"],
  observables: [{ name: "limit", threshold: 1, side: "below", transform: "log" }, { name: "expected", threshold: 1, side: "below", transform: "log" }],
  evaluator: { adapter: "module", module: "-" },
} satisfies ConfigInput;

const settings = (surrogate: ConfigInput["surrogate"]) => settingsOf(parseConfig({ ...smallest, surrogate }, configPlugins));
const some = unitPoints(2, Float64Array.of(0.1, 0.05, 0.35, 0.2, 0.6, 0.5, 0.85, 0.9));
const physical = [[200, 25], [450, 100], [700, 250], [950, 450]] as const;

/** Whether one set of numbers is a linear function of the other. */
function expectLinear(values: readonly number[], expected: readonly number[], digits: number): void {
  const ratio = (values[3]! - values[0]!) / (expected[3]! - expected[0]!);
  values.forEach((value, i) => expect(value - values[0]!).toBeCloseTo(ratio * (expected[i]! - expected[0]!), digits));
}

describe("what a config says is known beforehand", () => {
  test("an expression is a term up to its standardisation, for the observables that it is given for", () => {
    const { knowledge } = settings({ mean: { limit: ["log(m1 - m2)"] } });
    const features = knowledge.featuresOf("limit", "log", undefined);
    expect(features).toMatchObject({ inputCount: 2, termCount: 1 });
    const { data, d } = features.map(some);
    expectLinear([0, 1, 2, 3].map((i) => data[i * d + 2]!), physical.map(([m1, m2]) => Math.log(m1 - m2)), 10);
    expect(knowledge.featuresOf("expected", "log", undefined).termCount).toBe(0);
  });

  test("a table of positive values is a term in its logarithm, exact at its rows and smooth between them", () => {
    const crossSection = (m1: number) => 1e4 * Math.exp(-m1 / 120) * (1 + 100 / m1);
    const table = Array.from({ length: 21 }, (_, i) => ({ m1: 100 + 50 * i, fb: crossSection(100 + 50 * i) }));
    const { data, d } = settings({ mean: [{ table }] }).knowledge.featuresOf("limit", "log", undefined).map(some);
    expectLinear([0, 1, 2, 3].map((i) => data[i * d + 2]!), physical.map(([m1]) => Math.log(crossSection(m1))), 10);
    const between = unitPoints(2, Float64Array.of(0.12, 0, 0.33, 0, 0.61, 0, 0.98, 0));
    const found = settings({ mean: [{ table }] }).knowledge.featuresOf("limit", "log", undefined).map(between);
    expectLinear([0, 1, 2, 3].map((i) => found.data[i * found.d + 2]!), [220, 430, 710, 1080].map((m1) => Math.log(crossSection(m1))), 3);
  });

  test("inputs are the coordinates in which distances are taken, scaled to their ranges over the domain", () => {
    const features = settings({ inputs: ["m1 - m2", "m1", "m2"] }).knowledge.featuresOf("limit", "log", undefined);
    expect(features).toMatchObject({ inputCount: 3, termCount: 0 });
    const { data } = features.map(some);
    physical.forEach(([m1, m2], i) => expect(data[3 * i]).toBeCloseTo((m1 - m2 - 50) / 1050, 2));
  });

  test("is part of what a scan means", () => {
    const identity = (surrogate: ConfigInput["surrogate"]) => configIdentity(parseConfig({ ...smallest, surrogate }, configPlugins));
    const all = [{}, { mean: ["m1"] }, { mean: ["log(m1)"] }, { inputs: ["m1", "m1 - m2"] }].map(identity);
    expect(new Set(all).size).toBe(4);
    expect(identity({ mean: { limit: ["m1"], expected: ["m1"] } })).toBe(all[1]);
  });
});

test("a scan that knows the shape of its observable has its contour after the design", () => {
  const limit = ({ m1, m2 }: Readonly<Record<string, number>>) => 0.02 * Math.exp(m1! / 200) / Math.sqrt(1 - m2! / m1!);
  const wrongAfterDesign = (surrogate: ConfigInput["surrogate"]) => {
    const { observables: _observables, evaluator: _evaluator, ...rest } = smallest;
    const scan = createScan({ ...rest, observables: [{ name: "limit", threshold: 1, side: "below", transform: "log" }], surrogate });
    for (const { id, parameters } of scan.ask(6)) scan.tell(id, { observables: { limit: limit(parameters) } });
    const points = Array.from({ length: 400 }, (_, i) => ({ m1: 600 + 25 * (i % 20), m2: 25 * Math.floor(i / 20) }));
    const { median } = scan.estimate(points)["limit"]!;
    return points.filter((point, i) => limit(point) <= 1 !== median[i]! <= 1).length;
  };
  expect(wrongAfterDesign({ mean: ["m1", "log(1 - m2 / max(m1, 1))"] })).toBe(0);
  expect(wrongAfterDesign({})).toBeGreaterThan(4);
});

test("learned inputs go with terms of the mean, a proxy and earlier evaluations: each is open to question by itself", () => {
  const limit = ({ m1, m2 }: Readonly<Record<string, number>>) => 0.02 * Math.exp((m1! - 0.8 * m2!) / 150);
  const { observables: _observables, evaluator: _evaluator, ...rest } = smallest;
  const evaluations = [[300, 100], [500, 300], [800, 100], [1000, 400]].map(([m1, m2]) => ({ m1: m1!, m2: m2!, limit: 1.3 * limit({ m1: m1!, m2: m2! }) }));
  const scan = createScan(
    { ...rest, observables: [{ name: "limit", threshold: 1, side: "below", transform: "log" }], surrogate: { kernel: "matern52", mean: ["m1"], inputs: "learned" } },
    { proxy: ({ m1 }) => ({ observables: { limit: Math.exp(m1! / 200) } }), earlier: [{ name: "older", evaluations, offsets: true }] },
  );
  for (let i = 0; i < 6; i++) for (const { id, parameters } of scan.ask()) scan.tell(id, { observables: { limit: limit(parameters) } });
  const { median } = scan.estimate([{ m1: 700, m2: 200 }])["limit"]!;
  expect(Math.abs(Math.log(median[0]! / limit({ m1: 700, m2: 200 })))).toBeLessThan(0.05);
  const models = scan.state.fitted!.alternatives["limit"]!;
  expect(new Set(models.map(({ axes }) => axes !== undefined))).toEqual(new Set([true, false]));
  expect(models.every(({ scatterVariance, mean }) => scatterVariance !== undefined && mean.termVariances?.length === 2)).toBe(true);
  expect(new Set(models.map(({ mean }) => mean.termVariances![1] === 0))).toEqual(new Set([true, false]));
});
