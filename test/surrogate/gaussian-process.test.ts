import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTypescriptEngine } from "../../src/numeric/index.ts";
import { joinPoints, selectPoints, unitPoints } from "../../src/space/index.ts";
import { conditionSurrogate, type Surrogate } from "../../src/surrogate/index.ts";
import { drawPoints, identityScale, largestDifference, observe, scenarios, selectData, wave, type Scenario } from "./datasets.ts";

const engine = createTypescriptEngine();
const few = { numRuns: 40 };

function modelOf({ settings, dataset }: Scenario): Surrogate {
  return conditionSurrogate(settings, dataset, engine);
}

function expectSamePosterior(a: Surrogate, b: Surrogate, tolerance: number, seed = 1): void {
  const points = drawPoints(12, a.settings.lengthscales.length, seed + 1);
  expect(largestDifference(a.posterior(points).mean, b.posterior(points).mean)).toBeLessThan(tolerance);
  expect(largestDifference(a.posterior(points).variance, b.posterior(points).variance)).toBeLessThan(tolerance);
}

/** Rounding grows with the condition number of the covariance: about amplitude n / noiseVariance. */
const tolerance = 1e-8;

describe("laws of the posterior", () => {
  test("the order of the data does not matter", () => {
    fc.assert(
      fc.property(scenarios, ({ settings, dataset, seed }) => {
        const rows = Array.from(dataset.values, (_, i) => i).toReversed();
        const reversed = conditionSurrogate(settings, selectData(dataset, rows), engine);
        expectSamePosterior(modelOf({ settings, dataset, seed }), reversed, 1e-9, seed);
      }),
      few,
    );
  });

  test("an affine change of the observable's units changes nothing in standardised units", () => {
    fc.assert(
      fc.property(scenarios, fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true }), (scenario, shift, factor) => {
        const { settings, dataset } = scenario;
        const outputScale = { ...identityScale, centre: shift, spread: factor };
        const changed = { ...dataset, values: dataset.values.map((value) => shift + factor * value) };
        expectSamePosterior(modelOf(scenario), conditionSurrogate({ ...settings, outputScale }, changed, engine), 1e-7, scenario.seed);
      }),
      few,
    );
  });

  test("the variance lies between 0 and the prior's", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { amplitude, mean, lengthscales } = scenario.settings;
        const { variance } = modelOf(scenario).posterior(drawPoints(30, lengthscales.length, scenario.seed + 1));
        expect(Math.min(...variance)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...variance)).toBeLessThanOrEqual(amplitude + mean.variance);
      }),
      few,
    );
  });

  test("noiseless data are interpolated, and known there", () => {
    const dataset = observe(drawPoints(20, 2, 3), wave);
    const settings = { kernel: "matern52", lengthscales: [0.4, 0.5], amplitude: 2, noiseVariance: 0, mean: { constant: 0, variance: 1 }, outputScale: identityScale } as const;
    const { mean, variance } = conditionSurrogate(settings, dataset, engine).posterior(dataset.points);
    expect(largestDifference(mean, dataset.values)).toBeLessThan(1e-10);
    expect(Math.max(...variance)).toBeLessThan(1e-10);
  });

  test("the mean alone is the posterior's, grown and with pending points too", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { settings: { lengthscales: { length: d } }, seed } = scenario;
        const grown = modelOf(scenario).withData(observe(drawPoints(2, d, seed + 3), wave)).withPending(drawPoints(2, d, seed + 2));
        const points = drawPoints(12, d, seed + 1);
        expect(largestDifference(grown.mean(points), grown.posterior(points).mean)).toBeLessThan(1e-7);
      }),
      few,
    );
  });

  test("covariance agrees with variance and is symmetric", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const model = modelOf(scenario);
        const points = drawPoints(8, scenario.settings.lengthscales.length, scenario.seed + 1);
        const { data } = model.covariance(points, points);
        const diagonal = Array.from({ length: 8 }, (_, i) => data[i * 9]);
        expect(largestDifference(diagonal, model.posterior(points).variance)).toBeLessThan(1e-12);
        for (let i = 0; i < 64; i++) expect(Math.abs(data[i] - data[(i % 8) * 8 + Math.floor(i / 8)])).toBeLessThan(1e-12);
      }),
      few,
    );
  });

  test("a constant mean that is free follows the data, one that is fixed does not", () => {
    const dataset = observe(drawPoints(10, 1, 5), () => 40);
    const settings = { kernel: "rbf", lengthscales: [0.05], amplitude: 1e-4, noiseVariance: 1e-6, outputScale: identityScale } as const;
    const far = unitPoints(1, Float64Array.of(30));
    const free = conditionSurrogate({ ...settings, mean: { constant: 0, variance: 1e4 } }, dataset, engine);
    const fixed = conditionSurrogate({ ...settings, mean: { constant: 0, variance: 0 } }, dataset, engine);
    expect(free.posterior(far).mean[0]).toBeCloseTo(40, 4);
    expect(fixed.posterior(far).mean[0]).toBe(0);
  });
});

