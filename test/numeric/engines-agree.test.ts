import { array, assert as assertProperty, constantFrom, double, integer, property, record, type Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedMisclassification } from "../../acquisition/misclassification.ts";
import { expectedEntropy } from "../../acquisition/mutual-information.ts";
import { expectedBernoulliVariance } from "../../acquisition/sur.ts";
import { loadEngine } from "../../src/engine/index.ts";
import { createTypescriptEngine, kernelNames, matrixFrom, randomStream, type Engine, type KernelName, type Matrix } from "../../src/numeric/index.ts";

const oracle = createTypescriptEngine();
const runs = { numRuns: 60 };
const size = integer({ min: 1, max: 150 });
const scale = constantFrom(1e-300, 1e-8, 1, 1e8, 1e150);
const kernel: Arbitrary<KernelName> = constantFrom(...kernelNames);
const seed = integer();

function normals(rows: number, columns: number, streamSeed: number, factor = 1): Matrix {
  const random = randomStream(streamSeed, "engines", 0);
  return matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, () => factor * random.normal()));
}

/** Every value within 1e-12 of the oracle's, relative to `sizes`, which are the oracle's own where left out. */
function expectClose(got: Float64Array, expected: Float64Array, sizes: Float64Array | number[] = expected.map(Math.abs)): void {
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => {
    if (!(Math.abs(value - expected[i]!) <= 1e-12 * sizes[i]! || Object.is(value, expected[i]))) {
      throw new Error(`expected value ${i} to be ${expected[i]} within ${1e-12 * sizes[i]!}, got ${value}`);
    }
  });
}

/**
 * A rounding of r is one of r e⁻ʳ in e⁻ʳ, and below the smallest normal number an exponential has few digits, of which a polynomial of r up to
 * 2e5 makes as few digits of a larger number.
 */
function sizeOfExponential(value: number): number {
  return Math.max(value === 0 ? 0 : value * Math.max(1, -Math.log(value) / 100), 1e-306);
}

/** Sums are judged by the size of their terms. */
function sizesOfProduct(a: Matrix, b: Matrix): Float64Array {
  const absolute = (matrix: Matrix): Matrix => ({ ...matrix, data: matrix.data.map(Math.abs) });
  return oracle.multiply(absolute(a), absolute(b)).data;
}

const losses = [
  { loss: expectedEntropy, compiled: "expected-entropy" },
  { loss: expectedBernoulliVariance, compiled: "expected-bernoulli-variance" },
  { loss: expectedMisclassification, compiled: "expected-misclassification" },
] as const;

