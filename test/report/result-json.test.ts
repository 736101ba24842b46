import { expect, test } from "vitest";
import { resultJson, resultSchema } from "../../src/report/index.ts";
import { assessment, evaluation, radius, sampleView, square } from "./sample-view.ts";

const observables = [radius(1, "below"), { ...radius(0.5, "above", "inner"), thresholds: [0.5, 0.7] }];
const disc = { parameters: square, observables };

test("result.json has the shape of the contract", () => {
  const evaluations = [
    evaluation({ x: 0, y: 0 }),
    evaluation({ x: 1, y: 0 }, { id: "a-2", status: "failed", attempts: 3 }),
    evaluation({ x: 1, y: 1 }, { id: "a-3", status: "pending", attempts: 0 }),
  ];
  const assessments = [assessment(observables, 1, 0.2), assessment(observables, 2, 0.03)];
  const result = resultSchema.parse(JSON.parse(resultJson(sampleView(disc, { evaluations, assessments }))));
  expect(result).toMatchInlineSnapshot(`
    {
      "evaluations": {
        "attempts": 4,
        "failed": 1,
        "infeasible": 0,
        "observed": 1,
        "pending": 1,
      },
      "observables": {
        "inner": [
          {
            "excursionVolume": 0.25,
            "expectedMisclassifiedVolume": 0.03,
            "side": "above",
            "threshold": 0.5,
            "upperBound95": 0.09,
          },
          {
            "excursionVolume": 0.25,
            "expectedMisclassifiedVolume": 0.03,
            "side": "above",
            "threshold": 0.7,
            "upperBound95": 0.09,
          },
        ],
        "radius": [
          {
            "excursionVolume": 0.25,
            "expectedMisclassifiedVolume": 0.03,
            "side": "below",
            "threshold": 1,
            "upperBound95": 0.09,
          },
        ],
      },
      "reason": "the budget of 3 evaluations is spent",
      "seed": 1,
      "surrogate": {
        "inner": {
          "amplitude": 1,
          "inflation": [
            1.25,
            1.25,
          ],
          "jitter": 0,
          "kernel": "matern52",
          "lengthscales": {
            "x": 0.3,
            "y": 0.4,
          },
          "noiseVariance": 0,
          "transform": "identity",
        },
        "radius": {
          "amplitude": 1,
          "inflation": [
            1.25,
          ],
          "jitter": 0,
          "kernel": "matern52",
          "lengthscales": {
            "x": 0.3,
            "y": 0.4,
          },
          "noiseVariance": 0,
          "transform": "identity",
        },
      },
      "verdict": "not-certified",
      "version": 1,
      "wallTimeSeconds": 75,
    }
  `);
});

test("before the first assessment volumes are null, not numbers", () => {
  const view = sampleView(disc, { surrogates: {} });
  const result = resultSchema.parse(JSON.parse(resultJson(view)));
  expect(result.observables.radius).toEqual([
    { threshold: 1, side: "below", expectedMisclassifiedVolume: null, upperBound95: null, excursionVolume: null },
  ]);
  expect(result.surrogate).toEqual({});
});

test("an audit is in the result, and nothing where none was made", () => {
  const audit = [{ observable: "radius", threshold: 1, side: "below", evaluated: 59, errors: 0, upperBound95: 0.0495 }] as const;
  expect(resultSchema.parse(JSON.parse(resultJson(sampleView(disc, { audit })))).audit).toEqual(audit);
  expect(JSON.parse(resultJson(sampleView(disc)))).not.toHaveProperty("audit");
});
