import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectedFeasibility } from "../../acquisition/bichon.ts";
import { entropy } from "../../acquisition/entropy.ts";
import { misclassification } from "../../acquisition/misclassification.ts";
import { mutualInformation } from "../../acquisition/mutual-information.ts";
import { expectedContourImprovement } from "../../acquisition/ranjan.ts";
import { straddle } from "../../acquisition/straddle.ts";
import { sur } from "../../acquisition/sur.ts";
import { excursionProbability, misclassificationProbability } from "../../src/level-set/index.ts";
import { integratedReduction, pointwiseScore, type AcquisitionFunction } from "../../src/proposal/index.ts";
import { unitPoints } from "../../src/space/index.ts";
import { batchScore, contextOf, goldenSurrogate, noPoints, point, scoreOf, textbookLookAhead } from "../proposal/models.ts";
import { exactExpectedEntropy } from "./quadrature.ts";

interface LookAheadValues {
  readonly integratedBernoulliVariance: number;
  readonly integratedMisclassification: number;
  readonly mutualInformation: number;
  readonly imse: number;
}

interface Golden {
  readonly threshold: number;
  readonly observationNoiseVariance: number;
  readonly integrationPoints: number[][];
  readonly before: { readonly integratedBernoulliVariance: number; readonly integratedMisclassification: number };
  readonly candidates: readonly { readonly x: number[]; readonly lookAhead: LookAheadValues; readonly pointwise: Record<string, number> }[];
  readonly batches: readonly { readonly points: number[][]; readonly lookAhead: LookAheadValues }[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/acquisition.json", import.meta.url), "utf8")) as Golden;
const { threshold, observationNoiseVariance, before } = golden;
const surrogate = goldenSurrogate();
const integration = unitPoints(2, Float64Array.from(golden.integrationPoints.flat()));

/** Criteria that only serve the comparison. */
const exactMutualInformation: AcquisitionFunction = {
  name: "exact mutual information",
  prepare: (context) => integratedReduction(context, (_, weights) => ({ loss: exactExpectedEntropy, weights })),
};
const sequences = [
  ...golden.candidates.map(({ x, lookAhead }) => ({ points: [x], lookAhead })),
  ...golden.batches,
];

describe.each(sequences)("look-ahead at $points", ({ points, lookAhead }) => {
  const batch = unitPoints(2, Float64Array.from(points.flat()));
  const gain = (acquisition: AcquisitionFunction): number =>
    batchScore(acquisition, surrogate, integration, threshold, batch, observationNoiseVariance);

  test("the closed forms equal quadrature over the outcomes to 1e-8", () => {
    expect(before.integratedBernoulliVariance - gain(sur)).toBeCloseTo(lookAhead.integratedBernoulliVariance, 8);
    expect(before.integratedMisclassification - gain(misclassification)).toBeCloseTo(lookAhead.integratedMisclassification, 8);
    expect(gain(exactMutualInformation)).toBeCloseTo(lookAhead.mutualInformation, 8);
  });

  test("the variance left is the integrated mean squared error to 1e-10", () => {
    const seen = textbookLookAhead(surrogate, integration, batch, observationNoiseVariance);
    const left = seen.variance.reduce((sum, value, j) => sum + (value - seen.pendingReduction[j]) / integration.n, 0);
    expect(left).toBeCloseTo(lookAhead.imse, 10);
  });

  test("the smooth mutual information is within 2.5e-3 nat of the exact one", () => {
    expect(Math.abs(gain(mutualInformation) - lookAhead.mutualInformation)).toBeLessThan(2.5e-3);
  });
});

describe.each(golden.candidates)("pointwise criteria at $x", ({ x, pointwise }) => {
  const candidate = point(...x);
  const context = contextOf(textbookLookAhead(surrogate, integration, noPoints(2), observationNoiseVariance), threshold);

  test("equal their definitions to 1e-8", () => {
    const banded = (criterion: Parameters<typeof pointwiseScore>[1]): number => pointwiseScore(context, criterion)(candidate)[0];
    expect(banded(expectedFeasibility(1))).toBeCloseTo(pointwise.bichon_alpha1!, 8);
    expect(banded(expectedFeasibility(2))).toBeCloseTo(pointwise.bichon_alpha2!, 8);
    expect(banded(expectedContourImprovement(1))).toBeCloseTo(pointwise.ranjan_alpha1!, 8);
    expect(banded(expectedContourImprovement(2))).toBeCloseTo(pointwise.ranjan_alpha2!, 8);
    expect(scoreOf(entropy, context, candidate)).toBeCloseTo(pointwise.entropy!, 8);
    expect(scoreOf(straddle, context, candidate)).toBeCloseTo(pointwise["straddle_1.96"]!, 8);
    const probability = excursionProbability(surrogate.posterior(candidate), threshold, "above");
    expect(misclassificationProbability(probability)[0]).toBeCloseTo(pointwise.misclassification!, 8);
  });
});