describe.each(["strict", "relaxed"] as const)("the engine %s agrees with the one in TypeScript", (name) => {
  const engine: Engine = loadEngine(name);

  test("products, of all shapes and scales", () => {
    assertProperty(
      property(size, size, size, scale, seed, (m, k, n, factor, start) => {
        const [a, b] = [normals(m, k, start, factor), normals(k, n, start + 1)];
        expectClose(engine.multiply(a, b).data, oracle.multiply(a, b).data, sizesOfProduct(a, b));
      }),
      runs,
    );
  });

  test("kernel matrices, of far and near points", () => {
    assertProperty(
      property(kernel, size, size, integer({ min: 1, max: 8 }), constantFrom(1e-9, 1, 30, 700), seed, (which, n, m, d, spread, start) => {
        const [x, z, lengthscales] = [normals(n, d, start, spread), normals(m, d, start + 1, spread), new Float64Array(d).fill(0.7)];
        for (const other of [z, x]) {
          const golden = oracle.kernelMatrix(which, x, other, lengthscales).data;
          expectClose(engine.kernelMatrix(which, x, other, lengthscales).data, golden, golden.map(sizeOfExponential));
        }
      }),
      runs,
    );
  });

  test("densities of values and their gradients, up to the rounding that the condition of the covariance allows", () => {
    assertProperty(
      property(kernel, size, integer({ min: 1, max: 6 }), integer({ min: 0, max: 2 }), constantFrom(1e-3, 1), constantFrom(1e-300, 1, 1e300), seed, (which, n, p, b, noise, unit, start) => {
        const x = normals(n, p + b, start);
        const y = normals(n, 1, start + 1, Math.sqrt(unit)).data;
        const prior = { kernel: which, lengthscales: new Float64Array(p).fill(0.7), amplitude: unit, meanVariance: unit, termVariances: new Float64Array(b).fill(3 * unit) };
        const noiseVariances = new Float64Array(n).fill(noise * unit);
        const [ours, theirs] = [engine, oracle].map((one) => one.logDensityWithGradient(prior, x, noiseVariances, y));
        const condition = (100 * n ** 2 * (1 + b)) / noise ** 2;
        expectClose(Float64Array.of(ours!.value), Float64Array.of(theirs!.value), [condition + Math.abs(theirs!.value)]);
        expectClose(ours!.gradient, theirs!.gradient, theirs!.gradient.map((_, k) => condition / (k === p + 1 ? unit : 1)));
      }),
      runs,
    );
  });

  test("factors, solves and inverses of covariances with noise, up to the rounding that their condition allows", () => {
    assertProperty(
      property(kernel, size, size, constantFrom(1e-6, 1e-3, 1), constantFrom(1e-300, 1, 1e300), seed, (which, n, m, noise, factor, start) => {
        const x = normals(n, 2, start);
        const covariance = oracle.kernelMatrix(which, x, x, Float64Array.of(1, 1));
        for (let i = 0; i < n; i++) covariance.data[i * n + i] += noise;
        const scaled = { ...covariance, data: covariance.data.map((value) => factor * value) };
        const [ours, theirs] = [engine.cholesky(scaled), oracle.cholesky(scaled)];
        expect(ours.jitter).toBe(theirs.jitter);
        const allowed = new Float64Array(n * n).fill((Math.sqrt(factor) * n) / noise);
        expectClose(ours.factor.data, theirs.factor.data, allowed);
        const right = normals(n, m, start + 1);
        const { factor: triangle } = oracle.cholesky(covariance);
        const within = new Float64Array(n * m).fill((100 * n) / noise);
        expectClose(engine.solveLower(triangle, right).data, oracle.solveLower(triangle, right).data, within);
        expectClose(engine.solveLowerTransposed(triangle, right).data, oracle.solveLowerTransposed(triangle, right).data, within);
        const inverse = oracle.inverseFromCholesky(triangle).data;
        expectClose(engine.inverseFromCholesky(triangle).data, inverse, inverse.map(() => (100 * n) / noise ** 2));
      }),
      runs,
    );
  });

  test("exp, Φ, ln Φ and Owen's T, at ordinary and at extreme arguments", () => {
    const values = array(double({ min: -800, max: 800, noNaN: true }), { maxLength: 40 }).map((list) => Float64Array.from(list));
    assertProperty(
      property(values, constantFrom(1, 0.05, 1e-3), (wide, factor) => {
        const x = wide.map((value) => factor * value);
        expectClose(engine.exponential(x), oracle.exponential(x));
        expectClose(engine.normalCdf(x), oracle.normalCdf(x));
        expectClose(engine.logNormalCdf(x), oracle.logNormalCdf(x));
        const b = x.toReversed();
        expectClose(engine.owensT(x, b), oracle.owensT(x, b));
      }),
      runs,
    );
    const special = Float64Array.of(0, -0, Infinity, -Infinity, NaN, 710, -746, -745.1, 1e-320);
    expectClose(engine.exponential(special), oracle.exponential(special));
    expectClose(engine.normalCdf(special), oracle.normalCdf(special));
    expectClose(engine.owensT(special, special), oracle.owensT(special, special));
  });

  test.each(losses)("the loss $compiled and the sums of its reductions", (named) => {
    const point = record({
      a: double({ min: -9, max: 9, noNaN: true }),
      pendingShare: double({ min: 0, max: 0.99, noNaN: true }),
      precision: double({ min: 1, max: 100, noNaN: true }),
      weights: double({ min: 0, max: 1, noNaN: true }),
    });
    assertProperty(
      property(array(point, { maxLength: 30 }), integer({ min: 1, max: 5 }), seed, (points, c, start) => {
        const column = (key: keyof (typeof points)[number]): Float64Array => Float64Array.from(points, (one) => one[key]);
        const rows = Int32Array.from(points, (_, j) => (7 * j) % (points.length + 2));
        const covariances = normals(c, points.length + 2, start, 0.2);
        const precisions = Float64Array.from({ length: c }, (_, i) => i); // the first candidate's outcome is known
        const [a, pendingShare] = [column("a"), column("pendingShare")];
        const lossesBefore = [engine, oracle].map((one) => one.losses(named, a, pendingShare));
        expectClose(lossesBefore[0]!, lossesBefore[1]!);
        const [ours, theirs] = [engine, oracle].map((one, index) =>
          one.reductions(
            { ...named, rows, a, pendingShare, precision: column("precision"), weights: column("weights"), lossBefore: lossesBefore[index]! },
            covariances, precisions,
          ),
        );
        const total = column("weights").reduce((sum, weight, j) => sum + weight * lossesBefore[1]![j]!, 0);
        expectClose(ours!, theirs!, precisions.map(() => total));
        expect(ours![0]).toBe(0);
      }),
      runs,
    );
  });
});
