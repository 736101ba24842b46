import { explained } from "../composition.ts";
import { fit, standardErrors, type Model } from "../likelihood/index.ts";
import { expectConverged, type ModelOptions, printJson, readModel, readNumber } from "./likelihood-model.ts";

export interface FitCommandOptions extends ModelOptions {
  readonly mu?: string;
}

/** `excursion fit`: the keys of `pyhf fit --value`, with the standard errors beside them. */
export function fitCommand(file: string, options: FitCommandOptions): void {
  const fixedPoi = options.mu === undefined ? undefined : readNumber("--mu", options.mu);
  const model = readModel(file, options);
  const { result, errors } = explained("workspace", file, () => {
    const best = fit(model, model.observed, fixedPoi === undefined ? {} : { fixedPoi });
    return { result: best, errors: standardErrors(model, best, model.observed, fixedPoi) };
  });
  expectConverged(result.quality);
  printJson({
    mle_parameters: bySet(model, result.parameters),
    standard_errors: bySet(model, errors),
    twice_nll: result.twiceNll,
  });
}

/** Values by parameter set, a list for each as pyhf has it. */
function bySet({ source: { sets } }: Model, values: Float64Array): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(sets.map(({ name, start, size }) => [name, [...values.subarray(start, start + size)]]));
}
