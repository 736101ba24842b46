import { describe, expect, test } from "vitest";
import { assess, concludeVerdict, contourMeasure, type Assessment, type AssessmentRequest, type ObservableAssessment } from "../../src/level-set/index.ts";
import { straysBeside } from "../../src/level-set/strays.ts";
import { randomStream } from "../../src/numeric/index.ts";
import { selectPoints, type UnitPoints } from "../../src/space/index.ts";
import { fixedSurrogate, noPoints, point, somePoints, valuesOf } from "../proposal/models.ts";

const tolerance = { misclassifiedVolume: 0.01 };

function observable(changes: Partial<ObservableAssessment> = {}): ObservableAssessment {
  return {
    observable: "cls", forecastResiduals: [], restarts: 0, leaveOneOutInflation: 1, prequentialInflation: 1, inflation: 1,
    logEValue: 0, logEValueLimit: Math.log(20), undecidedVolume: 0, ...changes,
  };
}

/** An assessment that passes every condition of the certificate in two dimensions. */
function assessment(changes: Partial<Assessment> = {}, volume = 0.004, bound: number | null = volume + 0.004): Assessment {
  const levelSet = {
    observable: "cls", threshold: 0.05, side: "below", expectedMisclassifiedVolume: volume, upperBound95: bound, excursionVolume: 0.4, isOneSided: false, inflation: 1,
  } as const;
  return {
    evaluations: 25, fittedEvaluations: 25, exhausted: false, levelSets: [levelSet], observables: [observable()], inflation: 1,
    exploration: { correlation: 0.55, unexploredVolume: 0.004, tolerance: 0.01 }, leastExplored: [0, 1], ...changes,
  };
}

/** The last but one and the last but two assessment of a scan that is about to be certified. */
const near = [23, 24].map((evaluations) => assessment({ evaluations, fittedEvaluations: evaluations }, 0.009, 0.019));

