import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acquisitionFunctions } from "../../acquisition/index.ts";
import { expectedMisclassification } from "../../acquisition/misclassification.ts";
import { expectedEntropy, mutualInformation } from "../../acquisition/mutual-information.ts";
import { negativeInformation, pes } from "../../acquisition/pes.ts";
import { expectedBernoulliVariance, sur } from "../../acquisition/sur.ts";
import { expectedDeviation } from "../../acquisition/vorobev.ts";
import { misclassification } from "../../acquisition/misclassification.ts";
import { timse } from "../../acquisition/timse.ts";
import { binaryEntropy, normalCdf, type LookAheadLoss } from "../../src/numeric/index.ts";
import { integratedReduction, lookAhead, type AcquisitionFunction } from "../../src/proposal/index.ts";
import { selectPoints, unitPoints, type UnitPoints } from "../../src/space/index.ts";
import { batchScore, contextOf, fixedSurrogate, noPoints, scoreOf, somePoints, textbookLookAhead, valuesOf } from "../proposal/models.ts";
import { exactExpectedEntropy } from "./quadrature.ts";

const distance = fc.integer({ min: -5000, max: 5000 }).map((i) => i / 1000);
const share = fc.integer({ min: 0, max: 9999 }).map((i) => i / 10000);
const runs = { numRuns: 300 };

const losses = [
  ["mutual-information", expectedEntropy],
  ["exact entropy", exactExpectedEntropy],
  ["sur", expectedBernoulliVariance],
  ["misclassification", expectedMisclassification],
  ["pes", negativeInformation],
  ["vorobev at 0.3", expectedDeviation(0.3)],
] as const;

describe.each(losses)("the look-ahead loss of %s", (_, loss) => {
  test("never grows with the share of the variance taken away", () => {
    fc.assert(
      fc.property(distance, share, share, (a, r1, r2) => loss(a, Math.max(r1, r2)) <= loss(a, Math.min(r1, r2)) + 1e-12),
      { numRuns: 100 },
    );
  });

  test("is finite at both ends", () => {
    for (const a of [-8.9, -1, 0, 1, 8.9]) {
      for (const r of [0, 1e-300, 1e-16, 1 - 1e-12]) expect(loss(a, r)).toSatisfy(Number.isFinite);
    }
  });
});

test("nothing looked at leaves p(1 - p), min(p, 1 - p) and h(p)", () => {
  fc.assert(
    fc.property(distance, (a) => {
      const p = normalCdf(a);
      expect(expectedBernoulliVariance(a, 0)).toBeCloseTo(p * (1 - p), 12);
      expect(expectedMisclassification(a, 0)).toBeCloseTo(Math.min(p, 1 - p), 12);
      expect(Math.abs(expectedEntropy(a, 0) - binaryEntropy(p))).toBeLessThan(1.9e-3);
    }),
    runs,
  );
});

test("half the misclassification <= Bernoulli variance <= misclassification", () => {
  fc.assert(
    fc.property(distance, share, (a, r) => {
      const [wrong, variance] = [expectedMisclassification(a, r), expectedBernoulliVariance(a, r)];
      return wrong / 2 <= variance + 1e-14 && variance <= wrong + 1e-14;
    }),
    runs,
  );
});

test("Vorob'ev deviation at level 1/2 is the misclassification", () => {
  fc.assert(fc.property(distance, share, (a, r) => Math.abs(expectedDeviation(0.5)(a, r) - expectedMisclassification(a, r)) < 1e-12), runs);
});

function information(loss: LookAheadLoss, a: number, r: number): number {
  return loss(a, 0) - loss(a, r);
}

test("mutual information is never less than moment-matched predictive entropy search", () => {
  fc.assert(
    fc.property(distance, share, (a, r) => information(exactExpectedEntropy, a, r) >= information(negativeInformation, a, r) - 1e-10),
    runs,
  );
});

test("the smooth entropy is within 1.9e-3 nat of the exact one, and so is the information", () => {
  let [entropyError, informationError] = [0, 0];
  for (let a = -5; a <= 5; a += 0.1) {
    for (let r = 0; r < 1; r += 0.05) {
      const error = expectedEntropy(a, r) - exactExpectedEntropy(a, r);
      entropyError = Math.max(entropyError, Math.abs(error));
      informationError = Math.max(informationError, Math.abs(error - expectedEntropy(a, 0) + exactExpectedEntropy(a, 0)));
    }
  }
  expect(entropyError).toBeLessThan(1.9e-3);
  expect(informationError).toBeLessThan(1.9e-3);
});

/** A model of 8 noisy observations, candidates and integration points, all named by a seed. */
function model(seed: number) {
  const points = somePoints(2, 8, seed);
  const surrogate = fixedSurrogate(points, valuesOf(points), { noiseVariance: 0.01 });
  return { surrogate, integration: somePoints(2, 48, seed + 1), batch: somePoints(2, 3, seed + 2), threshold: 0.3 };
}

const seeds = fc.integer({ min: 0, max: 1000 });
const integrated = [mutualInformation, sur, misclassification, pes, timse];