describe("pending points", () => {
  test("take variance away and leave the mean", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { settings: { lengthscales: { length: d } }, seed } = scenario;
        const before = modelOf(scenario);
        const after = before.withPending(drawPoints(3, d, seed + 2));
        const points = drawPoints(15, d, seed + 1);
        const [first, second] = [before.posterior(points), after.posterior(points)];
        expect(largestDifference(first.mean, second.mean)).toBeLessThan(tolerance);
        for (const [j, variance] of second.variance.entries()) expect(variance).toBeLessThanOrEqual(first.variance[j] + 1e-12);
      }),
      few,
    );
  });

  test("leave the variance that observing them would leave", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const added = observe(drawPoints(3, scenario.settings.lengthscales.length, scenario.seed + 2), wave);
        const model = modelOf(scenario);
        const points = drawPoints(15, added.points.d, scenario.seed + 1);
        const pending = model.withPending(added.points).posterior(points).variance;
        expect(largestDifference(pending, model.withData(added).posterior(points).variance)).toBeLessThan(tolerance);
      }),
      few,
    );
  });

  test("one after the other or all at once are the same", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const points = drawPoints(4, scenario.settings.lengthscales.length, scenario.seed + 2);
        const model = modelOf(scenario);
        const oneByOne = [0, 1, 2, 3].reduce<Surrogate>((grown, row) => grown.withPending(selectPoints(points, [row])), model);
        expectSamePosterior(oneByOne, model.withPending(points), tolerance, scenario.seed);
      }),
      few,
    );
  });

  test("stay pending when other data arrive, and do not count as observed", () => {
    const dataset = observe(drawPoints(10, 2, 1), wave);
    const settings = { kernel: "matern52", lengthscales: [0.4, 0.5], amplitude: 2, noiseVariance: 1e-4, mean: { constant: 0, variance: 1 }, outputScale: identityScale } as const;
    const waiting = drawPoints(2, 2, 2);
    const added = observe(drawPoints(3, 2, 3), wave);
    const model = conditionSurrogate(settings, dataset, engine);
    const grown = model.withPending(waiting).withData(added);
    expectSamePosterior(grown, model.withData(added).withPending(waiting), 1e-10);
    expect(grown.n).toBe(13);
    expect(grown.logMarginalLikelihood).toBeCloseTo(model.withData(added).logMarginalLikelihood, 9);
    expect(largestDifference(grown.leaveOneOut(), model.withData(added).leaveOneOut())).toBeLessThan(1e-8);
    const more = observe(drawPoints(2, 2, 4), wave);
    expect(largestDifference(model.withPending(waiting).forecastResiduals(more), model.forecastResiduals(more))).toBeLessThan(1e-9);
  });

  test("none of them is no change", () => {
    const model = modelOf({ ...fc.sample(scenarios, { numRuns: 1, seed: 1 })[0] });
    expect(model.withPending(unitPoints(1, new Float64Array()))).toBe(model);
  });
});

describe("more data", () => {
  test("one after the other equals all at once", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { settings, dataset } = scenario;
        const n = dataset.values.length;
        const [first, ...rest] = Array.from({ length: n }, (_, i) => selectData(dataset, [i]));
        const grown = rest.reduce((model, datum) => model.withData(datum), conditionSurrogate(settings, first, engine));
        expectSamePosterior(grown, modelOf(scenario), tolerance, scenario.seed);
        const joint = modelOf(scenario).logMarginalLikelihood;
        expect(Math.abs(grown.logMarginalLikelihood - joint)).toBeLessThan(tolerance * (1 + Math.abs(joint)));
      }),
      few,
    );
  });

  test("a point set that was asked about before gives what a fresh one gives, also after its coordinates were overwritten", () => {
    const { settings, dataset, seed } = fc.sample(scenarios, { numRuns: 1, seed: 5 })[0];
    const { d } = dataset.points;
    const model = conditionSurrogate(settings, dataset, engine);
    const points = drawPoints(7, d, seed + 1);
    model.posterior(points);
    const grown = model.withPending(drawPoints(2, d, seed + 2));
    const fresh = (): typeof points => unitPoints(d, points.data.slice());
    expect(largestDifference(grown.covariance(points, points).data, grown.covariance(fresh(), fresh()).data)).toBeLessThan(1e-12);
    points.data.reverse();
    expect(grown.posterior(points)).toEqual(grown.posterior(fresh()));
  });
});

