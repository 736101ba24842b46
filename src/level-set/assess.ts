import type { RandomStream } from "../numeric/index.ts";
import { joinPoints, selectPoints, type UnitPoints } from "../space/index.ts";
import type { Surrogate } from "../surrogate/index.ts";
import { estimateLevelSet, type LevelSetEstimate } from "./estimate.ts";
import { leastExplored, undecidedPoints } from "./exploration.ts";
import { misclassifiedVolumeBound } from "./misclassified-volume-bound.ts";
import { prequentialCalibration, rejectionLogEValue, rootMeanSquare } from "./prequential.ts";
import type { Assessment, LevelSet, LevelSetAssessment, ObservableAssessment, Weighted } from "./types.ts";

/** How far above the tolerance the expected misclassified volume may lie for its upper bound to be worth the posterior paths. */
const boundFrom = 1.5;

/** One observable of a scan at the moment of an assessment. */
export interface AssessedObservable {
  readonly surrogate: Surrogate;
  /** The same data seen with a rougher kernel, fitted when asked for; absent where the kernel is not open to question. */
  readonly rougher?: () => Surrogate;
  /** Whitened forecast errors of the outcomes that arrived since the assessment before, by the model then in force. */
  readonly forecastResiduals: Float64Array;
  /** How many models of this observable have been rejected and replaced; residuals of their time are left out. */
  readonly restarts: number;
}

export interface AssessmentRequest {
  readonly observables: ReadonlyMap<string, AssessedObservable>;
  readonly levelSets: readonly LevelSet[];
  /** Points that stand for the admissible domain in every volume. // [m, d] */
  readonly integration: Weighted<UnitPoints>;
  /** Points that cover the admissible domain, its corners included, or all allowed points. // [e, d] */
  readonly exploration: UnitPoints;
  readonly observed: UnitPoints; // [n, d]
  readonly unusable: UnitPoints; // [k, d], infeasible or failed
  readonly fittedEvaluations: number;
  readonly exhausted: boolean; // no allowed point is left to try
  readonly tolerance: number; // misclassified volume at which a level set counts as converged
  readonly history: readonly Assessment[]; // oldest first
  readonly random: RandomStream;
}

/**
 * Assesses every level set of a scan: what the certificate rests on.
 *
 * λ = max(1, λ_loo, λ_preq) widens the posterior of an observable; E₁ = ∫ min(p, 1 - p) dw with λs is its expected misclassified
 * volume, and the upper bound is the 95 % quantile of that volume over joint posterior paths. Volume nearer to an infeasible or
 * failed evaluation than to an observed one is undecided and enters neither.
 *
 * E₁ is what is compared with the tolerance, not the bound: it is the quantity the acquisition functions bring down, it changes
 * smoothly from one evaluation to the next, and it is not the more daring choice, since the bound of a wrong model is wrong as well
 * (a naive one fails in a third of runs), which is what λ, the e-value and the exploration radius are for. The bound is computed
 * where E₁ is within 1.5 times the tolerance, because paths are costly, and says what one unlucky path could still look like.
 */
export function assess(request: AssessmentRequest): Assessment {
  const levelSets: LevelSetAssessment[] = [];
  const observables: ObservableAssessment[] = [];
  let explorationRadius = 0;
  let leastExploredIndex = 0;
  const evaluated = request.unusable.n === 0 ? request.observed : joinPoints(request.observed, request.unusable);
  for (const [name, observable] of request.observables) {
    const { surrogate } = observable;
    const decided = decidedDomain(request, surrogate);
    const calibrated = calibrate(request, name, observable, decided.lostVolume);
    observables.push(calibrated);
    for (const levelSet of request.levelSets.filter((one) => one.observable === name)) {
      levelSets.push(assessLevelSet(request, levelSet, observable, decided, calibrated.inflation));
    }
    const { radius, index } = leastExplored(surrogate.scaledInputs(request.exploration), surrogate.scaledInputs(evaluated));
    if (radius > explorationRadius) [explorationRadius, leastExploredIndex] = [radius, index];
  }
  return {
    evaluations: request.observed.n,
    fittedEvaluations: request.fittedEvaluations,
    exhausted: request.exhausted,
    levelSets,
    observables,
    inflation: Math.max(...observables.map(({ inflation }) => inflation)),
    explorationRadius,
    leastExplored: [...selectPoints(request.exploration, [leastExploredIndex]).data],
  };
}

function assessLevelSet(
  { tolerance, random }: AssessmentRequest,
  levelSet: LevelSet,
  { surrogate, rougher }: AssessedObservable,
  decided: Weighted<UnitPoints>,
  inflation: number,
): LevelSetAssessment {
  const { observable, threshold, side } = levelSet;
  const estimate = estimateLevelSet(levelSet, surrogate, decided, inflation);
  const { expectedMisclassifiedVolume, excursionVolume } = estimate;
  const bound = (model: Surrogate, { misclassification, expectedMisclassifiedVolume: mean }: LevelSetEstimate): number =>
    Math.max(mean, misclassifiedVolumeBound(model, threshold, decided, misclassification, inflation, random));
  let upperBound95: number | null = null;
  if (expectedMisclassifiedVolume <= boundFrom * tolerance) {
    const other = rougher?.();
    const others = other === undefined ? [] : [bound(other, estimateLevelSet(levelSet, other, decided, inflation))];
    upperBound95 = Math.max(bound(surrogate, estimate), ...others);
  }
  return { observable, threshold, side, expectedMisclassifiedVolume, upperBound95, excursionVolume, inflation };
}

/** λ and the e-value of one observable, from the forecasts of the model now in use. */
function calibrate(
  { observables, history }: AssessmentRequest,
  name: string,
  { surrogate, forecastResiduals, restarts }: AssessedObservable,
  undecidedVolume: number,
): ObservableAssessment {
  const earlier = history
    .flatMap((assessment) => assessment.observables)
    .filter((one) => one.observable === name && one.restarts === restarts);
  const residuals = [...earlier.flatMap((one) => one.forecastResiduals), ...forecastResiduals];
  const prequential = prequentialCalibration(residuals);
  const leaveOneOutInflation = rootMeanSquare(surrogate.leaveOneOut());
  return {
    observable: name,
    forecastResiduals: [...forecastResiduals],
    restarts,
    leaveOneOutInflation,
    prequentialInflation: prequential.inflation,
    inflation: Math.max(1, leaveOneOutInflation, prequential.inflation),
    logEValue: prequential.logEValue,
    logEValueLimit: rejectionLogEValue(restarts, observables.size),
    undecidedVolume,
  };
}

/** The integration points whose nearest evaluation was observed; the weights of the others are lost, not shared out. */
interface DecidedDomain extends Weighted<UnitPoints> {
  readonly lostVolume: number;
}

function decidedDomain(
  { integration: { points, weights }, observed, unusable }: AssessmentRequest,
  surrogate: Surrogate,
): DecidedDomain {
  if (unusable.n === 0) return { points, weights, lostVolume: 0 };
  const undecided = undecidedPoints(surrogate.scaledInputs(points), surrogate.scaledInputs(observed), surrogate.scaledInputs(unusable));
  const rows = Array.from(weights.keys()).filter((j) => undecided[j] === 0);
  const lostVolume = weights.reduce((sum, weight, j) => sum + undecided[j] * weight, 0);
  return { points: selectPoints(points, rows), weights: Float64Array.from(rows, (j) => weights[j]), lostVolume };
}
