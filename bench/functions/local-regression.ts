import { Matrix, solve } from "ml-matrix";

interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

/** At any point the quadratic polynomial that fits the values best there, with Gaussian weights of the bandwidth. */
export function localRegression(points: readonly PlanePoint[], values: readonly number[], bandwidth: number): (x: number, y: number) => number {
  return (x, y) => {
    const normal = Matrix.zeros(6, 6);
    const right = Matrix.zeros(6, 1);
    for (const [i, point] of points.entries()) {
      const [u, v] = [(point.x - x) / bandwidth, (point.y - y) / bandwidth];
      const square = u * u + v * v;
      if (square > 36) continue; // a weight below 2e-8
      const weight = Math.exp(-0.5 * square);
      const terms = [1, u, v, u * u, u * v, v * v];
      for (let a = 0; a < 6; a++) {
        right.set(a, 0, right.get(a, 0) + weight * terms[a]! * values[i]!);
        for (let b = 0; b < 6; b++) normal.set(a, b, normal.get(a, b) + weight * terms[a]! * terms[b]!);
      }
    }
    for (let a = 0; a < 6; a++) normal.set(a, a, normal.get(a, a) + 1e-9);
    return solve(normal, right).get(0, 0);
  };
}