describe.each(integrated)("$name", (acquisition) => {
  test("gains the same from a batch in any order", () => {
    fc.assert(
      fc.property(seeds, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (seed, order) => {
        const { surrogate, integration, batch, threshold } = model(seed);
        const gain = (points: UnitPoints): number => batchScore(acquisition, surrogate, integration, threshold, points, 0.01);
        expect(gain(selectPoints(batch, order))).toBeCloseTo(gain(batch), 12);
      }),
      { numRuns: 10 },
    );
  });

  test("gains no less from more points", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { surrogate, integration, batch, threshold } = model(seed);
        const gains = [1, 2, 3].map((q) => {
          const first = selectPoints(batch, Array.from({ length: q }, (_, i) => i));
          return batchScore(acquisition, surrogate, integration, threshold, first, 0.01);
        });
        expect(gains).toEqual(gains.toSorted((a, b) => a - b));
        expect(gains[0]).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 10 },
    );
  });

  test("gains nothing from a pending point again when there is no noise", () => {
    const points = somePoints(2, 8, 1);
    const surrogate = fixedSurrogate(points, valuesOf(points));
    const pending = somePoints(2, 2, 5);
    const context = contextOf(lookAhead(surrogate, somePoints(2, 64, 2), pending), 0.3);
    for (const repeated of [points, pending]) {
      for (const score of acquisition.prepare(context)(repeated)) expect(score).toBeLessThan(1e-9);
    }
  });
});

function moved({ d, data }: UnitPoints): UnitPoints {
  return unitPoints(d, data.map((x) => 0.5 * x + 0.2));
}

describe.each(acquisitionFunctions.filter(({ name }) => name !== "random"))("$name", (acquisition: AcquisitionFunction) => {
  test("does not change when the parameters are shifted and scaled", () => {
    const { integration, batch } = model(3);
    const points = somePoints(2, 8, 3);
    const scores = [
      [points, integration, batch, 0.4] as const,
      [moved(points), moved(integration), moved(batch), 0.2] as const,
    ].map(([at, over, candidates, lengthscale]) => {
      const surrogate = fixedSurrogate(at, valuesOf(points), { lengthscale });
      return acquisition.prepare(contextOf(lookAhead(surrogate, over, noPoints(2)), 0.3))(candidates);
    });
    for (let i = 0; i < batch.n; i++) expect(scores[1]![i]).toBeCloseTo(scores[0]![i], 10);
  });
});

test("the surrogate's own look-ahead equals the textbook formulas, pending one after the other or together", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { surrogate, integration, batch } = model(seed);
      const candidates = somePoints(2, 5, seed + 3);
      const seen = lookAhead(surrogate, integration, batch);
      const stepwise = lookAhead(surrogate.withPending(selectPoints(batch, [0])), integration, selectPoints(batch, [1, 2]));
      const expected = textbookLookAhead(surrogate, integration, batch, surrogate.noiseVariance);
      for (const [actual, value] of [
        [seen.pendingReduction, expected.pendingReduction],
        [seen.covariance(candidates).data, expected.covariance(candidates).data],
        [stepwise.covariance(candidates).data, expected.covariance(candidates).data],
        [seen.predictiveVariance(candidates), expected.predictiveVariance(candidates)],
        [stepwise.predictiveVariance(candidates), expected.predictiveVariance(candidates)],
        [seen.posterior(candidates).variance, expected.posterior(candidates).variance],
      ] as const) {
        actual.forEach((one, i) => expect(one).toBeCloseTo(value[i], 10));
      }
    }),
    { numRuns: 10 },
  );
});

test("several level sets and observables add up with their weights", () => {
  const { surrogate, integration, batch } = model(11);
  const other = fixedSurrogate(somePoints(2, 6, 12), valuesOf(somePoints(2, 6, 12), (x) => x[0] - x[1]));
  const [first, second] = [surrogate, other].map((one) => lookAhead(one, integration, noPoints(2)));
  const alone = (seen: typeof first, threshold: number): number => scoreOf(sur, contextOf(seen!, threshold), selectPoints(batch, [0]));
  const { weights, random, engine } = contextOf(first!, 0);
  const terms = [
    { lookAhead: first!, threshold: 0.1, side: "above", weight: 1 },
    { lookAhead: first!, threshold: 0.8, side: "below", weight: 0.5 },
    { lookAhead: second!, threshold: 0, side: "above", weight: 2 },
  ] as const;
  const together = sur.prepare({ terms, weights, random, engine })(selectPoints(batch, [0]))[0];
  expect(together).toBeCloseTo(alone(first, 0.1) + 0.5 * alone(first, 0.8) + 2 * alone(second, 0), 12);
});

test("an integration point whose value is known contributes nothing", () => {
  const points = somePoints(2, 8, 1);
  const surrogate = fixedSurrogate(points, valuesOf(points));
  const context = contextOf(lookAhead(surrogate, points, noPoints(2)), 0.3);
  const score = integratedReduction(context, (_, weights) => ({ loss: expectedEntropy, weights }));
  expect([...score(somePoints(2, 4, 9))]).toEqual([0, 0, 0, 0]);
});

