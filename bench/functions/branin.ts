import { cube, testFunction } from "./test-function.ts";

/** The Branin function on the unit square; above 80 it is two separate corners. */
export const branin = testFunction({
  name: "branin",
  parameters: cube(2),
  observables: [{ name: "f", threshold: 80, side: "above", transform: "identity" }],
  evaluate({ u0, u1 }) {
    const x = 15 * u0! - 5;
    const y = 15 * u1!;
    const valley = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
    return { f: valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 };
  },
});
