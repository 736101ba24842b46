import {
  conditionOnRows, kernelNames, matrixFrom, NotPositiveDefiniteError, transpose, zeros,
  type KernelName, type Matrix, type Moments, type ProcessPrior, type RandomStream,
} from "../../numeric/index.ts";
import { expectClose, expectProduct, expectThat, expectThrow } from "./expectations.ts";
import type { RandomisedLaw } from "./law.ts";
import { plusDiagonal, randomLengthscales, randomLower, randomMatrix } from "./material.ts";
import { naiveKernelMatrix, naiveProduct } from "./naive.ts";

/** n, m, p and b: points, other points, inputs and terms. */
const shapes = [[1, 1, 1, 0], [5, 7, 1, 2], [18, 131, 2, 0], [33, 17, 3, 1], [70, 301, 6, 3]] as const;

function randomPrior(random: RandomStream, kernel: KernelName, p: number, b: number): ProcessPrior {
  const termVariances = Float64Array.from({ length: b }, () => 3 * random.uniform());
  return { kernel, lengthscales: randomLengthscales(random, p), amplitude: 0.5 + random.uniform(), meanVariance: 0.7, termVariances };
}

/** Pair by pair, as the formula stands. */
function naiveCovariance({ kernel, lengthscales, amplitude, meanVariance, termVariances }: ProcessPrior, x: Matrix, z: Matrix): Matrix {
  const { length: p } = lengthscales;
  const columns = ({ rows, columns: width, data }: Matrix, from: number, to: number): Matrix =>
    matrixFrom(rows, to - from, Float64Array.from({ length: rows * (to - from) }, (_, i) => data[Math.floor(i / (to - from)) * width + from + (i % (to - from))]));
  const result = naiveKernelMatrix(kernel, columns(x, 0, p), columns(z, 0, p), lengthscales);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < z.rows; j++) {
      const terms = termVariances.map((variance, k) => variance * x.data[i * x.columns + p + k] * z.data[j * z.columns + p + k]);
      const at = i * z.rows + j;
      result.data[at] = amplitude * result.data[at] + meanVariance + terms.reduce((sum, term) => sum + term, 0);
    }
  }
  return result;
}

function magnitudes(matrix: Matrix): Matrix {
  return { ...matrix, data: matrix.data.map((value) => 1 + 10 * Math.abs(value)) };
}

/** Runs for every kernel and shape. */
function forCases(random: RandomStream, visit: (what: string, prior: ProcessPrior, x: Matrix, z: Matrix) => void): void {
  for (const kernel of kernelNames) {
    for (const [n, m, p, b] of shapes) visit(`${kernel}, ${n} x ${m}`, randomPrior(random, kernel, p, b), randomMatrix(random, n, p + b), randomMatrix(random, m, p + b));
  }
}

