import type { ObservableConfig, ScanConfig } from "../config/index.ts";
import type { FittedEntry, ScanState } from "../journal/index.ts";
import { randomStream, type KernelName } from "../numeric/index.ts";
import { chooseTransform, fitSurrogate, meanPriors, plausibleModels, type Features, type Fit, type MeanPrior, type SurrogateSettings } from "../surrogate/index.ts";
import { datasetOf, fitDataset } from "./dataset.ts";
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
    surrogates: Object.fromEntries(fits.map(([name, [best]]) => [name, best!.settings])),
    alternatives: Object.fromEntries(fits.map(([name, all]) => [name, hopefulOf(all).map((fit) => fit.settings)])),
    restarts: Object.fromEntries(restarts),
  };
}

/** Nats of evidence behind the best fit from which on a kernel has no say in the certificate: a millionth of the weight. */
const hopeless = 14;

/** The fit of every model that is open to question, the one of greatest evidence first. */
function fitsOf({ config, knowledge, engine }: ScanSettings, state: ScanState, { name, transform, thresholds }: ObservableConfig): Fit[] {
  const { kernel } = config.surrogate;
  const before = (state.fitted?.alternatives[name] ?? []).filter((settings) => transformFits(settings, state, name));
  // chosen once: another transform would make the forecasts of the scan so far incomparable
  const chosen = before[0]?.outputScale.transform ?? chooseTransform(transform, datasetOf(state, name).values, thresholds);
  const dataset = fitDataset(config, state, name, chosen, state.observedOrder.length);
  const features = knowledge.featuresOf(name, chosen, state.survey);
  const fits = openModels(config, kernelsLeft(kernel, restartsDue(kernel, state, name)), features).map((model) => {
    const warmStart = before.find((settings) => isOf(model, settings));
    return fitSurrogate({
      ...model,
      dataset,
      transform: chosen,
      thresholds,
      engine,
      features,
      random: randomStream(config.seed, `fit ${name}`, state.observedOrder.length),
      ...(warmStart !== undefined && { warmStart }),
    });
  });
  return fits.toSorted((a, b) => b.logEvidence - a.logEvidence);
}

function hopefulOf(fits: readonly Fit[]): readonly Fit[] {
  return fits.filter(({ logEvidence }) => logEvidence > fits[0]!.logEvidence - hopeless);
}

/** What fits differ in but their hyperparameters. */
interface OpenModel {
  readonly kernel: KernelName;
  readonly mean: MeanPrior;
  readonly learnsAxes: boolean;
}

/** Every kernel that forecasts have left, with a proxy and without, along the inputs and, where they are to be learned, along axes of its own. */
function openModels({ surrogate: { inputs } }: ScanConfig, kernels: readonly KernelName[], features: Features): OpenModel[] {
  const choices = inputs === "learned" ? [false, true] : [false];
  return kernels.flatMap((kernel) => meanPriors(features).flatMap((mean) => choices.map((learnsAxes) => ({ kernel, mean, learnsAxes }))));
}

function isOf({ kernel, mean, learnsAxes }: OpenModel, settings: SurrogateSettings): boolean {
  const variances = (prior: MeanPrior): string => JSON.stringify([prior.termVariances, prior.trendVariances]);
  return settings.kernel === kernel && variances(settings.mean) === variances(mean) && (settings.axes !== undefined) === learnsAxes;
}

/** How many models stand for all that the data allow. */
const plausibleCount = 24;

/**
 * Settings of models of one observable that the data a fit has seen, its first `observed` arrivals, do not tell apart: kernels and
 * hyperparameters drawn around the fit's, with the same random numbers at every fit: a bound that jumps because other models are drawn
 * falls to the tolerance by luck.
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
    dataset: fitDataset(config, state, observable, fits[0]!.outputScale.transform, observed),
    features: knowledge.featuresOf(observable, fits[0]!.outputScale.transform, state.survey),
    count: plausibleCount,
    engine,
    random: randomStream(config.seed, `plausible models ${observable}`, 0),
  });
}
