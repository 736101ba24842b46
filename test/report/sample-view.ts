import { normalCdf } from "../../src/numeric/index.ts";
import { createSpace, type Parameter, type PhysicalPoints } from "../../src/space/index.ts";
import type { AssessmentView, EvaluationView, ObservableView, Prediction, ScanView } from "../../src/report/index.ts";

/** An observable that is known everywhere, with a standard deviation that the reports show as the surrogate's. */
export interface KnownObservable extends Omit<ObservableView, "latent"> {
  readonly value: (point: Float64Array) => number;
  readonly standardDeviation: number;
}

export interface Sample {
  readonly parameters: readonly Parameter[];
  readonly constraints?: readonly string[];
  readonly observables: readonly KnownObservable[];
}

export const square: readonly Parameter[] = [
  { name: "x", lower: -2, upper: 2, scale: "linear", unit: "GeV" },
  { name: "y", lower: -2, upper: 2, scale: "linear" },
];

/** The radius in the square, with a threshold that makes the excursion set a disc or its outside. */
export function radius(threshold: number, side: "above" | "below", name = "radius"): KnownObservable {
  return { name, thresholds: [threshold], side, value: (point) => Math.hypot(...point), standardDeviation: 0.1 };
}

/** What figures say and show unless a config says otherwise. */
export const plainFigure: ScanView["figure"] = { points: "none", projections: false };

/** A scan whose surrogates are the known observables on the identity scale. */
export function sampleView({ parameters, constraints = [], observables }: Sample, others: Partial<ScanView> = {}): ScanView {
  const space = createSpace({ parameters, constraints });
  return {
    name: "sample",
    seed: 1,
    parameters,
    constraints,
    admissible: (points) => space.admissible(space.toUnit(points)),
    observables: observables.map(({ value: _value, standardDeviation: _width, ...observable }) => ({ ...observable, latent: (value) => value })),
    evaluations: [],
    assessments: [],
    verdict: "not-certified",
    reason: "the budget of 3 evaluations is spent",
    wallTimeSeconds: 75,
    targetVolume: 0.01,
    target: "1 % of the volume",
    budgetEvaluations: 3,
    settings: [{ name: "evaluator", value: "module" }],
    figure: plainFigure,
    surrogates: Object.fromEntries(observables.map(({ name }) => [name, surrogateLike(parameters.length)])),
    predict: (points) => observables.map((observable) => predictionOf(observable, points)),
    ...others,
  };
}

function surrogateLike(d: number): ScanView["surrogates"][string] {
  const lengthscales = Array.from({ length: d }, (_, k) => 0.3 + 0.1 * k);
  return { kernel: "matern52", transform: "identity", lengthscales, amplitude: 1, noiseVariance: 0, jitter: 0 };
}

function predictionOf({ value, standardDeviation, thresholds, side }: KnownObservable, points: PhysicalPoints): Prediction {
  const median = Float64Array.from({ length: points.n }, (_, i) => value(points.data.subarray(i * points.d, (i + 1) * points.d)));
  const sign = side === "above" ? 1 : -1;
  return {
    median,
    lower: median.map((one) => one - standardDeviation),
    upper: median.map((one) => one + standardDeviation),
    probability: thresholds.map((threshold) => median.map((one) => normalCdf((sign * (one - threshold)) / standardDeviation))),
  };
}

/** An observed evaluation, changed where asked. */
export function evaluation(parameters: EvaluationView["parameters"], others: Partial<EvaluationView> = {}): EvaluationView {
  return {
    id: "a-1",
    status: "observed",
    origin: "design",
    attempts: 1,
    parameters,
    observations: {},
    startedAt: "2025-01-12T08:00:00.000Z",
    seconds: 1.5,
    ...others,
  };
}

/** An assessment in which every level set of the observables looks the same. */
export function assessment(observables: readonly KnownObservable[], evaluations: number, expectedMisclassifiedVolume: number): AssessmentView {
  return {
    evaluations,
    observables: observables.map(({ name }) => ({
      observable: name, undecidedVolume: 0, prequentialInflation: 1.07, logEValue: 0.4, logEValueLimit: Math.log(20),
    })),
    exploration: { correlation: 0.55, unexploredVolume: 0.004, tolerance: 0.01 },
    levelSets: observables.flatMap(({ name, thresholds, side }) =>
      thresholds.map((threshold) => {
        const upperBound95 = 3 * expectedMisclassifiedVolume;
        return {
          observable: name, threshold, side, expectedMisclassifiedVolume, upperBound95,
          excursionVolume: 0.25, isOneSided: false, inflation: 1.25,
        };
      }),
    ),
  };
}

/** A reason that tries everything a page, a table or a terminal could trip over. */
export const nastyReason = 'exit 1, "core" dumped\r\n</script><script>alert(1)</script><!-- & <img src="https://example.org/x"> \u001B[31m';
