import { cube, testFunction } from "./test-function.ts";

const weights = [1, 1.2, 3, 3.2];

const steepness = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];

const centres = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Σ_i w_i exp(-Σ_k A_ik (u_k - P_ik)²) over the first d coordinates. */
function hartmann(u: readonly number[]): number {
  return weights.reduce((sum, weight, i) => {
    const exponent = u.reduce((total, value, k) => total + steepness[i]![k]! * (value - centres[i]![k]!) ** 2, 0);
    return sum + weight * Math.exp(-exponent);
  }, 0);
}

function hartmannLevelSet(d: number, threshold: number) {
  return testFunction({
    name: `hartmann-${d}`,
    parameters: cube(d),
    observables: [{ name: "f", threshold, side: "above", transform: "identity" }],
    evaluate: (point) => ({ f: hartmann(Object.values(point)) }),
  });
}

export const hartmann4 = hartmannLevelSet(4, 2);
export const hartmann6 = hartmannLevelSet(6, 0.5);
