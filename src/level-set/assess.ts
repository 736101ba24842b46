import type { RandomStream } from "../numeric/index.ts";
import { joinPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { contourMeasure } from "./contour-measure.ts";
import { decidedDomain, withoutKnown, type DecidedDomain } from "./decided-domain.ts";
import { doubtfulPoints } from "./doubtful-points.ts";
import { estimateLevelSet, type LevelSetEstimate } from "./estimate.ts";
import { pointsInQuestion, unexploredVolume } from "./exploration.ts";
import { misclassifiedVolumeBound } from "./misclassified-volume-bound.ts";
import { averageMisclassification, type ModelAverage } from "./model-average.ts";
import { overlookedPlace, type Overlooked } from "./overlooked.ts";
import { forecastInflation, prequentialCalibration, rejectionLogEValue, rootMeanSquare } from "./prequential.ts";
import { straysBeside, type Strays } from "./strays.ts";
import type { Assessment, ConvergenceCriteria, LevelSet, LevelSetAssessment, ObservableAssessment, Weighted } from "./types.ts";
import { exploredCorrelation } from "./verdict.ts";

/** How far above its tolerance the misclassified volume of a level set may lie in the opinion of the surrogate for all to be judged by other models. */
const averageFrom = 2;

/** The same in the mean of their opinions, for bounds, which lie above it. */
const boundFrom = 1.25;

/** One observable of a scan at the moment of an assessment. */
export interface AssessedObservable {
  readonly surrogate: Surrogate;
  /** Equally likely models that the same data do not tell apart, made when asked for. */
  readonly plausible: () => readonly Surrogate[];
  /** Whitened forecast errors of the outcomes that arrived since the assessment before, by the model then in force. */
  readonly forecastResiduals: Float64Array;
  /** How undecided each of them was before, 4 p (1 - p). */
  readonly forecastUndecided: Float64Array;
  /**
   * Values, in the observable's own units, at the integration points that were evaluated without noise, by their rows: of a listed point
   * its value is the answer, and no model has a say in it. Empty where the domain is no list.
   */
  readonly known: ReadonlyMap<number, number>;
  /** How many models of this observable have been rejected and replaced; residuals of their time are left out. */
  readonly restarts: number;
}

export interface AssessmentRequest {
  readonly observables: ReadonlyMap<string, AssessedObservable>;
  readonly levelSets: readonly LevelSet[];
  /** Points that stand for the admissible domain in every volume. // [m, d] */
  readonly integration: Weighted<UnitPoints>;
  readonly observed: UnitPoints; // [n, d]
  readonly unusable: UnitPoints; // [k, d], infeasible or failed
  readonly fittedEvaluations: number;
  readonly exhausted: boolean; // no allowed point is left to try
  readonly isLast: boolean; // the budget is spent, so that its findings are what is quoted
  readonly criteria: ConvergenceCriteria;
  readonly history: readonly Assessment[]; // oldest first
  readonly random: RandomStream;
}

/**
 * Assesses every level set of a scan: what the certificate rests on.
 *
 * λ, see `forecastInflation`, widens the posteriors of an observable. Where the surrogates in force find the misclassified volumes of all their
 * sets near the tolerance, all models that the data do not tell apart judge the sets: an expected volume is the mean of their opinions, the
 * upper bound a quantile of the volume over their joint posterior paths, where all those means are near the tolerance too; the set that is
 * furthest off decides whether anything can come of the others. The last assessment of a budget bounds them all. Volume nearer to an
 * infeasible or failed evaluation than to an observed one is undecided and enters neither. The leave-one-out residuals are told but widen
 * nothing: they hardly notice an over-confident model, and the spread over models has taken their place.
 */
export function assess(request: AssessmentRequest): Assessment {
  const assessed = Array.from(request.observables, ([name, observable]) => {
    const decided = decidedDomain(request.integration, request.observed, request.unusable, observable.surrogate);
    const calibrated = calibrate(request, name, observable, decided.lostVolume);
    const drawn = request.levelSets
      .filter((one) => one.observable === name)
      .map((levelSet) => drawLevelSet(request, levelSet, observable, decided, calibrated.inflation));
    return { calibrated, drawn };
  });
  const observables = assessed.map(({ calibrated }) => calibrated);
  const judged = judgeLevelSets(request, assessed.flatMap(({ drawn }) => drawn));
  return {
    evaluations: request.observed.n,
    fittedEvaluations: request.fittedEvaluations,
    exhausted: request.exhausted,
    levelSets: judged.map(({ assessment }) => assessment),
    observables,
    inflation: Math.max(...observables.map(({ inflation }) => inflation)),
    ...explore(request, judged),
  };
}

/** An assessed level set, with what only the exploration has to know of it. */
interface JudgedLevelSet {
  readonly assessment: LevelSetAssessment;
  readonly tolerance: number; // volume
  readonly overlooked?: Overlooked;
  readonly strays?: Strays;
}

/** How well the domain has been looked at, and where to look next: at what is overlooked first. */
function explore(request: AssessmentRequest, judged: readonly JudgedLevelSet[]): Pick<Assessment, "exploration" | "leastExplored"> {
  const { observables, integration, observed, unusable } = request;
  const evaluated = unusable.n === 0 ? observed : joinPoints(observed, unusable);
  const contourUnseen = judged.some(({ assessment }) => assessment.isOneSided);
  const correlation = exploredCorrelation(contourUnseen);
  const unexplored = Array.from(observables, ([name, { surrogate }]) => {
    const own = judged.filter(({ assessment }) => assessment.observable === name).map(({ assessment }) => assessment);
    const thresholds = own.map(({ threshold }) => threshold);
    // of a contour that has not been met nobody knows where it is not
    const domain = contourUnseen ? integration : pointsInQuestion(surrogate, integration, thresholds, own[0]?.inflation ?? 1);
    return unexploredVolume(surrogate, domain, evaluated, correlation);
  });
  const worst = unexplored.toSorted((a, b) => b.volume - a.volume)[0]!;
  const likeliest = judged
    .flatMap(({ assessment: { observable, threshold }, overlooked }) => (overlooked === undefined ? [] : [{ observable, threshold, ...overlooked }]))
    .toSorted((a, b) => b.probability - a.probability)[0];
  const tolerance = Math.min(...judged.map((one) => one.tolerance));
  const wildest = judged
    .flatMap(({ assessment: { observable, threshold }, strays }) => (strays === undefined ? [] : [{ observable, threshold, ...strays }]))
    .toSorted((a, b) => b.volume - a.volume)[0];
  return {
    exploration: {
      correlation,
      unexploredVolume: worst.volume,
      tolerance,
      ...(likeliest !== undefined && {
        overlooked: { observable: likeliest.observable, threshold: likeliest.threshold, probability: likeliest.probability },
      }),
      ...(wildest !== undefined && {
        strays: { observable: wildest.observable, threshold: wildest.threshold, evaluated: wildest.evaluated, volume: wildest.volume },
      }),
    },
    leastExplored: [...(likeliest?.point ?? (wildest !== undefined && wildest.volume > tolerance ? wildest.next : undefined) ?? worst.next ?? [])],
  };
}

/** A level set as the surrogate in force draws it, before others judge it. */
interface DrawnLevelSet {
  readonly average: Omit<ModelAverage, "models">;
  readonly plausible: () => readonly Surrogate[];
  readonly decided: DecidedDomain;
  readonly open: Weighted<UnitPoints>;
  readonly ownOpinion: LevelSetEstimate; // over what is open
  readonly tolerance: number; // volume
  assessmentOf(expectedMisclassifiedVolume: number, upperBound95: number | null): LevelSetAssessment;
}

function drawLevelSet(
  { criteria, observed }: AssessmentRequest,
  levelSet: LevelSet,
  { surrogate, plausible, known }: AssessedObservable,
  decided: DecidedDomain,
  inflation: number,
): DrawnLevelSet {
  const { observable, threshold, side } = levelSet;
  const scatters = known.size > 0;
  const { open, insideVolume } = withoutKnown(decided, known, levelSet);
  const ownOpinion = estimateLevelSet(levelSet, surrogate, open, inflation, scatters);
  const excursionVolume = insideVolume + ownOpinion.excursionVolume;
  const seen = surrogate.posterior(observed).mean.map((mean) => Number(mean > surrogate.standardise(threshold)));
  const isOneSided = seen.every((above) => above === seen[0]);
  const { misclassifiedVolume = 1, contourDistance } = criteria;
  const measure = contourDistance === undefined ? undefined : contourMeasure(surrogate, threshold, decided, contourDistance);
  return {
    average: { drawn: surrogate, threshold, inflation, scatters },
    plausible,
    decided,
    open,
    ownOpinion,
    tolerance: Math.min(misclassifiedVolume, measure ?? 1),
    assessmentOf: (expectedMisclassifiedVolume, upperBound95) => ({
      observable, threshold, side, expectedMisclassifiedVolume, upperBound95, excursionVolume, isOneSided, inflation,
      ...(measure !== undefined && {
        contourDistance: { expected: expectedMisclassifiedVolume / measure, upperBound95: upperBound95 === null ? null : upperBound95 / measure },
      }),
    }),
  };
}

/** What the other models say of all the sets, as far as a certificate may come of it. */
function judgeLevelSets({ observed, isLast, random }: AssessmentRequest, drawn: readonly DrawnLevelSet[]): readonly JudgedLevelSet[] {
  if (!isLast && drawn.some(({ ownOpinion, tolerance }) => ownOpinion.expectedMisclassifiedVolume > averageFrom * tolerance)) {
    return drawn.map(({ assessmentOf, ownOpinion, tolerance }) => ({ assessment: assessmentOf(ownOpinion.expectedMisclassifiedVolume, null), tolerance }));
  }
  const opinions = drawn.map((one) => {
    const average = { ...one.average, models: one.plausible() };
    const { points, weights } = doubtfulPoints(average, one.open, one.ownOpinion.misclassification, random);
    const misclassification = averageMisclassification(average, points);
    const expected = misclassification.reduce((sum, p, j) => sum + weights[j] * p, 0);
    return { ...one, average, points, weights, misclassification, expected };
  });
  if (!isLast && opinions.some(({ expected, tolerance }) => expected > boundFrom * tolerance)) { // and so does a bound
    return opinions.map(({ assessmentOf, expected, tolerance }) => ({ assessment: assessmentOf(expected, null), tolerance }));
  }
  return opinions.map(({ average, points, weights, misclassification, expected, decided, open, tolerance, assessmentOf }) => {
    const bound = Math.max(misclassifiedVolumeBound(average, { points, weights }, misclassification, random), expected);
    const overlooked = overlookedPlace({ surrogate: average.drawn, threshold: average.threshold, points, misclassification, domain: decided, tolerance, observed });
    const isNext = average.scatters && bound <= tolerance; // of a certificate only strays may be in the way
    const strays = isNext ? straysBeside({ surrogate: average.drawn, threshold: average.threshold, inflation: average.inflation, open, evaluated: observed }) : undefined;
    return { assessment: assessmentOf(expected, bound), tolerance, ...(overlooked !== undefined && { overlooked }), ...(strays !== undefined && { strays }) };
  });
}

/** λ and the e-value of one observable, from the forecasts of the model now in use. */
function calibrate(
  { observables, history }: AssessmentRequest,
  name: string,
  { surrogate, forecastResiduals, forecastUndecided, restarts }: AssessedObservable,
  undecidedVolume: number,
): ObservableAssessment {
  const earlier = history
    .flatMap((assessment) => assessment.observables)
    .filter((one) => one.observable === name && one.restarts === restarts);
  const residuals = [...earlier.flatMap((one) => one.forecastResiduals), ...forecastResiduals];
  const undecided = [...earlier.flatMap((one) => one.forecastUndecided ?? one.forecastResiduals.map(() => 1)), ...forecastUndecided];
  const prequential = prequentialCalibration(residuals);
  const leaveOneOutInflation = rootMeanSquare(surrogate.leaveOneOut());
  return {
    observable: name,
    forecastResiduals: [...forecastResiduals],
    forecastUndecided: [...forecastUndecided],
    restarts,
    leaveOneOutInflation,
    prequentialInflation: prequential.inflation,
    inflation: forecastInflation(residuals, undecided),
    logEValue: prequential.logEValue,
    logEValueLimit: rejectionLogEValue(restarts, observables.size),
    undecidedVolume,
  };
}
