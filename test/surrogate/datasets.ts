import * as fc from "fast-check";
import { kernelNames, randomStream } from "../../src/numeric/index.ts";
import { unitPoints, type UnitPoints } from "../../src/space/index.ts";
import type { Dataset, SurrogateSettings } from "../../src/surrogate/index.ts";

/** Uniform points of the cube. // [n, d] */
export function drawPoints(n: number, d: number, seed: number): UnitPoints {
  const random = randomStream(seed, "points", n);
  return unitPoints(d, new Float64Array(n * d).map(() => random.uniform()));
}

/** Observations without known errors of a function of the coordinates. */
export function observe(points: UnitPoints, f: (x: Float64Array) => number): Dataset {
  const { n, d, data } = points;
  const values = Float64Array.from({ length: n }, (_, i) => f(data.subarray(i * d, (i + 1) * d)));
  return { points, values, standardErrors: new Float64Array(n) };
}

/** A wave with a slope, different in every dimension. */
export function wave(x: Float64Array): number {
  return x.reduce((sum, coordinate, k) => sum + Math.sin((3 + k) * coordinate) + coordinate / (k + 1), 0);
}

export const identityScale = { transform: "identity", centre: 0, spread: 1 } as const;

/** A model and data for it: what the laws of a surrogate are checked on. */
export interface Scenario {
  readonly settings: SurrogateSettings;
  readonly dataset: Dataset;
  readonly seed: number;
}

export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.nat(1e6),
    n: fc.integer({ min: 1, max: 25 }),
    d: fc.integer({ min: 1, max: 4 }),
    kernel: fc.constantFrom(...kernelNames),
    lengthscale: fc.double({ min: 0.1, max: 0.8, noNaN: true }),
    amplitude: fc.double({ min: 0.2, max: 5, noNaN: true }),
    noiseVariance: fc.constantFrom(1e-6, 1e-3, 0.1),
    meanVariance: fc.constantFrom(0, 1),
  })
  .map(({ seed, n, d, kernel, lengthscale, amplitude, noiseVariance, meanVariance }) => ({
    seed,
    settings: {
      kernel,
      lengthscales: Array.from({ length: d }, (_, k) => lengthscale * (1 + k / 3)),
      amplitude,
      noiseVariance,
      mean: { constant: 0.3, variance: meanVariance },
      outputScale: identityScale,
    },
    dataset: observe(drawPoints(n, d, seed), wave),
  }));

/** The chosen observations, in the order given. */
export function selectData({ points, values, standardErrors }: Dataset, rows: readonly number[]): Dataset {
  const { d } = points;
  return {
    points: unitPoints(d, Float64Array.from(rows.flatMap((row) => [...points.data.subarray(row * d, (row + 1) * d)]))),
    values: Float64Array.from(rows, (row) => values[row]),
    standardErrors: Float64Array.from(rows, (row) => standardErrors[row]),
  };
}

/** The largest difference between two arrays of the same length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`expected equal lengths, got ${a.length} and ${b.length}`);
  return Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - b[i])));
}
