import type { FittedEntry, ScanState } from "../journal/index.ts";
import { layGroundwork, type Groundwork } from "../proposal/index.ts";
import { conditionSurrogate, type Surrogate, type SurrogateSettings } from "../surrogate/index.ts";
import { datasetOf } from "./dataset.ts";
import { fitRougher } from "./fit-state.ts";
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
  /** How the same data look to the roughest kernel that forecasts may still call for, fitted when first asked; undefined if there is none. */
  rougher(state: ScanState, fitted: FittedEntry, observable: string): (() => Surrogate) | undefined;
}

/** A model with a number of arrivals that it is conditioned on. */
interface Grown<Model> {
  readonly observed: number;
  readonly model: Model;
}

export function createModels(settings: ScanSettings): Models {
  const { config, knowledge, engine, space, levelSets } = settings;
  const kept = new WeakMap<FittedEntry, { readonly start: Surrogates; latest: Grown<Surrogates> }>();
  const groundworks = new WeakMap<FittedEntry, Groundwork>();
  const roughers = new WeakMap<FittedEntry, Map<string, Grown<Surrogate>>>();

  const conditioned = (state: ScanState, fitted: FittedEntry, observed: number): Surrogates =>
    new Map(config.observables.map(({ name }) => [name, conditionedOn(state, name, fitted.surrogates[name]!, observed)]));
  const conditionedOn = (state: ScanState, name: string, chosen: SurrogateSettings, observed: number): Surrogate =>
    conditionSurrogate(chosen, datasetOf(state, name, 0, observed), engine, knowledge.featuresOf(name).map);

  const keptOf = (state: ScanState, fitted: FittedEntry) => {
    const start = kept.get(fitted)?.start ?? conditioned(state, fitted, fitted.observed);
    const entry = kept.get(fitted) ?? { start, latest: { observed: fitted.observed, model: start } };
    kept.set(fitted, entry);
    return entry;
  };

  return {
    surrogates(state, fitted, observed = state.observedOrder.length) {
      if (observed < fitted.observed) return conditioned(state, fitted, observed); // some of what it was fitted to is lost
      const entry = keptOf(state, fitted);
      const before = entry.latest.observed <= observed ? entry.latest : { observed: fitted.observed, model: entry.start };
      if (before.observed === observed) return before.model;
      const model = new Map(
        Array.from(before.model, ([name, surrogate]) => [name, surrogate.withData(datasetOf(state, name, before.observed, observed))]),
      );
      if (observed > entry.latest.observed) entry.latest = { observed, model };
      return model;
    },
    groundwork(state, fitted) {
      const request = { space, levelSets, seed: config.seed, refit: fitted.observed };
      const groundwork = groundworks.get(fitted) ?? layGroundwork({ ...request, surrogates: keptOf(state, fitted).start });
      groundworks.set(fitted, groundwork);
      return groundwork;
    },
    rougher(state, fitted, observable) {
      const fit = fitRougher(settings, state, fitted, observable);
      if (fit === undefined) return undefined;
      return () => {
        const byObservable = roughers.get(fitted) ?? new Map<string, Grown<Surrogate>>();
        roughers.set(fitted, byObservable);
        const before = byObservable.get(observable) ?? { observed: fitted.observed, model: fit() };
        const observed = state.observedOrder.length;
        const model = before.observed === observed ? before.model : before.model.withData(datasetOf(state, observable, before.observed));
        byObservable.set(observable, { observed, model });
        return model;
      };
    },
  };
}
