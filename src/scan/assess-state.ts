import type { BudgetConfig } from "../config/index.ts";
import type { AssessedEntry, ScanState } from "../journal/index.ts";
import { assess, averageUndecided, concludeAudit, concludeVerdict, type Assessment, type AssessedObservable, type AxisLengths, type ConvergenceCriteria } from "../level-set/index.ts";
import { randomStream } from "../numeric/index.ts";
import { uniformPoints } from "../proposal/index.ts";
import { physicalPoints } from "../space/index.ts";
import { jointForecastResiduals } from "../surrogate/index.ts";
import { costReached } from "./cost.ts";
import { avoidedPoints, datasetOf, knownValues, observedPoints } from "./dataset.ts";
import { budgetLeft, type Conclusion } from "./decide.ts";
import { restartsDue, transformFits } from "./model-replacement.ts";
import type { Models } from "./models.ts";
import type { ScanSettings } from "./settings.ts";
import { tallyOf } from "./tally.ts";

/** What is known of the contour now, and how good the forecasts of what arrived since the last assessment were. */
export function assessState(
  settings: ScanSettings,
  state: ScanState,
  models: Models,
): AssessedEntry {
  const { config, space, levelSets } = settings;
  const { fitted } = state;
  if (fitted === undefined) throw new Error("expected a fit before the first assessment, got none");
  const observed = state.observedOrder.length;
  const forecasts = forecastsOf(settings, state, models);
  const integration = uniformPoints(space, config.seed);
  const observables = new Map<string, AssessedObservable>();
  for (const [name, surrogate] of models.surrogates(state, fitted)) {
    const { residuals = new Float64Array(0), undecided = new Float64Array(0) } = forecasts.get(name) ?? {};
    observables.set(name, {
      surrogate,
      plausible: () => models.plausible(state, fitted, name),
      forecastResiduals: residuals,
      forecastUndecided: undecided,
      known: knownValues(settings, state, name, integration.points),
      restarts: fitted.restarts[name]!,
    });
  }
  const assessment = assess({
    observables,
    levelSets,
    integration,
    observed: observedPoints(state),
    unusable: avoidedPoints(state),
    fittedEvaluations: fitted.observed,
    exhausted: config.budget.cost?.events === undefined && tallyOf(state).chosen >= (space.allowed?.n ?? Infinity),
    isLast: budgetIsSpent(config.budget, state),
    criteria: criteriaOf(settings),
    history: historyOf(state),
    random: randomStream(config.seed, "assessment", observed),
  });
  return { type: "assessed", observed, assessment };
}

/** Whether nothing is under way and nothing more may be proposed. */
function budgetIsSpent(budget: BudgetConfig, state: ScanState): boolean {
  if (tallyOf(state).pending.length > 0) return false;
  return budgetLeft(state, { budget }) === 0 || costReached(budget.cost, state) !== undefined;
}

/**
 * Fits to fewer than this many evaluations per dimension forecast with hyperparameters that are mostly their prior: what they get wrong
 * says nothing of the kernel. Fixed beforehand, so the e-process stays one [Ville1939].
 */
const leastForecasting = 5;

/** Errors of what was said of the outcomes of one observable, and how undecided they were. // [k] each */
interface Forecasts {
  readonly residuals: Float64Array;
  readonly undecided: Float64Array;
}

/**
 * Errors of what the surrogates in force at the last assessment said of the outcomes that have arrived since, by observable; none
 * for an observable whose kernel or transform has been replaced meanwhile, since those errors speak of the one before.
 */
function forecastsOf(settings: ScanSettings, state: ScanState, models: Models): ReadonlyMap<string, Forecasts> {
  const { forecasting, fitted } = state;
  const known = state.assessments.at(-1)?.observed ?? 0;
  if (forecasting === undefined || known >= state.observedOrder.length) return new Map();
  if (forecasting.observed < leastForecasting * settings.space.d) return new Map();
  const forecasts = new Map<string, Forecasts>();
  for (const { name, thresholds } of settings.config.observables) {
    if (forecasting.restarts[name] !== fitted?.restarts[name]) continue;
    if (!transformFits(forecasting.surrogates[name]!, state, name)) continue;
    const [plausible, arrived] = [models.plausible(state, forecasting, name, known), datasetOf(state, name, known)];
    const residuals = jointForecastResiduals(plausible, arrived);
    forecasts.set(name, { residuals, undecided: averageUndecided(plausible, thresholds, arrived.points) });
  }
  return forecasts;
}

/** What the assessments so far add up to. */
export function concludeFrom(settings: ScanSettings, state: ScanState): Conclusion {
  const { config } = settings;
  const { fitted } = state;
  const { misclassifiedVolume = 0, auditEvaluations } = config.convergence;
  const byModel = concludeVerdict(historyOf(state), criteriaOf(settings), settings.space.d);
  const conclusion = concludeAudit(byModel, state.audits.at(-1)?.levelSets, misclassifiedVolume);
  const isCertified = byModel.verdict === "model-certified" && conclusion.verdict !== "verified";
  const replaceModel =
    fitted !== undefined &&
    config.observables.some(({ name }) => {
      const isRejected = restartsDue(config.surrogate.kernel, state, name) > fitted.restarts[name]!;
      return isRejected || !transformFits(fitted.surrogates[name]!, state, name);
    });
  return { ...conclusion, replaceModel, auditDue: isCertified && auditEvaluations > 0 };
}

/** The tolerances of the config, distances as they are in the unit cube. */
function criteriaOf({ config: { convergence }, space }: ScanSettings): ConvergenceCriteria {
  const { misclassifiedVolume, contourDistance } = convergence;
  if (contourDistance === undefined) return { ...(misclassifiedVolume !== undefined && { misclassifiedVolume }) };
  const distances = space.parameters.map(({ name }) => contourDistance[name]!);
  const lengths: AxisLengths = (points) => {
    const physical = space.toPhysical(points);
    const moved = space.toUnit(physicalPoints(space.d, physical.data.map((value, i) => value + distances[i % space.d]!)));
    return moved.data.map((coordinate, i) => Math.abs(coordinate - points.data[i]!));
  };
  return { ...(misclassifiedVolume !== undefined && { misclassifiedVolume }), contourDistance: lengths };
}

function historyOf(state: ScanState): readonly Assessment[] {
  return state.assessments.map(({ assessment }) => assessment);
}
