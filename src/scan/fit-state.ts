import type { FittedEntry, ScanState } from "../journal/index.ts";
import { randomStream } from "../numeric/index.ts";
import { chooseTransform, fitSurrogate, type Surrogate } from "../surrogate/index.ts";
import { datasetOf } from "./dataset.ts";
import { kernelsOf, restartsDue, transformFits } from "./model-replacement.ts";
import type { ScanSettings } from "./settings.ts";

/** Fits the hyperparameters of every observable to all that has arrived, starting from those in force. */
export function fitState({ config, knowledge, engine }: ScanSettings, state: ScanState): FittedEntry {
  const observed = state.observedOrder.length;
  const surrogates = config.observables.map(({ name, transform, thresholds }) => {
    const dataset = datasetOf(state, name);
    const latest = state.fitted?.surrogates[name];
    const before = latest !== undefined && transformFits(latest, state, name) ? latest : undefined;
    const { surrogate } = fitSurrogate({
      dataset,
      kernel: kernelsOf(config.surrogate.kernel)[restartsDue(config.surrogate.kernel, state, name)]!,
      // chosen once: another transform would make the forecasts of the scan so far incomparable
      transform: before?.outputScale.transform ?? chooseTransform(transform, dataset.values, thresholds),
      thresholds,
      engine,
      features: knowledge.featuresOf(name),
      random: randomStream(config.seed, `fit ${name}`, observed),
      ...(before !== undefined && { warmStart: before }),
    });
    return [name, surrogate.settings] as const;
  });
  const restarts = config.observables.map(({ name }) => [name, restartsDue(config.surrogate.kernel, state, name)] as const);
  return { type: "fitted", observed, surrogates: Object.fromEntries(surrogates), restarts: Object.fromEntries(restarts) };
}

/**
 * With the kernel `auto`: fits the roughest kernel that forecasts may still call for to the data that the fit in force has seen. A
 * contour that only the smoother kernel is sure of is not certain. Undefined where no rougher kernel is left.
 */
export function fitRougher(
  { config, knowledge, engine }: ScanSettings,
  state: ScanState,
  fitted: FittedEntry,
  observable: string,
): (() => Surrogate) | undefined {
  const kernel = kernelsOf(config.surrogate.kernel).at(-1)!;
  const inForce = fitted.surrogates[observable]!;
  if (kernel === inForce.kernel) return undefined;
  return () =>
    fitSurrogate({
      dataset: datasetOf(state, observable, 0, fitted.observed),
      kernel,
      transform: inForce.outputScale.transform,
      thresholds: config.observables.find(({ name }) => name === observable)!.thresholds,
      engine,
      features: knowledge.featuresOf(observable),
      random: randomStream(config.seed, `rougher fit ${observable}`, fitted.observed),
    }).surrogate;
}
