import type { ScanState } from "../journal/index.ts";

/** Up to this many observed evaluations the hyperparameters are fitted anew after every arrival. */
const alwaysUpTo = 40;

/** Of the evaluations that the last fit has seen, the part after which they are fitted anew however good the forecasts are. */
const growth = 1 / 10;

/** Standard deviations by which an honest model's forecasts rarely fall short of their expected score. */
const rareDrop = 3;

/**
 * Whether the hyperparameters should be fitted again: after every arrival up to 40 observed evaluations, since a handful tells a lot
 * about them; later when the forecasts since the last fit score worse than they promised, or when the evaluations have become a tenth
 * more, since a fit costs n³ and the hyperparameters hardly move any more.
 */
export function refitIsDue({ fitted, assessments, observedOrder }: Pick<ScanState, "fitted" | "assessments" | "observedOrder">): boolean {
  const observed = observedOrder.length;
  if (fitted === undefined) return true;
  if (observed <= alwaysUpTo) return observed > fitted.observed;
  if (observed - fitted.observed >= Math.max(1, growth * fitted.observed)) return true;
  const since = assessments.filter((one) => one.observed > fitted.observed).flatMap(({ assessment }) => assessment.observables);
  const byObservable = [...Map.groupBy(since, ({ observable }) => observable).values()];
  return byObservable.some((assessed) => hasDropped(assessed.flatMap(({ forecastResiduals }) => forecastResiduals)));
}

/** The logarithmic score loses Σ (z² - 1)/2 against what was promised; for standard normal z its standard deviation is √(k/2). // [k] */
function hasDropped(residuals: readonly number[]): boolean {
  const loss = residuals.reduce((sum, z) => sum + (z ** 2 - 1) / 2, 0);
  return loss > rareDrop * Math.sqrt(residuals.length / 2);
}
