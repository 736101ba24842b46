import { describe, expect, test } from "vitest";
import { assess, concludeVerdict, type Assessment, type AssessmentRequest, type ObservableAssessment } from "../../src/level-set/index.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { fixedSurrogate, noPoints, point, somePoints, valuesOf } from "../proposal/models.ts";

const tolerance = 0.01;

function observable(changes: Partial<ObservableAssessment> = {}): ObservableAssessment {
  return {
    observable: "cls", forecastResiduals: [], restarts: 0, leaveOneOutInflation: 1, prequentialInflation: 1, inflation: 1,
    logEValue: 0, logEValueLimit: Math.log(20), undecidedVolume: 0, ...changes,
  };
}

/** An assessment that passes every condition of the certificate in two dimensions. */
function assessment(changes: Partial<Assessment> = {}, volume = 0.004, bound: number | null = volume + 0.004): Assessment {
  const levelSet = {
    observable: "cls", threshold: 0.05, side: "below", expectedMisclassifiedVolume: volume, upperBound95: bound, excursionVolume: 0.4, inflation: 1,
  } as const;
  return {
    evaluations: 25, fittedEvaluations: 25, exhausted: false, levelSets: [levelSet], observables: [observable()], inflation: 1,
    explorationRadius: 1.2, leastExplored: [0, 1], ...changes,
  };
}

describe("the verdict", () => {
  test("nothing assessed is not certified", () => {
    expect(concludeVerdict([], tolerance, 2)).toEqual({
      verdict: "not-certified", obstacle: "assessment", reason: "nothing has been assessed yet",
    });
  });

  test("two consecutive refits that pass are a certificate", () => {
    const history = [assessment({ fittedEvaluations: 24, evaluations: 24 }), assessment()];
    expect(concludeVerdict(history, tolerance, 2)).toEqual({
      verdict: "model-certified",
      reason: "misclassified volume at most 0.8 % (95 %), within the tolerance 1 %; 0.4 % is expected",
    });
  });

  test("one refit is not enough, however often it is assessed", () => {
    for (const history of [[assessment()], [assessment(), assessment({ evaluations: 26 })]]) {
      expect(concludeVerdict(history, tolerance, 2)).toMatchObject({ verdict: "not-certified", obstacle: "confirmation" });
    }
  });

  test("the refit before counts with its last assessment", () => {
    const before = [assessment({ fittedEvaluations: 24 }), assessment({ fittedEvaluations: 24 }, 0.02)];
    expect(concludeVerdict([...before, assessment()], tolerance, 2)).toMatchObject({ obstacle: "confirmation" });
    expect(concludeVerdict([...before.toReversed(), assessment()], tolerance, 2)).toMatchObject({ verdict: "model-certified" });
  });

  test("the fit before need only have expected as much, not have bounded it", () => {
    const before = assessment({ fittedEvaluations: 24 }, 0.009, 0.015);
    expect(concludeVerdict([before, assessment()], tolerance, 2)).toMatchObject({ verdict: "model-certified" });
    expect(concludeVerdict([assessment({ fittedEvaluations: 24 }), assessment({}, 0.009, null)], tolerance, 2)).toMatchObject({ obstacle: "accuracy" });
  });

  test.each([
    [
      assessment({}, 0.009, 0.015), "accuracy",
      "misclassified volume up to 1.5 % (95 %) is above the tolerance of 1 %, 0.9 % is expected (cls at 0.05)",
    ],
    [assessment({}, 0.018), "accuracy", "expected misclassified volume 1.8 % is above the tolerance of 1 % (cls at 0.05)"],
    [assessment({ explorationRadius: 2.13 }), "exploration", "an admissible point lies 2.1 lengthscales from every evaluation (limit 1.5)"],
    [assessment({ evaluations: 14 }), "evaluations", "14 evaluations are too few to trust the model, it takes 20"],
  ])("says in words what is missing", (latest, obstacle, reason) => {
    expect(concludeVerdict([assessment({ fittedEvaluations: 24 }), latest], tolerance, 2)).toEqual({
      verdict: "not-certified", obstacle, reason,
    });
  });

  test("more dimensions need more evaluations", () => {
    const history = [assessment({ fittedEvaluations: 24 }), assessment()];
    expect(concludeVerdict(history, tolerance, 3)).toMatchObject({ obstacle: "evaluations", reason: expect.stringContaining("30") });
  });

  test("the worst of several level sets decides", () => {
    const { levelSets } = assessment();
    const worse = { ...levelSets[0]!, threshold: 0.1, expectedMisclassifiedVolume: 0.03 };
    const latest = assessment({ levelSets: [...levelSets, worse] });
    expect(concludeVerdict([latest], tolerance, 2).reason).toContain("3 % is above the tolerance of 1 % (cls at 0.1)");
  });

  test("a model whose forecasts failed is rejected, whatever else passes", () => {
    const rejected = assessment({ observables: [observable({ logEValue: 3.4, prequentialInflation: 2.31 })] });
    expect(concludeVerdict([assessment({ fittedEvaluations: 24 }), rejected], tolerance, 2)).toEqual({
      verdict: "model-rejected",
      obstacle: "model",
      reason:
        "the model of cls is rejected: forecasts made before the evaluations missed by more than chance allows " +
        "(log e-value 3.4, limit 3.0; their errors are 2.3 times the stated ones in the root mean square)",
    });
    expect(concludeVerdict([rejected, assessment({ fittedEvaluations: 26 })], tolerance, 2)).toMatchObject({ obstacle: "confirmation" });
  });

  test("with every allowed point tried, accuracy at the last fit is enough and nothing else can be asked", () => {
    const last = assessment({ exhausted: true, evaluations: 9, explorationRadius: 3 }, 0.009, 0.02);
    expect(concludeVerdict([last], tolerance, 2)).toMatchObject({ verdict: "model-certified" });
    expect(concludeVerdict([assessment({ exhausted: true }, 0.02)], tolerance, 2)).toMatchObject({ obstacle: "accuracy" });
  });

  test("an undecided volume is part of the certificate's text", () => {
    const observables = [observable({ undecidedVolume: 0.123 })];
    const history = [assessment({ fittedEvaluations: 24, observables }), assessment({ observables })];
    expect(concludeVerdict(history, tolerance, 2).reason).toContain(
      "12 % of the admissible volume is undecided, its evaluations were infeasible or failed",
    );
  });
});

