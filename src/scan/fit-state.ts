import type { ObservableConfig } from "../config/index.ts";
import type { FittedEntry, ScanState } from "../journal/index.ts";
import { randomStream } from "../numeric/index.ts";
import { chooseTransform, conditionSurrogate, fitSurrogate, plausibleModels, type Fit, type Surrogate } from "../surrogate/index.ts";
import { datasetOf } from "./dataset.ts";
import { kernelsLeft, restartsDue, transformFits } from "./model-replacement.ts";
import type { ScanSettings } from "./settings.ts";

/** Fits the hyperparameters of every observable to all that has arrived, starting from those in force. */
export function fitState(settings: ScanSettings, state: ScanState): FittedEntry {
  const { observables, surrogate } = settings.config;
  const fits = observables.map((observable) => [observable.name, fitsOf(settings, state, observable)] as const);
  const restarts = observables.map(({ name }) => [name, restartsDue(surrogate.kernel, state, name)] as const);
  return {
    type: "fitted",
    observed: state.observedOrder.length,
    surrogates: Object.fromEntries(fits.map(([name, [best]]) => [name, best!.surrogate.settings])),
    alternatives: Object.fromEntries(fits.map(([name, all]) => [name, all.map((fit) => fit.surrogate.settings)])),
    restarts: Object.fromEntries(restarts),
  };
}

/** The fit of every kernel that forecasts have left, the one of greatest evidence first. */
function fitsOf({ config, knowledge, engine }: ScanSettings, state: ScanState, { name, transform, thresholds }: ObservableConfig): Fit[] {
  const { kernel } = config.surrogate;
  const dataset = datasetOf(state, name);
  const before = (state.fitted?.alternatives[name] ?? []).filter((settings) => transformFits(settings, state, name));
  // chosen once: another transform would make the forecasts of the scan so far incomparable
  const chosen = before[0]?.outputScale.transform ?? chooseTransform(transform, dataset.values, thresholds);
  const fits = kernelsLeft(kernel, restartsDue(kernel, state, name)).map((one) => {
    const warmStart = before.find((settings) => settings.kernel === one);
    return fitSurrogate({
      dataset,
      kernel: one,
      transform: chosen,
      thresholds,
      engine,
      features: knowledge.featuresOf(name),
      random: randomStream(config.seed, `fit ${name}`, state.observedOrder.length),
      ...(warmStart !== undefined && { warmStart }),
    });
  });
  return fits.toSorted((a, b) => b.logEvidence - a.logEvidence);
}

/** The surrogates of a fit, conditioned on the first `observed` arrivals. */
export function surrogatesOf(
  { config, knowledge, engine }: ScanSettings,
  state: ScanState,
  fitted: FittedEntry,
  observed = state.observedOrder.length,
): ReadonlyMap<string, Surrogate> {
  return new Map(
    config.observables.map(({ name }) => {
      const dataset = datasetOf(state, name, 0, observed);
      return [name, conditionSurrogate(fitted.surrogates[name]!, dataset, engine, knowledge.featuresOf(name).map)];
    }),
  );
}

/** How many models stand for all that the data allow. */
const plausibleCount = 24;

/** Models of one observable that the first `observed` arrivals do not tell apart, kernels and hyperparameters drawn around a fit's. */
export function plausibleSurrogates(
  { config, knowledge, engine }: ScanSettings,
  state: ScanState,
  fitted: FittedEntry,
  observable: string,
  observed = state.observedOrder.length,
): readonly Surrogate[] {
  const dataset = datasetOf(state, observable, 0, observed);
  const random = randomStream(config.seed, `plausible models ${observable}`, observed);
  const features = knowledge.featuresOf(observable);
  const fits = fitted.alternatives[observable]!;
  const models = plausibleModels({ fits, dataset, features, count: plausibleCount, engine, random });
  return models.map((settings) => conditionSurrogate(settings, dataset, engine, features.map));
}
