import { logNormalCdf, logSumExp, normalQuantileFromLog } from "../numeric/index.ts";
import { selectObservations } from "./select-observations.ts";
import type { Dataset, Surrogate } from "./types.ts";

/**
 * Errors of the forecasts that several equally likely models made together of outcomes they have not seen, one after the other:
 *   z_i = Φ⁻¹(Σ_k w_k Φ(z_ik)), w_k ∝ p_k(y_1 .. y_{i-1}),
 * z_ik the whitened error of model k. Independent standard normals when the truth is a draw from one of the models. // [k]
 */
export function jointForecastResiduals(models: readonly Surrogate[], outcomes: Dataset): Float64Array {
  const growing = [...new Set(models)];
  const logWeights = Float64Array.from(growing, (model) => Math.log(models.filter((one) => one === model).length));
  const { n } = outcomes.points;
  return outcomes.values.map((_, i) => {
    const outcome = selectObservations(outcomes, [i]);
    const errors = growing.map((model) => model.forecastResiduals(outcome)[0]!);
    const z = mixtureQuantile(errors, logWeights);
    for (const [k, model] of i + 1 < n ? growing.entries() : []) {
      growing[k] = model.withData(outcome);
      logWeights[k] += growing[k].logMarginalLikelihood - model.logMarginalLikelihood;
    }
    return z;
  });
}

/** Φ⁻¹ of the weighted mean of Φ(z_k), taken from the nearer tail. */
function mixtureQuantile(errors: readonly number[], logWeights: Float64Array): number {
  const logTail = (sign: number): number =>
    logSumExp(errors.map((z, k) => logWeights[k] + logNormalCdf(sign * z))) - logSumExp(logWeights);
  const lower = logTail(1);
  return lower < -Math.LN2 ? normalQuantileFromLog(lower) : -normalQuantileFromLog(Math.min(logTail(-1), 0));
}