describe("residuals", () => {
  test("leave-one-out residuals equal those of refits without each datum", () => {
    fc.assert(
      fc.property(scenarios.filter(({ dataset }) => dataset.values.length > 1), (scenario) => {
        const { settings, dataset } = scenario;
        const rows = Array.from(dataset.values, (_, i) => i);
        const refitted = rows.map((left) => {
          const { mean, variance } = conditionSurrogate(settings, selectData(dataset, rows.filter((row) => row !== left)), engine)
            .posterior(selectPoints(dataset.points, [left]));
          return (dataset.values[left] - mean[0]) / Math.sqrt(variance[0] + settings.noiseVariance);
        });
        const closed = modelOf(scenario).leaveOneOut();
        for (const [i, residual] of refitted.entries()) expect(Math.abs(closed[i] - residual)).toBeLessThan(1e-6 * (1 + Math.abs(residual)));
      }),
      few,
    );
  });

  test("the forecast residual of one point is its z-score, known error included", () => {
    fc.assert(
      fc.property(scenarios, fc.constantFrom(0, 0.3), (scenario, standardError) => {
        const { settings, seed } = scenario;
        const outcome = { ...observe(drawPoints(1, settings.lengthscales.length, seed + 2), wave), standardErrors: Float64Array.of(standardError) };
        const model = modelOf(scenario);
        const { mean, variance } = model.posterior(outcome.points);
        const expected = (outcome.values[0] - mean[0]) / Math.sqrt(variance[0] + settings.noiseVariance + standardError ** 2);
        expect(Math.abs(model.forecastResiduals(outcome)[0] - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
      }),
      few,
    );
  });

  test("forecast residuals of several points whiten their joint forecast", () => {
    const scenario = fc.sample(scenarios, { numRuns: 1, seed: 3 })[0];
    const outcomes = observe(drawPoints(5, scenario.settings.lengthscales.length, 77), wave);
    const model = modelOf(scenario);
    const covariance = { rows: 5, columns: 5, data: model.covariance(outcomes.points, outcomes.points).data.slice() };
    for (let i = 0; i < 5; i++) covariance.data[i * 6] += model.noiseVariance;
    const { mean } = model.posterior(outcomes.points);
    const errors = outcomes.values.map((value, i) => value - mean[i]);
    const whitened = engine.solveLower(engine.cholesky(covariance).factor, { rows: 5, columns: 1, data: errors }).data;
    expect(largestDifference(model.forecastResiduals(outcomes), whitened)).toBeLessThan(1e-8);
  });
});

describe("a model that grows", () => {
  const settings = { kernel: "matern52", lengthscales: [0.4, 0.5], amplitude: 2, noiseVariance: 1e-4, mean: { constant: 0, variance: 1 }, outputScale: identityScale } as const;
  const dataset = observe(drawPoints(12, 2, 1), wave);
  const added = observe(drawPoints(5, 2, 3), wave);
  const pending = drawPoints(2, 2, 4);
  const [domain, pool] = [drawPoints(40, 2, 5), drawPoints(15, 2, 6)];
  const start = conditionSurrogate(settings, dataset, engine);
  const opinion = (model: Surrogate) => [model.posterior(domain), model.posterior(pool), model.covariance(pool, domain), model.leaveOneOut()];

  test("says the same bit for bit whether it was asked on the way or not, whatever came together", () => {
    let asked: Surrogate = start;
    opinion(asked);
    for (const row of [0, 1, 2, 3, 4]) {
      asked = asked.withData(selectData(added, [row]));
      opinion(asked);
      opinion(asked.withPending(pending));
    }
    const together = conditionSurrogate(settings, dataset, engine).withData(added);
    expect(opinion(asked)).toEqual(opinion(together));
    expect(asked.logMarginalLikelihood).toBe(together.logMarginalLikelihood);
    expect(opinion(asked.withPending(pending))).toEqual(opinion(together.withPending(pending)));
  });

  test("agrees with one that is conditioned afresh", () => {
    const all = observe(joinPoints(dataset.points, added.points), wave);
    const [grown, afresh] = [start.withData(added), conditionSurrogate(settings, all, engine)];
    expectSamePosterior(grown, afresh, 1e-10);
    expect(largestDifference(grown.leaveOneOut(), afresh.leaveOneOut())).toBeLessThan(1e-8);
    expect(grown.logMarginalLikelihood).toBeCloseTo(afresh.logMarginalLikelihood, 9);
  });

  test("takes a noiseless repetition with a jitter that is told", () => {
    const noiseless = conditionSurrogate({ ...settings, noiseVariance: 0 }, dataset, engine);
    const repeated = noiseless.withData(selectData(dataset, [3, 3, 7]));
    expect(repeated.jitter).toBeGreaterThan(0);
    expect(repeated.jitter).toBeLessThan(1e-9);
    expect(largestDifference(repeated.posterior(dataset.points).mean, dataset.values)).toBeLessThan(1e-6);
    expect([...repeated.leaveOneOut(), ...repeated.withPending(selectPoints(dataset.points, [5])).posterior(domain).variance].every(Number.isFinite)).toBe(true);
  });
});

describe("what is refused and what is recorded", () => {
  const settings = { kernel: "matern52", lengthscales: [0.3], amplitude: 1, noiseVariance: 0, mean: { constant: 0, variance: 1 }, outputScale: identityScale } as const;
  const dataset = observe(drawPoints(4, 1, 1), wave);

  test("numbers that are not finite", () => {
    const values = dataset.values.with(2, Number.NaN);
    expect(() => conditionSurrogate(settings, { ...dataset, values }, engine)).toThrow("expected a finite number");
    const points = unitPoints(1, dataset.points.data.with(1, Infinity));
    expect(() => conditionSurrogate(settings, { ...dataset, points }, engine)).toThrow("expected finite coordinates, got Infinity");
    const standardErrors = dataset.standardErrors.with(0, Number.NaN);
    expect(() => conditionSurrogate(settings, { ...dataset, standardErrors }, engine)).toThrow("expected a finite standard error");
  });

  test("datasets that are empty or do not fit together", () => {
    expect(() => conditionSurrogate(settings, selectData(dataset, []), engine)).toThrow("expected at least 1 observation");
    expect(() => conditionSurrogate(settings, { ...dataset, values: dataset.values.slice(1) }, engine)).toThrow("expected 4 values");
  });

  test("a duplicated noiseless point is factorised with a jitter that is told", () => {
    const model = conditionSurrogate(settings, selectData(dataset, [0, 1, 2, 3, 3]), engine);
    expect(model.jitter).toBeGreaterThan(0);
    expect(model.jitter).toBeLessThan(1e-6);
    expect(largestDifference(model.posterior(dataset.points).mean, dataset.values)).toBeLessThan(1e-4);
    expect(conditionSurrogate(settings, dataset, engine).jitter).toBe(0);
  });

  test("the settings of a model, written to JSON and read back, make the same model", () => {
    const model = conditionSurrogate(settings, dataset, engine);
    const again = conditionSurrogate(JSON.parse(JSON.stringify(model.settings)), dataset, engine);
    const points = drawPoints(9, 1, 2);
    expect(again.posterior(points)).toEqual(model.posterior(points));
    expect(again.settings).toEqual(model.settings);
  });
});

describe("the noise to expect of a further evaluation", () => {
  const settings = { kernel: "matern52", lengthscales: [0.3], amplitude: 1, noiseVariance: 1e-4, mean: { constant: 0, variance: 1 }, outputScale: identityScale } as const;
  const points = drawPoints(9, 1, 4);
  const withErrors = (standardErrors: ArrayLike<number>) =>
    conditionSurrogate(settings, { ...observe(points, wave), standardErrors: Float64Array.from(standardErrors) }, engine);

  test("is the nugget where no standard errors are known", () => {
    expect(withErrors(new Float64Array(9)).noiseVariance).toBe(1e-4);
  });

  test("is that of the known standard errors and the nugget together, a few enormous ones left aside", () => {
    expect(withErrors(new Float64Array(9).fill(0.2)).noiseVariance).toBeCloseTo(0.04 + 1e-4, 12);
    expect(withErrors([0.2, 0.2, 0.2, 3, 3, 3, 3, 3, 3]).noiseVariance).toBeCloseTo(0.04 + 1e-4, 12);
  });

  test("is what a pending point takes into account", () => {
    const exact = withErrors(new Float64Array(9));
    const noisy = withErrors(new Float64Array(9).fill(0.5));
    const at = drawPoints(1, 1, 5);
    const left = (model: Surrogate): number => model.withPending(at).posterior(at).variance[0]!;
    expect(left(noisy)).toBeGreaterThan(10 * left(exact));
    const before = noisy.posterior(at).variance[0]!;
    expect(left(noisy)).toBeCloseTo((before * noisy.noiseVariance) / (before + noisy.noiseVariance), 10);
  });
});