export const covarianceLaws: readonly RandomisedLaw[] = [
  {
    name: "prior covariances hold kernel, mean and terms of every pair of points, exactly symmetric for points with themselves",
    run(engine, random) {
      forCases(random, (what, prior, x, z) => {
        const expected = naiveCovariance(prior, x, z);
        expectClose(what, engine.priorCovariance(prior, x, z), expected, magnitudes(expected));
        const own = engine.priorCovariance(prior, x, x);
        const golden = naiveCovariance(prior, x, x);
        expectClose(`${what}, with themselves`, own, golden, magnitudes(golden));
        expectClose(`${what}, transpose`, own, transpose(own), own, 0);
      });
    },
  },
  {
    name: "posterior covariances are prior ones less a product",
    run(engine, random) {
      forCases(random, (what, prior, x, z) => {
        for (const q of [1, 7, 40]) {
          const [v, w] = [randomMatrix(random, q, x.rows), randomMatrix(random, q, z.rows)];
          const covariance = naiveCovariance(prior, x, z);
          const [product, size] = [naiveProduct(transpose(v), w), naiveProduct(transpose(v), w, Math.abs)];
          const expected = { ...covariance, data: covariance.data.map((value, i) => value - product.data[i]) };
          const scale = { ...size, data: size.data.map((value, i) => 1 + 10 * Math.abs(covariance.data[i]) + value) };
          expectClose(`${what}, ${q} rows`, engine.posteriorCovariance(prior, x, z, v, w), expected, scale);
        }
      });
    },
  },
  {
    name: "whitened covariances times the factor are covariances again",
    run(engine, random) {
      forCases(random, (what, prior, x, z) => {
        const factor = randomLower(random, x.rows);
        const expected = naiveCovariance(prior, x, z);
        const got = naiveProduct(factor, engine.whitenedCovariance(prior, x, factor, z));
        expectClose(what, got, expected, { ...expected, data: expected.data.map(() => 100 * x.rows) });
      });
    },
  },
  {
    name: "moments are conditioned as on whitened rows, bit for bit",
    run(engine, random) {
      forCases(random, (what, prior, x, z) => {
        const factor = randomLower(random, x.rows);
        const b = randomMatrix(random, x.rows, 1).data;
        const [got, expected] = [0, 1].map(() => ({ mean: new Float64Array(z.rows).fill(0.3), variance: new Float64Array(z.rows).fill(2) })) as [Moments, Moments];
        engine.conditionMoments(prior, x, factor, b, z, got);
        conditionOnRows(engine.whitenedCovariance(prior, x, factor, z), b, expected);
        for (const key of ["mean", "variance"] as const) {
          expectClose(`${what}, ${key}`, matrixFrom(1, z.rows, got[key]), matrixFrom(1, z.rows, expected[key]), zeros(1, z.rows));
        }
      });
    },
  },
  {
    name: "correlated normals have the correlations of the covariance that is left",
    run(engine, random) {
      forCases(random, (what, prior, x, z) => {
        const noisy = plusDiagonal(naiveCovariance(prior, z, z), 0.5);
        const whitened = engine.solveLower(engine.cholesky(noisy).factor, naiveCovariance(prior, z, x));
        const left = engine.subtractTransposedProduct(naiveCovariance(prior, x, x), whitened, whitened);
        const deviations = Float64Array.from({ length: x.rows }, (_, i) => Math.sqrt(left.data[i * x.rows + i]));
        const identity = plusDiagonal(zeros(x.rows, x.rows), 1);
        const factor = transpose(engine.correlatedNormals(prior, x, [whitened], deviations, identity)); // U = I gives Fᵀ
        const correlations = zeros(x.rows, x.rows);
        for (let i = 0; i < x.rows; i++) {
          for (let j = 0; j < x.rows; j++) correlations.data[i * x.rows + j] = i === j ? 1 : left.data[i * x.rows + j] / deviations[i] / deviations[j];
        }
        expectClose(what, naiveProduct(factor, transpose(factor)), correlations, { ...correlations, data: correlations.data.map(() => 1) }, 2e-6);
        const normals = randomMatrix(random, 3, x.rows);
        expectProduct(`${what}, of normals`, engine.correlatedNormals(prior, x, [whitened], deviations, normals), normals, transpose(factor));
      });
    },
  },
  {
    name: "correlated normals of points that coincide, or whose covariance is all rounding, have variance 1",
    run(engine) {
      const prior = { kernel: "rbf", lengthscales: Float64Array.of(1), amplitude: 1, meanVariance: 1, termVariances: new Float64Array(0) } as const;
      const points = matrixFrom(4, 1, Float64Array.of(0.2, 0.2, 0.2 + 1e-12, 0.9));
      for (const deviation of [Math.SQRT2, 1e-9]) {
        const identity = plusDiagonal(zeros(4, 4), 1);
        const { data } = engine.correlatedNormals(prior, points, [], new Float64Array(4).fill(deviation), identity);
        for (let j = 0; j < 4; j++) {
          const square = [0, 1, 2, 3].reduce((sum, i) => sum + data[i * 4 + j] ** 2, 0);
          expectThat(Math.abs(square - 1) < 1e-9, `deviation ${deviation}: expected variance 1 at point ${j}, got ${square}`);
        }
      }
    },
  },
  {
    name: "the logarithm of the density and its gradient by amplitude, lengthscales and noise",
    run(engine, random) {
      const step = 1e-3;
      forCases(random, (what, prior, x) => {
        const noise = Float64Array.from({ length: x.rows }, () => 0.3 + random.uniform());
        const y = randomMatrix(random, x.rows, 1).data;
        const covariance = naiveCovariance(prior, x, x);
        for (const [i, variance] of noise.entries()) covariance.data[i * (x.rows + 1)] += variance;
        const { factor } = engine.cholesky(covariance);
        const whitened = engine.solveLower(factor, matrixFrom(x.rows, 1, y)).data;
        const expected = whitened.reduce((sum, value, i) => sum - (value ** 2 + Math.log(2 * Math.PI)) / 2 - Math.log(factor.data[i * (x.rows + 1)]), 0);
        const { value, gradient } = engine.logDensityWithGradient(prior, x, noise, y);
        for (const got of [value, engine.logDensity(prior, x, noise, y)]) {
          expectThat(Math.abs(got - expected) <= 1e-11 * (x.rows + Math.abs(expected)), `${what}: expected ${expected}, got ${got}`);
        }
        gradient.forEach((slope, k) => {
          const [twice, once, minusOnce, minusTwice] = [2, 1, -1, -2].map((steps) => {
            const factorOf = (parameter: number): number => (parameter === k ? Math.exp(steps * step) : 1);
            const moved = { ...prior, amplitude: prior.amplitude * factorOf(0), lengthscales: prior.lengthscales.map((l, i) => l * factorOf(i + 1)) };
            return engine.logDensity(moved, x, k === gradient.length - 1 ? noise.map((variance) => variance + steps * step) : noise, y);
          }) as [number, number, number, number];
          const difference = (8 * (once - minusOnce) - (twice - minusTwice)) / (12 * step);
          expectThat(Math.abs(slope - difference) <= 1e-7 * (1 + x.rows), `${what}, derivative ${k}: expected ${difference}, got ${slope}`);
        });
      });
    },
  },
  {
    name: "a covariance that is not definite is factorised with jitter, and numbers that are none are refused",
    run(engine) {
      const prior = { kernel: "matern52", lengthscales: Float64Array.of(1), amplitude: 1, meanVariance: 0, termVariances: new Float64Array(0) } as const;
      const points = matrixFrom(3, 1, Float64Array.of(0.2, 0.2, 0.9));
      const [none, y] = [new Float64Array(3), Float64Array.of(1, 1, 0)];
      expectThat(Number.isFinite(engine.logDensity(prior, points, none, y)), "expected a finite density of a value seen twice");
      expectThat(engine.logDensityWithGradient(prior, points, none, y).gradient.every(Number.isFinite), "expected a finite gradient");
      expectThrow("noise that is no number", NotPositiveDefiniteError, () => engine.logDensity(prior, points, none.fill(Number.NaN), y));
    },
  },
  {
    name: "covariances of shapes that do not fit are RangeErrors",
    run(engine, random) {
      const prior = randomPrior(random, "rbf", 2, 1);
      const [x, z, flat, factor] = [randomMatrix(random, 4, 3), randomMatrix(random, 5, 3), randomMatrix(random, 4, 2), randomLower(random, 4)];
      const moments = { mean: new Float64Array(5), variance: new Float64Array(5) };
      expectThrow("points without the term", RangeError, () => engine.priorCovariance(prior, flat, z));
      expectThrow("products of other points", RangeError, () => engine.posteriorCovariance(prior, x, z, randomMatrix(random, 2, 5), randomMatrix(random, 2, 4)));
      expectThrow("a factor of other points", RangeError, () => engine.whitenedCovariance(prior, z, factor, x));
      expectThrow("values of other points", RangeError, () => engine.conditionMoments(prior, x, factor, new Float64Array(3), z, moments));
      expectThrow("moments of other points", RangeError, () => engine.conditionMoments(prior, x, factor, new Float64Array(4), x, moments));
      expectThrow("normals of other points", RangeError, () => engine.correlatedNormals(prior, x, [], new Float64Array(4), z));
      expectThrow("too few noise variances", RangeError, () => engine.logDensity(prior, x, new Float64Array(3), new Float64Array(4)));
    },
  },
];
