import type { FittedEntry, ScanState } from "../journal/index.ts";
import { layGroundwork, type Groundwork } from "../proposal/index.ts";
import { conditionSurrogate, type Surrogate, type SurrogateSettings } from "../surrogate/index.ts";
import { datasetOf, fitDataset } from "./dataset.ts";
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
  /** Models of one observable that the data of a fit do not tell apart, drawn when first asked, conditioned on the first `observed` arrivals. */
  plausible(state: ScanState, fitted: FittedEntry, observable: string, observed?: number): readonly Surrogate[];
}

/** A model of one observable as a fit left it, and with the most arrivals that were asked for so far. */
interface Grown {
  readonly start: Surrogate;
  latest: { readonly observed: number; readonly model: Surrogate };
}

export function createModels(settings: ScanSettings): Models {
  const { config, knowledge, engine, space, levelSets } = settings;
  const kept = new WeakMap<SurrogateSettings, Grown>(); // settings belong to one fit each
  const groundworks = new WeakMap<FittedEntry, Groundwork>();
  const drawn = new WeakMap<FittedEntry, Map<string, readonly SurrogateSettings[]>>();

  const conditioned = (state: ScanState, observable: string, chosen: SurrogateSettings, observed: number): Surrogate =>
    conditionSurrogate(
      chosen, fitDataset(config, state, observable, chosen.outputScale.transform, observed), engine, knowledge.featuresOf(observable, chosen.outputScale.transform, state.survey).map,
    );

  const modelAt = (state: ScanState, fitted: FittedEntry, observable: string, chosen: SurrogateSettings, observed: number): Surrogate => {
    if (observed < fitted.observed) return conditioned(state, observable, chosen, observed); // some of what it was fitted to is lost
    const start = kept.get(chosen)?.start ?? conditioned(state, observable, chosen, fitted.observed);
    const entry = kept.get(chosen) ?? { start, latest: { observed: fitted.observed, model: start } };
    kept.set(chosen, entry);
    const before = entry.latest.observed <= observed ? entry.latest : { observed: fitted.observed, model: start };
    if (before.observed === observed) return before.model;
    const model = before.model.withData(datasetOf(state, observable, before.observed, observed));
    if (observed > entry.latest.observed) entry.latest = { observed, model };
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
      const groundwork = groundworks.get(fitted) ?? layGroundwork({ ...request, surrogates: surrogatesAt(state, fitted, fitted.observed) });
      groundworks.set(fitted, groundwork);
      return groundwork;
    },
    plausible: (state, fitted, observable, observed = state.observedOrder.length) =>
      drawnOf(state, fitted, observable).map((chosen) => modelAt(state, fitted, observable, chosen, observed)),
  };
}