describe("the verdict", () => {
  test("nothing assessed is not certified", () => {
    expect(concludeVerdict([], tolerance, 2)).toEqual({
      verdict: "not-certified", obstacle: "assessment", reason: "nothing has been assessed yet",
    });
  });

  test("a bound within the tolerance that was near it before is a certificate", () => {
    expect(concludeVerdict([...near, assessment()], tolerance, 2)).toEqual({
      verdict: "model-certified",
      reason: "misclassified volume at most 0.8 % (95 %), within the tolerance 1 %; 0.4 % is expected",
    });
  });

  test("a bound that falls all at once has to be confirmed by two evaluations, however often it is assessed meanwhile", () => {
    const isConfirmed = (...before: readonly Assessment[]): boolean => {
      const { verdict, obstacle } = concludeVerdict([...before, assessment()], tolerance, 2);
      if (verdict !== "model-certified") expect(obstacle).toBe("confirmation");
      return verdict === "model-certified";
    };
    const [earlier, later] = near;
    const far = (evaluations: number, bound: number | null) => assessment({ evaluations }, 0.009, bound);
    expect(isConfirmed(earlier!, later!)).toBe(true);
    expect(isConfirmed()).toBe(false);
    expect(isConfirmed(later!)).toBe(false);
    expect(isConfirmed(later!, later!, assessment())).toBe(false);
    expect(isConfirmed(far(23, 0.021), later!)).toBe(false);
    expect(isConfirmed(earlier!, far(24, null))).toBe(false);
    expect(isConfirmed(far(22, null), earlier!, later!, far(25, 0.03))).toBe(true);
    expect(isConfirmed(far(17, 0.019))).toBe(true); // eight arrived together
    expect(isConfirmed(earlier!, assessment({ evaluations: 24, observables: [observable({ logEValue: 3.4 })] }))).toBe(false);
  });

  test("an assessment without a bound is not accurate", () => {
    expect(concludeVerdict([...near, assessment({}, 0.009, null)], tolerance, 2)).toMatchObject({ obstacle: "accuracy" });
  });

  test.each([
    [
      assessment({}, 0.009, 0.015), "accuracy",
      "misclassified volume up to 1.5 % (95 %) is above the tolerance of 1 %, 0.9 % is expected (cls at 0.05)",
    ],
    [assessment({}, 0.018), "accuracy", "expected misclassified volume 1.8 % is above the tolerance of 1 % (cls at 0.05)"],
    [
      assessment({ exploration: { correlation: 0.55, unexploredVolume: 0.013, tolerance: 0.01 } }), "exploration",
      "1.3 % of the admissible volume is unexplored (open to question, and correlated with every evaluation by less than 0.55), more than the tolerance of 1 %",
    ],
    [
      assessment({
        exploration: { correlation: 0.55, unexploredVolume: 0, tolerance: 0.01, overlooked: { observable: "cls", threshold: 0.05, probability: 0.0123 } },
      }), "exploration",
      "a place that nobody has looked at may lie on the other side of cls at 0.05 (probability 1.2 %)",
    ],
    [
      assessment({
        exploration: { correlation: 0.55, unexploredVolume: 0, tolerance: 0.01, strays: { observable: "cls", threshold: 0.05, evaluated: 9, volume: 0.034 } },
      }), "exploration",
      "9 evaluated points next to the contour of cls at 0.05 are too few to tell how the listed values scatter there: 3.4 % of the list may lie on its other side, more than the tolerance of 1 %",
    ],
    [assessment({ evaluations: 14 }), "evaluations", "14 evaluations are too few to trust the model, it takes 20"],
  ])("says in words what is missing", (latest, obstacle, reason) => {
    expect(concludeVerdict([...near, latest], tolerance, 2)).toEqual({ verdict: "not-certified", obstacle, reason });
  });

  test("what an older journal knows of the exploration is its largest distance", () => {
    const { exploration: _, ...older } = assessment();
    expect(concludeVerdict([...near, { ...older, explorationRadius: 1.4 }], tolerance, 2)).toMatchObject({ verdict: "model-certified" });
    expect(concludeVerdict([...near, { ...older, explorationRadius: 2.13 }], tolerance, 2)).toMatchObject({
      obstacle: "exploration", reason: "an admissible point lies 2.1 lengthscales from every evaluation (limit 1.5)",
    });
  });

  test("a contour that no two evaluations enclose has to be looked for more closely", () => {
    const { levelSets } = assessment();
    const exploration = { correlation: 0.75, unexploredVolume: 0.11, tolerance: 0.01 };
    const unseen = assessment({ exploration, levelSets: [{ ...levelSets[0]!, isOneSided: true }] });
    expect(concludeVerdict([...near, unseen], tolerance, 2)).toMatchObject({
      obstacle: "exploration",
      reason: "11 % of the admissible volume is unexplored (open to question, and correlated with every evaluation by less than 0.75), more than the tolerance of 1 %, while the contour of cls at 0.05 has not been met",
    });
  });

  test("more dimensions need more evaluations", () => {
    expect(concludeVerdict([...near, assessment()], tolerance, 3)).toMatchObject({ obstacle: "evaluations", reason: expect.stringContaining("30") });
  });

  test("a contour distance can be asked for beside the volume, or alone", () => {
    const contourDistance = (): Float64Array => expect.fail("not needed for a verdict");
    const at = (expected: number, upperBound95: number | null, evaluations = 25) => {
      const one = assessment({ evaluations }, 0.02, 0.05);
      return { ...one, levelSets: one.levelSets.map((levelSet) => ({ ...levelSet, contourDistance: { expected, upperBound95 } })) };
    };
    expect(concludeVerdict([at(0.6, 1.2, 22), at(0.4, 0.9)], { contourDistance }, 2)).toEqual({
      verdict: "model-certified",
      reason: "mean contour distance at most 90 % of the declared one (95 %), within the tolerance 100 % of the declared one; 40 % of the declared one is expected",
    });
    expect(concludeVerdict([at(0.6, 1.2, 22), at(0.4, 0.9)], { ...tolerance, contourDistance }, 2)).toMatchObject({
      obstacle: "accuracy", reason: "expected misclassified volume 2 % is above the tolerance of 1 % (cls at 0.05)",
    });
    expect(concludeVerdict([at(0.4, 1.1)], { contourDistance }, 2).reason).toContain("up to 110 % of the declared one (95 %) is above");
    expect(concludeVerdict([at(0.4, null)], { contourDistance }, 2).reason).toContain("mean contour distance not bounded yet");
    expect(concludeVerdict([assessment()], { contourDistance }, 2)).toMatchObject({ obstacle: "accuracy" });
  });

  test("the worst of several level sets decides", () => {
    const { levelSets } = assessment();
    const worse = { ...levelSets[0]!, threshold: 0.1, expectedMisclassifiedVolume: 0.03 };
    const latest = assessment({ levelSets: [...levelSets, worse] });
    expect(concludeVerdict([latest], tolerance, 2).reason).toContain("3 % is above the tolerance of 1 % (cls at 0.1)");
  });

  test("a model whose forecasts failed is rejected, whatever else passes", () => {
    const rejected = assessment({ observables: [observable({ logEValue: 3.4, prequentialInflation: 2.31 })] });
    expect(concludeVerdict([...near, rejected], tolerance, 2)).toEqual({
      verdict: "model-rejected",
      obstacle: "model",
      reason:
        "the model of cls is rejected: forecasts made before the evaluations missed by more than chance allows " +
        "(log e-value 3.4, limit 3.0; their errors are 2.3 times the stated ones in the root mean square)",
    });
  });

  test("with every allowed point tried, accuracy at the last fit is enough and nothing else can be asked", () => {
    const last = assessment({ exhausted: true, evaluations: 9, exploration: { correlation: 0.55, unexploredVolume: 0.3, tolerance: 0.01 } }, 0.009, 0.02);
    expect(concludeVerdict([last], tolerance, 2)).toMatchObject({ verdict: "model-certified" });
    expect(concludeVerdict([assessment({ exhausted: true }, 0.02)], tolerance, 2)).toMatchObject({ obstacle: "accuracy" });
  });

  test("an undecided volume is part of the certificate's text", () => {
    const observables = [observable({ undecidedVolume: 0.123 })];
    expect(concludeVerdict([...near, assessment({ observables })], tolerance, 2).reason).toContain(
      "12 % of the admissible volume is undecided, its evaluations were infeasible or failed",
    );
  });
});

