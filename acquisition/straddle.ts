import { pointwiseScore, type AcquisitionFunction } from "../src/proposal/index.ts";

const kappa = 1.96; // half width of a central 95 % interval in standard deviations

/**
 * Straddle heuristic [Bryan2005].
 *
 *   Score(x) = 1.96 s(x) - |m(x) - T|
 *
 * In words: how far the threshold lies inside the 95 % band of the surrogate at x. Cheap and close to the contour, but it only looks
 * at x itself and likes edges and corners, where the band is widest.
 */
export const straddle: AcquisitionFunction = {
  name: "straddle",
  prepare: (context) => pointwiseScore(context, (t, s) => kappa * s - Math.abs(t)),
};
