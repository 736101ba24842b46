import { refuse } from "./errors.ts";
import { expectedRates, type Data, type Model } from "./model.ts";

/**
 * The data set without fluctuations [Cowan2011]: counts λ(θ), Gauss measurements at θ, Poisson ones at γτ. // [p] -> [bins], [c]
 * Its own best fit is θ. Throws a LikelihoodError when a rate is negative.
 */
export function asimovData(model: Model, parameters: Float64Array): Data {
  const counts = expectedRates(model, parameters);
  if (!counts.every((rate) => rate >= 0 && rate < Infinity)) refuse("", "expected rates that are finite and not negative");
  const { parameter, poisson, scale } = model.parameters.constraints;
  return {
    counts,
    auxiliary: Float64Array.from(parameter, (i, c) => (poisson[c] === 1 ? parameters[i] * scale[c] : parameters[i])),
  };
}
