import { normalCdf, normalDensity } from "../src/numeric/index.ts";
import { pointwiseScore, type AcquisitionFunction, type PointwiseCriterion } from "../src/proposal/index.ts";

/**
 * Expected feasibility function [Bichon2008], with the band α = 2 of the paper.
 *
 *   Score(x) = E[(α s - |f(x) - T|)₊]
 *            = s {α [Φ(a₊) - Φ(a₋)] - a [2Φ(a) - Φ(a₊) - Φ(a₋)] - [2φ(a) - φ(a₊) - φ(a₋)]},  a = t/s, a± = a ± α.
 *
 * In words: by how much the value at x is expected to lie within α standard deviations of the threshold.
 */
export const bichon: AcquisitionFunction = {
  name: "bichon",
  prepare: (context) => pointwiseScore(context, expectedFeasibility(2)),
};

export function expectedFeasibility(alpha: number): PointwiseCriterion {
  return (t, s) => {
    if (s === 0) return 0;
    const a = t / s;
    const [upper, lower] = [a + alpha, a - alpha];
    const band = alpha * (normalCdf(upper) - normalCdf(lower));
    const slope = a * (2 * normalCdf(a) - normalCdf(upper) - normalCdf(lower));
    return s * (band - slope - (2 * normalDensity(a) - normalDensity(upper) - normalDensity(lower)));
  };
}
