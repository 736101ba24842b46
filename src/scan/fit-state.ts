import type { FittedEntry, ScanState } from "../journal/index.ts";
import { randomStream } from "../numeric/index.ts";
import { chooseTransform, conditionSurrogate, fitSurrogate, type Surrogate } from "../surrogate/index.ts";
import { datasetOf } from "./dataset.ts";
import { kernelsOf, restartsDue, transformFits } from "./model-replacement.ts";
import type { ScanSettings } from "./settings.ts";

/** Fits the hyperparameters of every observable to all that has arrived, starting from those in force. */
export function fitState({ config, engine }: ScanSettings, state: ScanState): FittedEntry {
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
      random: randomStream(config.seed, `fit ${name}`, observed),
      ...(before !== undefined && { warmStart: before }),
    });
    return [name, surrogate.settings] as const;
  });
  const restarts = config.observables.map(({ name }) => [name, restartsDue(config.surrogate.kernel, state, name)] as const);
  return { type: "fitted", observed, surrogates: Object.fromEntries(surrogates), restarts: Object.fromEntries(restarts) };
}

/** The surrogates of a fit, conditioned on the first `observed` arrivals. */
export function surrogatesOf(
  { config, engine }: ScanSettings,
  state: ScanState,
  fitted: FittedEntry,
  observed = state.observedOrder.length,
): ReadonlyMap<string, Surrogate> {
  return new Map(
    config.observables.map(({ name }) => {
      const dataset = datasetOf(state, name, 0, observed);
      return [name, conditionSurrogate(fitted.surrogates[name]!, dataset, engine)];
    }),
  );
}
