import { cube, testFunction } from "./test-function.ts";

/** The better of two searches with piecewise linear reach: a contour with corners, no derivative at the kinks. */
export const kinked = testFunction({
  name: "kinked",
  parameters: cube(2),
  observables: [{ name: "f", threshold: 0, side: "above", transform: "identity" }],
  evaluate: ({ u0, u1 }) => ({
    f: Math.max(0.6 - 1.2 * Math.abs(u0! - 0.3) - u1!, 0.9 * u0! - 0.55 - 0.3 * Math.abs(u1! - 0.6)),
  }),
});
