import type { RandomStream } from "../numeric/index.ts";
import { curveOrder, joinPoints, selectPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { contourMeasure } from "./contour-measure.ts";
import { estimateLevelSet } from "./estimate.ts";
import { undecidedPoints, unexploredVolume } from "./exploration.ts";
import { misclassifiedVolumeBound } from "./misclassified-volume-bound.ts";
import { averageMisclassification, type ModelAverage } from "./model-average.ts";
import { overlookedPlace, type Overlooked } from "./overlooked.ts";
import { forecastInflation, prequentialCalibration, rejectionLogEValue, rootMeanSquare } from "./prequential.ts";
import { proportionalSample } from "./proportional-sample.ts";
import type { Assessment, ConvergenceCriteria, LevelSet, LevelSetAssessment, ObservableAssessment, Weighted } from "./types.ts";
import { exploredCorrelation } from "./verdict.ts";

/** How far above the tolerance the surrogate's own misclassified volume may lie for other models' opinions to be worth their cost. */
const averageFrom = 2;

/** The same of the mean of their opinions, for a bound to be worth its cost, which lies above it. */
const boundFrom = 1.25;

/** Points on which all models are asked: their number is what an assessment costs. */
const askedPoints = 1024;

/** Models beside the surrogate in force that say where to ask all. */
const scoutCount = 3;

/** How much wider the scouts' posteriors are taken: the others may be less certain than they. */
const scoutInflation = 1.5;

/** Importance that every point has, in means of what the scouts give: they may all overlook something. */
const leastImportance = 0.2;

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
  readonly criteria: ConvergenceCriteria;
  readonly history: readonly Assessment[]; // oldest first
  readonly random: RandomStream;
}

/**
 * Assesses every level set of a scan: what the certificate rests on.
 *
 * λ, see `forecastInflation`, widens the posteriors of an observable. Where the surrogate in force finds the misclassified volume of its own set
 * near the tolerance, all models that the data do not tell apart judge that set: the expected volume is the mean of their opinions, the
 * upper bound the 95 % quantile of the volume over their joint posterior paths, where that mean is near the tolerance too. Volume nearer to
 * an infeasible or failed evaluation than to an observed one is undecided and enters neither. The leave-one-out residuals are told but widen nothing: they hardly notice an
 * over-confident model, and the spread over models has taken their place.
 */
