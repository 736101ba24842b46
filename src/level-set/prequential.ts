import { logSumExp } from "../numeric/index.ts";

/** Factors by which forecasts may be too narrow; the e-value bets on each of them in equal parts. */
const alternatives = [1.5, 2, 3, 5];

/** Probability of ever rejecting an honest model of a scan, and again over all models that follow it. */
const falseAlarmLevel = 0.05;

/** What forecasts made before each evaluation say of the model that made them. */
export interface PrequentialCalibration {
  readonly inflation: number; // RMS of the residuals; 1 when there are none
  readonly logEValue: number; // ln of the largest e-value so far, at least ln 1
}

/**
 * Prequential calibration: z_i is the forecast error of evaluation i, whitened by the predictive law of the model that had not seen
 * it, so the z_i of an honest model are independent standard normals whatever the design. Then
 *   E_t = mean over κ in {1.5, 2, 3, 5} of Π_{i <= t} κ⁻¹ exp{½ z_i² (1 - κ⁻²)}
 * is a test martingale, and P(sup_t E_t >= 1/level) <= level for any stopping rule [Ville1939, Ramdas2023].
 */
export function prequentialCalibration(residuals: ArrayLike<number>): PrequentialCalibration {
  const logProducts = new Float64Array(alternatives.length);
  let sumOfSquares = 0;
  let logEValue = 0;
  for (let i = 0; i < residuals.length; i++) {
    const square = residuals[i] ** 2;
    sumOfSquares += square;
    for (const [k, kappa] of alternatives.entries()) {
      logProducts[k] += 0.5 * square * (1 - 1 / kappa ** 2) - Math.log(kappa);
    }
    logEValue = Math.max(logEValue, logSumExp(logProducts) - Math.log(alternatives.length));
  }
  return { inflation: residuals.length === 0 ? 1 : Math.sqrt(sumOfSquares / residuals.length), logEValue };
}

/** Forecasts as good as stated that are counted beside those that were made: a few tell little of a factor. */
const priorForecasts = 20;

/**
 * Factor on posterior standard deviations that the forecasts near the contour ask for, the root mean square of their errors with 20 of size
 * 1 among them:
 *   λ = √((20 + Σ u_i z_i²) / (20 + Σ u_i)), u_i = 4 p_i (1 - p_i).
 * Far from the contour, where p_i is next to 0 or 1, errors say little of it: a function may be smooth there and jump where it matters.
 * // [k], [k]
 */
export function forecastInflation(residuals: ArrayLike<number>, undecided: ArrayLike<number>): number {
  let [squares, count] = [priorForecasts, priorForecasts];
  for (let i = 0; i < residuals.length; i++) {
    squares += undecided[i]! * residuals[i]! ** 2;
    count += undecided[i]!;
  }
  return Math.sqrt(squares / count);
}

/**
 * ln of the e-value at which a model is rejected: ln(1 / 0.05) for the first, ln(π²k² / (6 · 0.05)) for the one that follows the k-th
 * rejection, so that all later ones together raise a false alarm in at most 5 % of scans; divided evenly among the observables.
 */
export function rejectionLogEValue(restarts: number, observables: number): number {
  const share = restarts === 0 ? 1 : 6 / (Math.PI * restarts) ** 2;
  return Math.log(observables / (falseAlarmLevel * share));
}

/** Root mean square of standardised residuals, 1 for an honest model. */
export function rootMeanSquare(residuals: Float64Array): number {
  return Math.sqrt(residuals.reduce((sum, z) => sum + z * z, 0) / residuals.length);
}
