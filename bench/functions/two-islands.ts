import { cube, testFunction } from "./test-function.ts";

const width = 0.12;
const radius = Math.sqrt(0.02 / Math.PI); // a disc of 2 % of the square

/** Two hills whose tops are the excursion set, two discs of 2 % each; the other hill shifts the border by less than 1e-4. */
export const twoIslands = testFunction({
  name: "two-islands",
  parameters: cube(2),
  observables: [
    { name: "f", threshold: Math.exp(-0.5 * (radius / width) ** 2), side: "above", transform: "identity" },
  ],
  evaluate: ({ u0, u1 }) => ({ f: hill(u0! - 0.25, u1! - 0.72) + hill(u0! - 0.78, u1! - 0.31) }),
});

function hill(dx: number, dy: number): number {
  return Math.exp((-0.5 * (dx ** 2 + dy ** 2)) / width ** 2);
}
