import { cube, testFunction } from "./test-function.ts";

/** An observable of the mass splitting alone: the same all along the diagonal, with a narrow band in the middle that is excluded. */
export const ridge = testFunction({
  name: "ridge",
  parameters: cube(2),
  observables: [{ name: "f", threshold: 0.5, side: "above", transform: "identity" }],
  evaluate: ({ u0, u1 }) => ({ f: Math.sin(6 * (u0! - u1!)) }),
});