export function assess(request: AssessmentRequest): Assessment {
  const assessed = Array.from(request.observables, ([name, observable]) => {
    const decided = decidedDomain(request, observable.surrogate);
    const calibrated = calibrate(request, name, observable, decided.lostVolume);
    const levelSets = request.levelSets
      .filter((one) => one.observable === name)
      .map((levelSet) => assessLevelSet(request, levelSet, observable, decided, calibrated.inflation));
    return { calibrated, levelSets };
  });
  const observables = assessed.map(({ calibrated }) => calibrated);
  const judged = assessed.flatMap(({ levelSets }) => levelSets);
  const levelSets = judged.map(({ assessment }) => assessment);
  return {
    evaluations: request.observed.n,
    fittedEvaluations: request.fittedEvaluations,
    exhausted: request.exhausted,
    levelSets,
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
}

/** How well the domain has been looked at, and where to look next: at what is overlooked first. */
function explore(request: AssessmentRequest, judged: readonly JudgedLevelSet[]): Pick<Assessment, "exploration" | "leastExplored"> {
  const { observables, integration, observed, unusable } = request;
  const evaluated = unusable.n === 0 ? observed : joinPoints(observed, unusable);
  const correlation = exploredCorrelation(judged.some(({ assessment }) => assessment.isOneSided));
  const unexplored = Array.from(observables.values(), ({ surrogate }) => unexploredVolume(surrogate, integration, evaluated, correlation));
  const worst = unexplored.toSorted((a, b) => b.volume - a.volume)[0]!;
  const likeliest = judged
    .flatMap(({ assessment: { observable, threshold }, overlooked }) => (overlooked === undefined ? [] : [{ observable, threshold, ...overlooked }]))
    .toSorted((a, b) => b.probability - a.probability)[0];
  return {
    exploration: {
      correlation,
      unexploredVolume: worst.volume,
      tolerance: Math.min(...judged.map(({ tolerance }) => tolerance)),
      ...(likeliest !== undefined && {
        overlooked: { observable: likeliest.observable, threshold: likeliest.threshold, probability: likeliest.probability },
      }),
    },
    leastExplored: [...(likeliest?.point ?? worst.next ?? [])],
  };
}

function assessLevelSet(
  { criteria, observed, random }: AssessmentRequest,
  levelSet: LevelSet,
  { surrogate, plausible, known }: AssessedObservable,
  decided: DecidedDomain,
  inflation: number,
): JudgedLevelSet {
  const { observable, threshold, side } = levelSet;
  const scatters = known.size > 0;
  const { open, insideVolume } = withoutKnown(decided, known, levelSet);
  const { expectedMisclassifiedVolume: ownOpinion, excursionVolume: openVolume } = estimateLevelSet(levelSet, surrogate, open, inflation, scatters);
  const excursionVolume = insideVolume + openVolume;
  const seen = surrogate.posterior(observed).mean.map((mean) => Number(mean > surrogate.standardise(threshold)));
  const isOneSided = seen.every((above) => above === seen[0]);
  const { misclassifiedVolume = 1, contourDistance } = criteria;
  const measure = contourDistance === undefined ? undefined : contourMeasure(surrogate, threshold, decided, contourDistance);
  const assessmentWith = (expectedMisclassifiedVolume: number, upperBound95: number | null): LevelSetAssessment => ({
    observable, threshold, side, expectedMisclassifiedVolume, upperBound95, excursionVolume, isOneSided, inflation,
    ...(measure !== undefined && {
      contourDistance: { expected: expectedMisclassifiedVolume / measure, upperBound95: upperBound95 === null ? null : upperBound95 / measure },
    }),
  });
  const tolerance = Math.min(misclassifiedVolume, measure ?? 1);
  if (ownOpinion > averageFrom * tolerance) return { assessment: assessmentWith(ownOpinion, null), tolerance };
  const average = { drawn: surrogate, models: plausible(), threshold, inflation, scatters };
  const { points, weights } = doubtfulPoints(average, open, random);
  const misclassification = averageMisclassification(average, points);
  const expectedMisclassifiedVolume = misclassification.reduce((sum, p, j) => sum + weights[j] * p, 0);
  if (expectedMisclassifiedVolume > boundFrom * tolerance) return { assessment: assessmentWith(expectedMisclassifiedVolume, null), tolerance }; // and so does the bound
  const bound = misclassifiedVolumeBound(average, { points, weights }, misclassification, random);
  const overlooked = overlookedPlace({ surrogate, threshold, points, misclassification, domain: decided.points, observed });
  return {
    assessment: assessmentWith(expectedMisclassifiedVolume, Math.max(bound, expectedMisclassifiedVolume)),
    tolerance,
    ...(overlooked !== undefined && { overlooked }),
  };
}

/**
 * Points that stand for all, chosen in proportion to the root of the misclassification that the surrogate in force and a few of the
 * models see with widened posteriors; in the order of a space-filling curve.
 */
function doubtfulPoints(average: ModelAverage, { points, weights }: Weighted<UnitPoints>, random: RandomStream): Weighted<UnitPoints> {
  const { drawn, models, inflation } = average;
  const scouts = [drawn, ...Array.from({ length: scoutCount }, (_, i) => models[Math.floor((i * (models.length - 1)) / (scoutCount - 1))]!)];
  const doubt = averageMisclassification({ ...average, models: scouts, inflation: scoutInflation * inflation }, points).map(Math.sqrt);
  const mean = doubt.reduce((sum, value, j) => sum + weights[j] * value, 0) / weights.reduce((sum, weight) => sum + weight, 0);
  const importance = weights.map((weight, j) => weight * (doubt[j] + leastImportance * mean));
  const { rows, counts } = proportionalSample(curveOrder(points), importance, askedPoints, random);
  return { points: selectPoints(points, rows), weights: counts.map((count, i) => count * weights[rows[i]!]) };
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

/** The integration points whose nearest evaluation was observed; the weights of the others are lost, not shared out. */
interface DecidedDomain extends Weighted<UnitPoints> {
  readonly rows: readonly number[]; // of these points among all integration points
  readonly lostVolume: number;
}

/** What of the domain is open to question, and the volume of the points that are known to lie in the excursion set. */
function withoutKnown(
  { points, weights, rows }: DecidedDomain,
  known: ReadonlyMap<number, number>,
  { threshold, side }: LevelSet,
): { readonly open: Weighted<UnitPoints>; readonly insideVolume: number } {
  if (known.size === 0) return { open: { points, weights }, insideVolume: 0 };
  const unknown = Array.from(rows.keys()).filter((j) => !known.has(rows[j]!));
  const insideVolume = rows.reduce((sum, row, j) => {
    const value = known.get(row);
    const isInside = value !== undefined && (side === "above" ? value >= threshold : value <= threshold);
    return isInside ? sum + weights[j] : sum;
  }, 0);
  return { open: { points: selectPoints(points, unknown), weights: Float64Array.from(unknown, (j) => weights[j]) }, insideVolume };
}

function decidedDomain(
  { integration: { points, weights }, observed, unusable }: AssessmentRequest,
  surrogate: Surrogate,
): DecidedDomain {
  if (unusable.n === 0) return { points, weights, rows: Array.from(weights.keys()), lostVolume: 0 };
  const undecided = undecidedPoints(surrogate.scaledInputs(points), surrogate.scaledInputs(observed), surrogate.scaledInputs(unusable));
  const rows = Array.from(weights.keys()).filter((j) => undecided[j] === 0);
  const lostVolume = weights.reduce((sum, weight, j) => sum + undecided[j] * weight, 0);
  return { points: selectPoints(points, rows), weights: Float64Array.from(rows, (j) => weights[j]), rows, lostVolume };
}