describe("an assessment", () => {
  const observed = somePoints(2, 14, 6);
  const surrogate = fixedSurrogate(observed, valuesOf(observed));
  const domain = somePoints(2, 256, 7);
  const request: AssessmentRequest = {
    observables: new Map([["f", { surrogate, plausible: () => [surrogate], forecastResiduals: Float64Array.of(2, -2), forecastUndecided: Float64Array.of(1, 0.5), known: new Map(), restarts: 1 }]]),
    levelSets: [{ observable: "f", threshold: 0.4, side: "above", weight: 1 }],
    integration: { points: domain, weights: new Float64Array(256).fill(1 / 256) },
    observed,
    unusable: noPoints(2),
    fittedEvaluations: 14,
    exhausted: false,
    isLast: false,
    criteria: { misclassifiedVolume: 0.1 },
    history: [],
    random: randomStream(1, "assessment", 0),
  };

  test("is plain JSON and holds what the verdict needs", () => {
    const made = assess(request);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made).toMatchObject({ evaluations: 14, fittedEvaluations: 14, exhausted: false });
    expect(made.levelSets[0]).toMatchObject({ observable: "f", threshold: 0.4, side: "above", inflation: made.inflation });
    expect(made.exploration).toMatchObject({ correlation: 0.55, tolerance: 0.1 });
    expect(made.levelSets[0]!.isOneSided).toBe(false);
    expect(assess({ ...request, levelSets: [{ ...request.levelSets[0]!, threshold: 9 }] }).levelSets[0]!.isOneSided).toBe(true);
  });

  test("bounds all sets where one is near its tolerance, or none, only when it is the last", () => {
    const levelSets = [0.4, 2.5].map((threshold) => ({ observable: "f", threshold, side: "above", weight: 1 }) as const);
    const boundsOf = (isLast: boolean) => assess({ ...request, levelSets, isLast, criteria: { misclassifiedVolume: 1e-6 } }).levelSets;
    expect(boundsOf(false).map(({ upperBound95 }) => upperBound95)).toEqual([null, null]);
    for (const { expectedMisclassifiedVolume, upperBound95 } of boundsOf(true)) expect(upperBound95).toBeGreaterThanOrEqual(expectedMisclassifiedVolume);
  });

  test("of a point that is known its value is the answer, whatever the models say", () => {
    const everywhere = Array.from({ length: 256 }, (_, row) => row);
    const knowing = (known: ReadonlyMap<number, number>) => {
      const one = { surrogate, plausible: () => [surrogate], forecastResiduals: new Float64Array(0), forecastUndecided: new Float64Array(0), known, restarts: 0 };
      return assess({ ...request, observables: new Map([["f", one]]) }).levelSets[0]!;
    };
    const all = knowing(new Map(everywhere.map((row) => [row, row < 64 ? 1 : 0])));
    expect(all).toMatchObject({ expectedMisclassifiedVolume: 0, upperBound95: 0, excursionVolume: 64 / 256 });
    const [none, half] = [knowing(new Map()), knowing(new Map(everywhere.slice(0, 128).map((row) => [row, 0])))];
    expect(half.expectedMisclassifiedVolume).toBeLessThan(none.expectedMisclassifiedVolume);
    expect(half.excursionVolume).toBeLessThan(none.excursionVolume);
  });

  test("of a list whose bound is within the tolerance what may stray next to the contour is told, and looked at where it is too much", () => {
    const evaluated = somePoints(2, 40, 6);
    const noisy = fixedSurrogate(evaluated, valuesOf(evaluated), { noiseVariance: 1e-3 });
    const judged = (known: ReadonlyMap<number, number>, misclassifiedVolume: number) => {
      const one = { surrogate: noisy, plausible: () => [noisy], forecastResiduals: new Float64Array(0), forecastUndecided: new Float64Array(0), known, restarts: 0 };
      return assess({ ...request, observables: new Map([["f", one]]), observed: evaluated, criteria: { misclassifiedVolume } });
    };
    const listed = new Map([[0, valuesOf(domain)[0]!]]);
    expect(judged(new Map(), 1).exploration!.strays).toBeUndefined();
    const { levelSets: [levelSet] } = judged(listed, 1);
    const bound = levelSet!.upperBound95!;
    expect(judged(listed, 0.99 * bound).exploration!.strays).toBeUndefined();
    const { exploration, leastExplored } = judged(listed, 1.01 * bound);
    const open = { points: selectPoints(domain, Array.from({ length: 255 }, (_, j) => j + 1)), weights: new Float64Array(255).fill(1 / 256) };
    const { next, ...strays } = straysBeside({ surrogate: noisy, threshold: 0.4, inflation: 1, open, evaluated });
    expect(exploration!.strays).toEqual({ observable: "f", threshold: 0.4, ...strays });
    expect(strays.volume).toBeGreaterThan(1.01 * bound);
    expect(leastExplored).toEqual(next);
  });

  test("the posterior is inflated by the forecast residuals of the model in use, as much as each was undecided", () => {
    const honest = { ...request, observables: new Map([["f", { surrogate, plausible: () => [surrogate], forecastResiduals: new Float64Array(0), forecastUndecided: new Float64Array(0), known: new Map(), restarts: 1 }]]) };
    const [narrow, wide] = [assess(honest), assess(request)];
    expect(wide.observables[0]!.prequentialInflation).toBe(2);
    expect(wide.inflation).toBeCloseTo(Math.sqrt((20 + 1.5 * 4) / 21.5), 12);
    expect(wide.levelSets[0]!.expectedMisclassifiedVolume).toBeGreaterThan(narrow.levelSets[0]!.expectedMisclassifiedVolume);
  });

  test("residuals add up over assessments until the model is replaced", () => {
    const first = assess(request);
    const second = assess({ ...request, history: [first] });
    const replaced = new Map([["f", { surrogate, plausible: () => [surrogate], forecastResiduals: Float64Array.of(1), forecastUndecided: Float64Array.of(1), known: new Map(), restarts: 2 }]]);
    const third = assess({ ...request, observables: replaced, history: [first, second] });
    expect(second.observables[0]!.logEValue).toBeGreaterThan(first.observables[0]!.logEValue);
    expect(third.observables[0]).toMatchObject({ prequentialInflation: 1, restarts: 2, forecastResiduals: [1] });
    expect(third.observables[0]!.logEValueLimit).toBeGreaterThan(first.observables[0]!.logEValueLimit);
  });

  test("residuals of an older journal, which does not say how undecided they were, count in full", () => {
    const first = assess(request);
    const [{ forecastUndecided: _, ...older }] = first.observables as [ObservableAssessment];
    const second = assess({ ...request, history: [{ ...first, observables: [older] }] });
    expect(second.inflation).toBeCloseTo(Math.sqrt((20 + 2 * 4 + 1.5 * 4) / (20 + 2 + 1.5)), 12);
  });

  test("the bound is computed only near the tolerance, and lies above the expected volume", () => {
    const { expectedMisclassifiedVolume, upperBound95 } = assess(request).levelSets[0]!;
    expect(upperBound95).toBeGreaterThan(expectedMisclassifiedVolume);
    const strict = assess({ ...request, criteria: { misclassifiedVolume: expectedMisclassifiedVolume / 3 } });
    expect(strict.levelSets[0]!.upperBound95).toBeNull();
  });

  test("a mean contour distance is the volume over the measure of the drawn contour", () => {
    const contourDistance = ({ n, d }: UnitPoints): Float64Array => new Float64Array(n * d).fill(0.05);
    const alone = assess({ ...request, criteria: { contourDistance } }).levelSets[0]!;
    const measure = contourMeasure(surrogate, 0.4, request.integration, contourDistance);
    expect(alone.contourDistance!.expected).toBeCloseTo(alone.expectedMisclassifiedVolume / measure, 12);
    const half = ({ n, d }: UnitPoints): Float64Array => new Float64Array(n * d).fill(0.025);
    const twice = assess({ ...request, criteria: { misclassifiedVolume: 0.1, contourDistance: half } }).levelSets[0]!;
    expect(twice.contourDistance!.expected / twice.expectedMisclassifiedVolume).toBeCloseTo(2 / measure, 6);
  });

  test("volume next to an evaluation without a value is undecided and never counted as classified", () => {
    const whole = assess(request);
    const parted = assess({ ...request, unusable: point(0.9, 0.9) });
    const { undecidedVolume } = parted.observables[0]!;
    expect(whole.observables[0]!.undecidedVolume).toBeCloseTo(0, 12);
    expect(undecidedVolume).toBeGreaterThan(0.01);
    expect(parted.levelSets[0]!.excursionVolume).toBeLessThanOrEqual(1 - undecidedVolume);
    expect(parted.levelSets[0]!.expectedMisclassifiedVolume).toBeLessThan(whole.levelSets[0]!.expectedMisclassifiedVolume);
    expect(parted.exploration!.unexploredVolume).toBeLessThanOrEqual(whole.exploration!.unexploredVolume);
  });
});
