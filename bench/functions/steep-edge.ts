import { cube, testFunction } from "./test-function.ts";

/**
 * An upper limit on a signal strength: exponential in the first mass, and up by eight decades within a twentieth of the
 * axis where the decay closes. The contour runs along the slope first and along the edge then.
 */
export const steepEdge = testFunction({
  name: "steep-edge",
  parameters: cube(2),
  observables: [{ name: "limit", threshold: 1, side: "below", transform: "log" }],
  evaluate({ u0, u1 }) {
    const closed = 1 / (1 + Math.exp(-(u1! - 0.8 * u0! - 0.05) / 0.012));
    return { limit: 10 ** (-2.4 + 3.4 * u0! + 0.5 * u1! + 8 * closed) };
  },
});
