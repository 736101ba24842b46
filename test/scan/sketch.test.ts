import { describe, expect, test } from "vitest";
import type { StampedEntry } from "../../src/journal/index.ts";
import { createModels } from "../../src/scan/models.ts";
import { createSketcher } from "../../src/scan/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import type { Surrogate } from "../../src/surrogate/index.ts";
import { disc, runToy, toyConfig } from "./toy-scan.ts";

const somewhere = unitPoints(2, Float64Array.from([0.2, 0.3, 0.5, 0.5, 0.62, 0.81, 0.9, 0.1]));
const grid = unitPoints(2, Float64Array.from({ length: 2 * 21 * 21 }, (_, i) => (i % 2 === 0 ? (i >> 1) % 21 : Math.floor(i / 42)) / 20));
const inside = (surrogates: ReadonlyMap<string, Surrogate>) => {
  const depth = surrogates.get("depth")!;
  return Array.from(depth.posterior(grid).mean, (mean) => mean >= depth.standardise(0));
};
const means = (surrogates: ReadonlyMap<string, Surrogate>) => [...surrogates.get("depth")!.posterior(somewhere).mean];
const { core } = await runToy(disc, { config: toyConfig({ budget: { evaluations: 40, failures: 0 }, convergence: { ...toyConfig().convergence, misclassifiedVolume: 1e-6 } }) });

describe("a sketch", () => {
  test("of few evaluations is what the scan knows", () => {
    const sketch = createSketcher(core.settings, 100)(core.state)!;
    expect(sketch.observations).toBe(40);
    expect(means(sketch.surrogates)).toEqual(means(core.surrogates()!));
  });

  test("of many rests on those that tell most, and has the contour where the scan has it", () => {
    const sketcher = createSketcher(core.settings, 24);
    const sketch = sketcher(core.state)!;
    expect(sketch.observations).toBe(24);
    const known = inside(core.surrogates()!);
    const other = inside(sketch.surrogates).filter((isInside, i) => isInside !== known[i]);
    expect(other.length).toBeLessThanOrEqual(4); // of 441 points
    expect(sketcher(core.state)!.surrogates).toEqual(sketch.surrogates);
    expect([...sketch.score(somewhere)].every(Number.isFinite)).toBe(true);
  });

  test("of a scan without a fit does not exist", () => {
    const { fitted: _fitted, ...state } = core.state;
    expect(createSketcher(core.settings, 24)(state)).toBeUndefined();
  });
});

test("models forget a value that is withdrawn, whatever they have kept", () => {
  const models = createModels(core.settings);
  const before = means(models.surrogates(core.state, core.state.fitted!));
  const [first] = core.state.observedOrder;
  const at = "2026-01-01T00:00:00Z";
  const excluded: StampedEntry = { type: "excluded", id: core.state.evaluations[first!]!.id, reason: "typo", at };
  core.record([excluded]);
  const after = means(models.surrogates(core.state, core.state.fitted!));
  expect(after).not.toEqual(before);
  const fresh = means(createModels(core.settings).surrogates(core.state, core.state.fitted!));
  after.forEach((mean, i) => expect(mean).toBeCloseTo(fresh[i]!, 9));
});