describe("an assessment", () => {
  const observed = somePoints(2, 14, 6);
  const surrogate = fixedSurrogate(observed, valuesOf(observed));
  const domain = somePoints(2, 256, 7);
  const request: AssessmentRequest = {
    observables: new Map([["f", { surrogate, plausible: () => [surrogate], forecastResiduals: Float64Array.of(2, -2), restarts: 1 }]]),
    levelSets: [{ observable: "f", threshold: 0.4, side: "above", weight: 1 }],
    integration: { points: domain, weights: new Float64Array(256).fill(1 / 256) },
    exploration: domain,
    observed,
    unusable: noPoints(2),
    fittedEvaluations: 14,
    exhausted: false,
    tolerance: 0.1,
    history: [],
    random: randomStream(1, "assessment", 0),
  };

  test("is plain JSON and holds what the verdict needs", () => {
    const made = assess(request);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made).toMatchObject({ evaluations: 14, fittedEvaluations: 14, exhausted: false });
    expect(made.levelSets[0]).toMatchObject({ observable: "f", threshold: 0.4, side: "above", inflation: made.inflation });
    expect(made.leastExplored).toHaveLength(2);
  });

  test("the posterior is inflated by the forecast residuals of the model in use", () => {
    const honest = { ...request, observables: new Map([["f", { surrogate, plausible: () => [surrogate], forecastResiduals: new Float64Array(0), restarts: 1 }]]) };
    const [narrow, wide] = [assess(honest), assess(request)];
    expect(wide.observables[0]!.prequentialInflation).toBe(2);
    expect(wide.inflation).toBeGreaterThanOrEqual(2);
    expect(wide.levelSets[0]!.expectedMisclassifiedVolume).toBeGreaterThan(narrow.levelSets[0]!.expectedMisclassifiedVolume);
  });

  test("residuals add up over assessments until the model is replaced", () => {
    const first = assess(request);
    const second = assess({ ...request, history: [first] });
    const replaced = new Map([["f", { surrogate, plausible: () => [surrogate], forecastResiduals: Float64Array.of(1), restarts: 2 }]]);
    const third = assess({ ...request, observables: replaced, history: [first, second] });
    expect(second.observables[0]!.logEValue).toBeGreaterThan(first.observables[0]!.logEValue);
    expect(third.observables[0]).toMatchObject({ prequentialInflation: 1, restarts: 2, forecastResiduals: [1] });
    expect(third.observables[0]!.logEValueLimit).toBeGreaterThan(first.observables[0]!.logEValueLimit);
  });

  test("the bound is computed only near the tolerance, and lies above the expected volume", () => {
    const { expectedMisclassifiedVolume, upperBound95 } = assess(request).levelSets[0]!;
    expect(upperBound95).toBeGreaterThan(expectedMisclassifiedVolume);
    const strict = assess({ ...request, tolerance: expectedMisclassifiedVolume / 3 });
    expect(strict.levelSets[0]!.upperBound95).toBeNull();
  });

  test("volume next to an evaluation without a value is undecided and never counted as classified", () => {
    const whole = assess(request);
    const parted = assess({ ...request, unusable: point(0.9, 0.9) });
    const { undecidedVolume } = parted.observables[0]!;
    expect(whole.observables[0]!.undecidedVolume).toBeCloseTo(0, 12);
    expect(undecidedVolume).toBeGreaterThan(0.01);
    expect(parted.levelSets[0]!.excursionVolume).toBeLessThanOrEqual(1 - undecidedVolume);
    expect(parted.levelSets[0]!.expectedMisclassifiedVolume).toBeLessThan(whole.levelSets[0]!.expectedMisclassifiedVolume);
    expect(parted.explorationRadius).toBeLessThanOrEqual(whole.explorationRadius);
  });
});
