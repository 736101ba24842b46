import type { ObservableView, Prediction } from "../view.ts";

/** The probabilities of which contour lines are drawn: the contour, and the two edges of its central 68 % band. */
export const lineProbabilities = [0.16, 0.5, 0.84] as const;

export type LineProbability = (typeof lineProbabilities)[number];

/**
 * A field that is ≥ 0 exactly where the probability p of the excursion set is ≥ q: for the side "above", the (1 - q) quantile
 * of the observable minus the threshold, in latent units; for "below" the threshold minus the q quantile. Unlike p, which
 * saturates away from the contour and jumps where the surrogate is certain, it is smooth enough to interpolate. // [m]
 */
export function levelField(
  observable: ObservableView,
  threshold: number,
  prediction: Prediction,
  q: LineProbability,
): Float64Array {
  const sign = observable.side === "above" ? 1 : -1;
  const level = observable.latent(threshold);
  return quantile(prediction, sign === 1 ? 1 - q : q).map((value) => sign * (observable.latent(value) - level));
}

function quantile({ lower, median, upper }: Prediction, q: number): Float64Array {
  if (q === 0.5) return median;
  return q < 0.5 ? lower : upper;
}
