import type { ObservableConfig } from "../config/index.ts";
import type { FittedEntry, ScanState } from "../journal/index.ts";
import { randomStream } from "../numeric/index.ts";
import { chooseTransform, fitSurrogate, plausibleModels, type Fit, type SurrogateSettings } from "../surrogate/index.ts";
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
      features: knowledge.featuresOf(name, chosen, state.survey),
      random: randomStream(config.seed, `fit ${name}`, state.observedOrder.length),
      ...(warmStart !== undefined && { warmStart }),
    });
  });
  return fits.toSorted((a, b) => b.logEvidence - a.logEvidence);
}

/** How many models stand for all that the data allow. */
const plausibleCount = 24;

/**
 * Settings of models of one observable that the data a fit has seen, its first `observed` arrivals, do not tell apart: kernels and
 * hyperparameters drawn around the fit's.
 */
export function plausibleSettings(
  { config, knowledge, engine }: ScanSettings,
  state: ScanState,
  { alternatives, observed }: FittedEntry,
  observable: string,
): readonly SurrogateSettings[] {
  const fits = alternatives[observable]!;
  return plausibleModels({
    fits,
    dataset: datasetOf(state, observable, 0, observed),
    features: knowledge.featuresOf(observable, fits[0]!.outputScale.transform, state.survey),
    count: plausibleCount,
    engine,
    random: randomStream(config.seed, `plausible models ${observable}`, observed),
  });
}
