import { cube, testFunction } from "./test-function.ts";

/** ln(1 + eᵗ) without overflow and without loss at large negative t. */
const softplus = (t: number): number => Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));

/** Cross-section times efficiency of a counting search, with ripples. */
function signal(x: number, y: number, z: number): number {
  const crossSection = 12 * Math.exp(-x / 2) + 0.1 * Math.cos(10 * y + 1) + 0.2 * Math.cos(15 * x);
  return crossSection * Math.exp(-0.3 * z) * Math.tanh(1.3 * x - y + 1);
}

/** 3 (ln[(1 - tanh(s - 5)) / 2] - ln 0.05), where (1 - tanh t) / 2 = 1 / (1 + e²ᵗ). */
const excess = (s: number): number => 3 * (-softplus(2 * (s - 5)) - Math.log(0.05));

const observables = [{ name: "f", threshold: 0, side: "below", transform: "identity" }] as const;

export const toySearch = testFunction({
  name: "toy-search",
  parameters: cube(2, 1.5),
  observables,
  evaluate: ({ u0, u1 }) => ({ f: excess(signal(u0!, u1!, 0)) }),
});

/** The same search with a third parameter that lowers the cross-section. */
export const toySearch3 = testFunction({
  name: "toy-search-3",
  parameters: cube(3, 1.5),
  observables,
  evaluate: ({ u0, u1, u2 }) => ({ f: excess(signal(u0!, u1!, u2!)) }),
});
