import { normalCdf, normalDensity } from "../src/numeric/index.ts";
import { pointwiseScore, type AcquisitionFunction, type PointwiseCriterion } from "../src/proposal/index.ts";

/**
 * Expected improvement for a contour [Ranjan2008], with the band α = 1.96 of the paper.
 *
 *   Score(x) = E[(α² s² - (f(x) - T)²)₊]
 *            = s² {(α² - 1 - a²)[Φ(a₊) - Φ(a₋)] - 2a [φ(a₊) - φ(a₋)] + a₊φ(a₊) - a₋φ(a₋)},  a = t/s, a± = a ± α.
 *
 * In words: as Bichon's function, with squares, so it prefers points of large variance more strongly.
 */
export const ranjan: AcquisitionFunction = {
  name: "ranjan",
  prepare: (context) => pointwiseScore(context, expectedContourImprovement(1.96)),
};

export function expectedContourImprovement(alpha: number): PointwiseCriterion {
  return (t, s) => {
    if (s === 0) return 0;
    const a = t / s;
    const [upper, lower] = [a + alpha, a - alpha];
    const [upperDensity, lowerDensity] = [normalDensity(upper), normalDensity(lower)];
    const inside = (alpha ** 2 - 1 - a ** 2) * (normalCdf(upper) - normalCdf(lower));
    return s ** 2 * (inside - 2 * a * (upperDensity - lowerDensity) + upper * upperDensity - lower * lowerDensity);
  };
}
