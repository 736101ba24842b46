import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTypescriptEngine } from "../../src/numeric/index.ts";
import { conditionSurrogate, plainFeatures, type SurrogateSettings } from "../../src/surrogate/index.ts";
import { hyperprior } from "../../src/surrogate/hyperprior.ts";
import { marginalLikelihood } from "../../src/surrogate/marginal-likelihood.ts";
import { standardiseDataset } from "../../src/surrogate/standardised-data.ts";
import { scenarios } from "./datasets.ts";

const engine = createTypescriptEngine();

/** Settings moved by factors exp(shift), in the gradient's order. */
function moved(settings: SurrogateSettings, k: number, shift: number): SurrogateSettings {
  const d = settings.lengthscales.length;
  const factor = Math.exp(shift);
  if (k === 0) return { ...settings, amplitude: settings.amplitude * factor };
  if (k === d + 1) return { ...settings, noiseVariance: settings.noiseVariance * factor };
  return { ...settings, lengthscales: settings.lengthscales.map((lengthscale, i) => (i === k - 1 ? lengthscale * factor : lengthscale)) };
}

test("the gradient equals finite differences, known errors and a free mean included", () => {
  fc.assert(
    fc.property(scenarios, ({ settings, dataset }) => {
      const standardErrors = dataset.values.map((_, i) => 0.05 * (i % 3));
      const data = standardiseDataset(settings.outputScale, { ...dataset, standardErrors }, plainFeatures(dataset.points.d).map);
      const { gradient } = marginalLikelihood(engine, settings, data);
      const step = 1e-4;
      for (const [k, slope] of gradient.entries()) {
        const [below, above] = [-step, step].map((shift) => marginalLikelihood(engine, moved(settings, k, shift), data).value);
        expect(Math.abs((above - below) / (2 * step) - slope)).toBeLessThan(1e-4 * (1 + Math.abs(slope)));
      }
    }),
    { numRuns: 30 },
  );
});

test("the value is the log marginal likelihood of the conditioned model", () => {
  fc.assert(
    fc.property(scenarios, ({ settings, dataset }) => {
      const { value } = marginalLikelihood(engine, settings, standardiseDataset(settings.outputScale, dataset, plainFeatures(dataset.points.d).map));
      const { logMarginalLikelihood } = conditionSurrogate(settings, dataset, engine);
      expect(Math.abs(value - logMarginalLikelihood)).toBeLessThan(1e-8 * (1 + Math.abs(value)));
    }),
    { numRuns: 30 },
  );
});

test("the prior's gradient equals finite differences and vanishes at its centre", () => {
  const { centre, scale, logDensity } = hyperprior(3);
  expect(logDensity(centre).gradient.every((slope) => slope === 0)).toBe(true);
  const theta = centre.map((value, k) => value + (k - 1.7) * scale[k]);
  const { gradient } = logDensity(theta);
  for (const [k, slope] of gradient.entries()) {
    const [below, above] = [-1e-5, 1e-5].map((shift) => logDensity(theta.with(k, theta[k] + shift)).value);
    expect((above - below) / 2e-5).toBeCloseTo(slope, 6);
  }
});
