import { expect, test } from "vitest";
import type { StampedEntry } from "../../src/journal/index.ts";
import { datasetOf } from "../../src/scan/dataset.ts";
import { createModels } from "../../src/scan/models.ts";
import { conditionSurrogate, featureMapOf, type Surrogate } from "../../src/surrogate/index.ts";
import { disc, runToy, toyConfig, toyCore } from "./toy-scan.ts";

const config = toyConfig({
  surrogate: { kernel: "matern52" }, design: { points: 41 }, budget: { evaluations: 45, failures: 3 }, convergence: { misclassifiedVolume: 1e-9, auditEvaluations: 0 },
});
const { entries } = await runToy(disc, { config });
const probe = toyCore(config).settings.space.toUnit({ n: 2, d: 2, data: Float64Array.of(0.2, 0.3, 0.7, 0.4) });

/** What the scan predicts once the entries are known, asked after each of them or only in the end. */
function prediction(known: readonly StampedEntry[], isAskedOften: boolean) {
  const core = toyCore(config);
  for (const entry of known) {
    core.record([entry]);
    if (isAskedOften) core.surrogates()?.get("depth")!.posterior(probe);
  }
  return core.surrogates()!.get("depth")!.posterior(probe);
}

test("the models are the same bit for bit whenever they were asked", () => {
  expect(prediction(entries, true)).toEqual(prediction(entries, false));
});

test("an observation that is excluded leaves the models, those that have grown since the fit too", () => {
  const arrivals = entries.filter((entry) => entry.type === "arrived");
  const last = entries.findLastIndex(({ type }) => type === "arrived");
  const excluded: StampedEntry = { type: "excluded", id: arrivals.at(-2)!.id, reason: "a wrong card", at: entries.at(-1)!.at };
  const before = [...entries.slice(0, last), excluded, entries[last]!];
  const after = [...entries.slice(0, last + 1), excluded];
  expect(prediction(before, true)).toEqual(prediction(before, false));
  expect(prediction(after, true)).toEqual(prediction(before, false));
  expect(prediction(after, true)).not.toEqual(prediction(entries, false));
});

test("plausible models are those of their settings given all that has arrived, or, where a fit leaves data out, given what it kept and what came since", () => {
  const given = (maxPoints?: number): void => {
    const core = toyCore(maxPoints === undefined ? config : { ...config, surrogate: { ...config.surrogate, maxPoints } });
    core.record(entries);
    const { state, settings } = core;
    const [first] = createModels(settings).plausible(state, state.fitted!, "depth") as [Surrogate];
    const features = settings.knowledge.featuresOf("depth", first.outputScale.transform, state.survey);
    const all = conditionSurrogate(first.settings, datasetOf(state, "depth"), settings.engine, featureMapOf(features, first.settings.mean));
    if (maxPoints === undefined) expect(first.posterior(probe)).toEqual(all.posterior(probe));
    else expect(first.n).toBe(maxPoints + state.observedOrder.length - state.fitted!.observed);
  };
  given();
  given(30);
});

test("a plausible model is asked as often as what has come since the fit speaks for it", () => {
  const core = toyCore(config);
  core.record(entries);
  const { state, settings } = core;
  const fitted = state.fitted!;
  expect(fitted.observed).toBeLessThan(state.observedOrder.length);
  const models = createModels(settings);
  const atFit = models.plausible(state, fitted, "depth", fitted.observed);
  const since = datasetOf(state, "depth", fitted.observed);
  const weights = atFit.map((model) => Math.exp(model.withData(since).logMarginalLikelihood - model.logMarginalLikelihood));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const now = models.plausible(state, fitted, "depth");
  expect(now).toHaveLength(atFit.length);
  const isOf = (one: Surrogate) => (other: Surrogate): boolean => other.settings === one.settings;
  for (const one of new Set(atFit)) {
    const share = weights.filter((_, i) => isOf(one)(atFit[i]!)).reduce((sum, weight) => sum + weight, 0) / total;
    expect(Math.abs(now.filter(isOf(one)).length - share * now.length)).toBeLessThan(1 + 1e-6);
  }
  expect(Math.max(...weights) / Math.min(...weights)).toBeGreaterThan(1.5); // it matters
});
