import type { FittedEntry, ScanState } from "../journal/index.ts";
import { layGroundwork, type Groundwork } from "../proposal/index.ts";
import { conditionSurrogate, featureMapOf, systematicDraw, type Surrogate, type SurrogateSettings } from "../surrogate/index.ts";
import { datasetOf, fitDataset, offsetSources, settledPoints } from "./dataset.ts";
import { plausibleSettings } from "./fit-state.ts";
import type { ScanSettings } from "./settings.ts";

/** Surrogates by observable. */
export type Surrogates = ReadonlyMap<string, Surrogate>;

/**
 * The models of a scan. What was computed once is kept with its journal entry, and arrivals are conditioned on one after the other from
 * the fit on, so that a resumed scan has the same models as an uninterrupted one, bit for bit.
 */
export interface Models {
  /** The surrogates of a fit, conditioned on the first `observed` arrivals, all of them by default. */
  surrogates(state: ScanState, fitted: FittedEntry, observed?: number): Surrogates;
  /** The points that every ask between this fit and the next one works on. */
  groundwork(state: ScanState, fitted: FittedEntry): Groundwork;
  /**
   * Models of one observable that the data do not tell apart, equally likely: drawn for the data of a fit when first asked, conditioned on the
   * first `observed` arrivals, and each as often as those that have come since speak for it.
   */
  plausible(state: ScanState, fitted: FittedEntry, observable: string, observed?: number): readonly Surrogate[];
}

/** A model of one observable, and the evaluations that it is conditioned on. */
interface Conditioned {
  readonly order: readonly number[]; // indices of evaluations in the order they arrived
  readonly sources: number; // of imported values with an offset
  readonly model: Surrogate;
}

/**
 * Evaluations up to which plausible models are conditioned anew at every arrival instead of row by row: they are asked at points that are
 * new each time, which costs least where all rows stand together. Never where a fit leaves some of the data out, which might be others.
 */
const fewToCondition = 512;

/** A model as a fit left it, and with the most arrivals that were asked for so far. */
interface Grown {
  readonly start: Conditioned;
  latest: Conditioned;
}

export function createModels(settings: ScanSettings): Models {
  const { config, knowledge, engine, space, levelSets } = settings;
  const kept = new WeakMap<SurrogateSettings, Grown>(); // settings belong to one fit each
  const anew = new WeakMap<SurrogateSettings, Conditioned>(); // with all that has arrived, where there is little
  const groundworks = new WeakMap<FittedEntry, Groundwork>();
  const drawn = new WeakMap<FittedEntry, Map<string, readonly SurrogateSettings[]>>();

  const conditioned = (state: ScanState, observable: string, chosen: SurrogateSettings, observed: number): Surrogate =>
    conditionSurrogate(
      chosen, fitDataset(config, state, observable, chosen.outputScale.transform, observed), engine,
      featureMapOf(knowledge.featuresOf(observable, chosen.outputScale.transform, state.survey), chosen.mean),
    );

  const grownFrom = (state: ScanState, fitted: FittedEntry, observable: string, chosen: SurrogateSettings): Grown => {
    const order = state.observedOrder.slice(0, fitted.observed);
    const known = kept.get(chosen);
    const sources = offsetSources(state).length;
    if (known?.start.sources === sources && known.start.order.length === order.length && isBeginning(known.start.order, order)) return known;
    const start = { order, sources, model: conditioned(state, observable, chosen, fitted.observed) };
    const grown = { start, latest: start };
    kept.set(chosen, grown);
    return grown;
  };

  const modelAt = (state: ScanState, fitted: FittedEntry, observable: string, chosen: SurrogateSettings, observed: number): Surrogate => {
    if (observed < fitted.observed) return conditioned(state, observable, chosen, observed); // some of what it was fitted to is lost
    const order = state.observedOrder.slice(0, observed);
    const grown = grownFrom(state, fitted, observable, chosen);
    const before = isBeginning(grown.latest.order, order) ? grown.latest : grown.start; // an arrival may have been excluded since
    const model = before.order.length === observed ? before.model : before.model.withData(datasetOf(state, observable, before.order.length, observed));
    if (!isBeginning(order, grown.latest.order)) grown.latest = { ...grown.start, order, model };
    return model;
  };

  const plausibleAt = (state: ScanState, fitted: FittedEntry, observable: string, chosen: SurrogateSettings, observed: number): Surrogate => {
    if (observed > Math.min(fewToCondition, config.surrogate.maxPoints ?? Infinity)) return modelAt(state, fitted, observable, chosen, observed);
    const order = state.observedOrder.slice(0, observed);
    const known = anew.get(chosen);
    const sources = offsetSources(state).length;
    if (known?.sources === sources && known.order.length === observed && isBeginning(known.order, order)) return known.model;
    const model = conditioned(state, observable, chosen, observed);
    anew.set(chosen, { order, sources, model });
    return model;
  };

  const surrogatesAt = (state: ScanState, fitted: FittedEntry, observed: number): Surrogates =>
    new Map(config.observables.map(({ name }) => [name, modelAt(state, fitted, name, fitted.surrogates[name]!, observed)]));

  const drawnOf = (state: ScanState, fitted: FittedEntry, observable: string): readonly SurrogateSettings[] => {
    const byObservable = drawn.get(fitted) ?? new Map<string, readonly SurrogateSettings[]>();
    drawn.set(fitted, byObservable);
    const chosen = byObservable.get(observable) ?? plausibleSettings(settings, state, fitted, observable);
    byObservable.set(observable, chosen);
    return chosen;
  };

  return {
    surrogates: (state, fitted, observed = state.observedOrder.length) => surrogatesAt(state, fitted, observed),
    groundwork(state, fitted) {
      const request = { space, levelSets, seed: config.seed, refit: fitted.observed };
      const groundwork =
        groundworks.get(fitted) ??
        layGroundwork({ ...request, surrogates: surrogatesAt(state, fitted, fitted.observed), settled: settledPoints(settings, state, fitted.observed) });
      groundworks.set(fitted, groundwork);
      return groundwork;
    },
    plausible(state, fitted, observable, observed = state.observedOrder.length) {
      const chosen = drawnOf(state, fitted, observable);
      const models = chosen.map((one) => plausibleAt(state, fitted, observable, one, observed));
      if (observed <= fitted.observed) return models;
      const atFit = chosen.map((one) => grownFrom(state, fitted, observable, one).start.model);
      const logWeights = models.map(({ logMarginalLikelihood }, i) => logMarginalLikelihood - atFit[i]!.logMarginalLikelihood);
      return systematicDraw(models, logWeights, models.length, 0.5);
    },
  };
}

function isBeginning(some: readonly number[], all: readonly number[]): boolean {
  return some.length <= all.length && some.every((index, i) => index === all[i]);
}
