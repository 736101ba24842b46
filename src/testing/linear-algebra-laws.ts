import {
  type KernelName, type LinearAlgebra, type Matrix, type RandomStream,
  NotPositiveDefiniteError, matrixFrom, randomStream, transpose, zeros,
} from "../numeric/index.ts";
import { naiveKernelMatrix, naiveProduct } from "./naive-linear-algebra.ts";

/** A property every linear algebra engine has; `run` throws an Error that says what broke. */
export interface LinearAlgebraLaw {
  readonly name: string;
  run(engine: LinearAlgebra): void;
}

const kernels: readonly KernelName[] = ["matern32", "matern52", "rbf"];
const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 47, 64, 65, 100, 129, 257];
const productShapes = [ // [m, k, n]
  [0, 0, 0], [0, 3, 2], [2, 0, 3], [1, 1, 1], [1, 5, 1], [2, 3, 4], [3, 17, 2], [5, 4, 7], [8, 8, 8], [33, 1, 9],
  [70, 90, 1], [1, 90, 70], [3, 300, 50], [61, 257, 3], [64, 64, 64], [129, 300, 67], [40, 20, 600],
] as const;

let random: RandomStream; // of the law that runs

function randomMatrix(rows: number, columns: number): Matrix {
  return matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, () => random.normal()));
}

/** A well-conditioned lower triangular matrix. */
function randomLower(n: number): Matrix {
  const l = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) l.data[i * n + j] = random.normal() / Math.sqrt(n);
    l.data[i * n + i] = 1 + random.uniform();
  }
  return l;
}

/** Every element within `tolerance` times its scale; the scale of a sum is the sum of the sizes of its terms. */
function expectClose(what: string, got: Matrix, expected: Matrix, scale: Matrix, tolerance = 1e-12): void {
  if (got.rows !== expected.rows || got.columns !== expected.columns) {
    throw new Error(`${what}: expected ${expected.rows} x ${expected.columns}, got ${got.rows} x ${got.columns}`);
  }
  for (let p = 0; p < expected.data.length; p++) {
    if (!(Math.abs(got.data[p] - expected.data[p]) <= tolerance * scale.data[p])) {
      const place = `element (${Math.floor(p / got.columns)}, ${p % got.columns})`;
      throw new Error(`${what}: expected ${place} to be ${expected.data[p]} within ${tolerance * scale.data[p]}, got ${got.data[p]}`);
    }
  }
}

function expectProduct(what: string, got: Matrix, a: Matrix, b: Matrix, tolerance = 1e-12): void {
  expectClose(what, got, naiveProduct(a, b), naiveProduct(a, b, Math.abs), tolerance);
}

function expectThrow(what: string, kind: new (...args: never[]) => Error, run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof kind) return error;
    throw new Error(`${what}: expected a ${kind.name}, got ${String(error)}`, { cause: error });
  }
  throw new Error(`${what}: expected a ${kind.name}, got a result`);
}

function expectThat(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

/** Symmetric positive definite with eigenvalues of order one. */
function randomDefinite(n: number): Matrix {
  const l = randomLower(n);
  return naiveProduct(l, transpose(l));
}

function hilbert(n: number): Matrix {
  return matrixFrom(n, n, Float64Array.from({ length: n * n }, (_, p) => 1 / (Math.floor(p / n) + (p % n) + 1)));
}

function plusDiagonal(a: Matrix, value: number): Matrix {
  const result = { ...a, data: a.data.slice() };
  for (let i = 0; i < a.rows; i++) result.data[i * a.columns + i] += value;
  return result;
}

function expectFactorOf(what: string, engine: LinearAlgebra, a: Matrix): number {
  const n = a.rows;
  const { factor, jitter } = engine.cholesky(a);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      expectThat(factor.data[i * n + j] === 0, `${what}: expected zero above the diagonal at (${i}, ${j}), got ${factor.data[i * n + j]}`);
    }
  }
  expectProduct(`${what}: L Lᵀ`, plusDiagonal(a, jitter), factor, transpose(factor));
  return jitter;
}

function randomLengthscales(d: number): Float64Array {
  return Float64Array.from({ length: d }, () => 0.3 + 2 * random.uniform());
}

const productLaws: readonly LinearAlgebraLaw[] = [
  {
    name: "products equal the sums they stand for",
    run(engine) {
      for (const [m, k, n] of productShapes) {
        const a = randomMatrix(m, k);
        const b = randomMatrix(k, n);
        const c = randomMatrix(m, n);
        const shape = `${m} x ${k} x ${n}`;
        expectProduct(`A B, ${shape}`, engine.multiply(a, b), a, b);
        expectProduct(`Aᵀ B, ${shape}`, engine.multiplyTransposedLeft(transpose(a), b), a, b);
        const scale = naiveProduct(a, b, Math.abs);
        const expected = naiveProduct(a, b);
        for (let p = 0; p < expected.data.length; p++) {
          expected.data[p] = c.data[p] - expected.data[p];
          scale.data[p] += Math.abs(c.data[p]);
        }
        expectClose(`C - Aᵀ B, ${shape}`, engine.subtractTransposedProduct(c, transpose(a), b), expected, scale);
      }
    },
  },
  {
    name: "inputs are left as they were",
    run(engine) {
      const n = 70;
      const a = randomDefinite(n);
      const b = randomMatrix(n, n);
      const { factor } = engine.cholesky(a);
      const before = [a, b, factor].map(({ data }) => data.slice());
      engine.multiply(a, b);
      engine.multiplyTransposedLeft(a, b);
      engine.subtractTransposedProduct(a, b, b);
      engine.cholesky(a);
      engine.solveLower(factor, b);
      engine.solveLowerTransposed(factor, b);
      engine.inverseFromCholesky(factor);
      for (const [index, { data }] of [a, b, factor].entries()) {
        expectThat(data.every((value, p) => value === before[index][p]), `expected input ${index} to be unchanged`);
      }
    },
  },
  {
    name: "shapes that do not fit are RangeErrors",
    run(engine) {
      const a = randomMatrix(3, 4);
      const square = randomLower(3);
      expectThrow("A B", RangeError, () => engine.multiply(a, a));
      expectThrow("Aᵀ B", RangeError, () => engine.multiplyTransposedLeft(a, transpose(a)));
      expectThrow("C - Aᵀ B", RangeError, () => engine.subtractTransposedProduct(a, a, a));
      expectThrow("factor", RangeError, () => engine.cholesky(a));
      expectThrow("L⁻¹ B", RangeError, () => engine.solveLower(square, transpose(a)));
      expectThrow("L⁻ᵀ B", RangeError, () => engine.solveLowerTransposed(a, a));
      expectThrow("inverse", RangeError, () => engine.inverseFromCholesky(a));
    },
  },
];

const factorLaws: readonly LinearAlgebraLaw[] = [
  {
    name: "a Cholesky factor is lower triangular, reproduces its matrix, and needs no jitter where the matrix is definite",
    run(engine) {
      for (const n of sizes) {
        const jitter = expectFactorOf(`n = ${n}`, engine, randomDefinite(n));
        expectThat(jitter === 0, `n = ${n}: expected no jitter, got ${jitter}`);
      }
    },
  },
  {
    name: "only the lower triangle is read",
    run(engine) {
      for (const n of [2, 17, 65]) {
        const a = randomDefinite(n);
        const rubbish = { ...a, data: a.data.map((value, p) => (p % n > Math.floor(p / n) ? Number.NaN : value)) };
        expectClose(`n = ${n}`, engine.cholesky(rubbish).factor, engine.cholesky(a).factor, engine.cholesky(a).factor, 0);
      }
    },
  },
  {
    name: "ill-conditioned matrices are factorised, with recorded jitter where they are singular to working precision",
    run(engine) {
      for (const n of [4, 8, 11]) expectFactorOf(`Hilbert ${n}`, engine, hilbert(n));
      const line = matrixFrom(150, 1, Float64Array.from({ length: 150 }, (_, i) => i / 150));
      const singular = engine.kernelMatrix("rbf", line, line, Float64Array.of(0.5));
      const jitter = expectFactorOf("150 close points", engine, singular);
      expectThat(jitter >= 0.99e-12 && jitter <= 1.01e-6, `expected jitter between 1e-12 and 1e-6, got ${jitter}`);
      const scaled = { ...singular, data: singular.data.map((value) => value * 1e8) };
      const scaledJitter = expectFactorOf("150 close points, times 1e8", engine, scaled);
      expectThat(scaledJitter >= 0.99e-4 && scaledJitter <= 101, `expected jitter in proportion to the diagonal, got ${scaledJitter}`);
      const pair = matrixFrom(2, 2, Float64Array.of(1, 1, 1, 1));
      const pairJitter = engine.cholesky(pair).jitter;
      expectThat(pairJitter === 1e-12, `expected two equal points to need jitter 1e-12, got ${pairJitter}`);
    },
  },
  {
    name: "an indefinite matrix is refused with the row of its pivot",
    run(engine) {
      for (const [n, row] of [[1, 0], [5, 3], [40, 33], [100, 90]]) {
        const a = randomDefinite(n);
        a.data[row * n + row] = -1;
        const error = expectThrow(`n = ${n}`, NotPositiveDefiniteError, () => engine.cholesky(a));
        const pivot = (error as NotPositiveDefiniteError).pivot;
        expectThat(pivot === row, `n = ${n}: expected pivot ${row}, got ${pivot}`);
      }
      expectThrow("zero matrix", NotPositiveDefiniteError, () => engine.cholesky(zeros(3, 3)));
    },
  },
  {
    name: "NaN and infinity anywhere in the lower triangle are refused",
    run(engine) {
      for (const n of [1, 3, 20, 70]) {
        for (const [i, j] of [[0, 0], [n - 1, 0], [n - 1, n - 1], [n >> 1, n >> 2]]) {
          for (const bad of [Number.NaN, Infinity]) {
            const a = randomDefinite(n);
            a.data[i * n + j] = bad;
            expectThrow(`n = ${n}, ${bad} at (${i}, ${j})`, NotPositiveDefiniteError, () => engine.cholesky(a));
          }
        }
      }
    },
  },
  {
    name: "triangular solves undo the products, backward stable even for ill-conditioned factors",
    run(engine) {
      for (const n of sizes) {
        const factors = n > 0 && n < 12 ? [randomLower(n), engine.cholesky(hilbert(n)).factor] : [randomLower(n)];
        for (const factor of factors) {
          for (const m of [0, 1, 3, 4, 9, 150]) {
            const b = randomMatrix(n, m);
            const x = engine.solveLower(factor, b);
            const y = engine.solveLowerTransposed(factor, b);
            expectProduct(`L X = B, n = ${n}, m = ${m}`, b, factor, x);
            expectProduct(`Lᵀ Y = B, n = ${n}, m = ${m}`, b, transpose(factor), y);
          }
        }
      }
    },
  },
  {
    name: "the inverse is exactly symmetric and undoes the matrix",
    run(engine) {
      for (const n of sizes) {
        const factor = randomLower(n);
        const inverse = engine.inverseFromCholesky(factor);
        expectClose(`n = ${n}, transpose`, inverse, transpose(inverse), inverse, 0);
        const a = naiveProduct(factor, transpose(factor));
        const scale = naiveProduct(a, inverse, Math.abs);
        expectClose(`n = ${n}, A A⁻¹`, naiveProduct(a, inverse), plusDiagonal(zeros(n, n), 1), scale, 1e-11);
      }
    },
  },
];

const kernelLaws: readonly LinearAlgebraLaw[] = [
  {
    name: "kernel matrices hold the covariance of every pair of points",
    run(engine) {
      for (const kernel of kernels) {
        for (const [n, m, d] of [[0, 3, 2], [1, 1, 1], [5, 7, 1], [33, 17, 3], [70, 130, 6], [3, 4, 20]]) {
          const x = randomMatrix(n, d);
          const z = randomMatrix(m, d);
          const lengthscales = randomLengthscales(d);
          const expected = naiveKernelMatrix(kernel, x, z, lengthscales);
          expectClose(`${kernel}, ${n} x ${m} in ${d} dimensions`, engine.kernelMatrix(kernel, x, z, lengthscales), expected, expected);
        }
      }
    },
  },
  {
    name: "the kernel matrix of points with themselves is exactly symmetric with ones on the diagonal",
    run(engine) {
      for (const kernel of kernels) {
        for (const n of [0, 1, 5, 64, 65, 130]) {
          const x = randomMatrix(n, 3);
          const lengthscales = randomLengthscales(3);
          const k = engine.kernelMatrix(kernel, x, x, lengthscales);
          const expected = naiveKernelMatrix(kernel, x, x, lengthscales);
          expectClose(`${kernel}, n = ${n}`, k, expected, expected);
          expectClose(`${kernel}, n = ${n}, transpose`, k, transpose(k), k, 0);
          for (let i = 0; i < n; i++) expectThat(k.data[i * n + i] === 1, `${kernel}: expected 1 on the diagonal, got ${k.data[i * n + i]}`);
        }
      }
    },
  },
  {
    name: "points very far apart are uncorrelated, points very near fully correlated",
    run(engine) {
      const x = matrixFrom(3, 1, Float64Array.of(0, 1e-200, 1e100));
      for (const kernel of kernels) {
        const k = engine.kernelMatrix(kernel, x, x, Float64Array.of(1));
        const expected = matrixFrom(3, 3, Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1));
        expectClose(kernel, k, expected, expected, 0);
      }
    },
  },
  {
    name: "the kernel gradient is the weighted sum of the derivatives by the logarithms of the lengthscales",
    run(engine) {
      const step = 1e-4;
      for (const kernel of kernels) {
        for (const [n, d] of [[0, 2], [1, 1], [6, 1], [40, 3], [130, 2]]) {
          const x = randomMatrix(n, d);
          const weights = randomMatrix(n, n);
          const lengthscales = randomLengthscales(d);
          const gradient = engine.kernelGradient(kernel, x, lengthscales, weights);
          for (let k = 0; k < d; k++) {
            const [twice, once, minusOnce, minusTwice] = [2, 1, -1, -2].map((steps) => {
              const moved = lengthscales.map((l, other) => (other === k ? l * Math.exp(steps * step) : l));
              const values = naiveKernelMatrix(kernel, x, x, moved).data;
              return weights.data.reduce((sum, weight, p) => sum + weight * values[p], 0);
            });
            const expected = (8 * (once - minusOnce) - (twice - minusTwice)) / (12 * step);
            expectThat(
              Math.abs(gradient[k] - expected) <= 1e-10 * (n * n + 1),
              `${kernel}, n = ${n}, dimension ${k} of ${d}: expected ${expected}, got ${gradient[k]}`,
            );
          }
        }
      }
    },
  },
  {
    name: "points that are not finite and lengthscales that are not positive are RangeErrors",
    run(engine) {
      const x = randomMatrix(4, 2);
      const good = Float64Array.of(1, 2);
      for (const bad of [0, -1, Number.NaN]) {
        expectThrow(`lengthscale ${bad}`, RangeError, () => engine.kernelMatrix("rbf", x, x, Float64Array.of(1, bad)));
        expectThrow(`lengthscale ${bad}`, RangeError, () => engine.kernelGradient("rbf", x, Float64Array.of(1, bad), zeros(4, 4)));
      }
      for (const bad of [Number.NaN, Infinity]) {
        const z = { ...x, data: x.data.with(5, bad) };
        expectThrow(`coordinate ${bad}`, RangeError, () => engine.kernelMatrix("matern52", x, z, good));
        expectThrow(`coordinate ${bad}`, RangeError, () => engine.kernelMatrix("matern52", z, z, good));
      }
      expectThrow("three lengthscales in two dimensions", RangeError, () => engine.kernelMatrix("rbf", x, x, Float64Array.of(1, 1, 1)));
      expectThrow("weights of another size", RangeError, () => engine.kernelGradient("rbf", x, good, zeros(3, 3)));
    },
  },
];

/** What holds of every `LinearAlgebra`, checked against plain loops; run each with any test runner. */
export const linearAlgebraLaws: readonly LinearAlgebraLaw[] = [...productLaws, ...factorLaws, ...kernelLaws].map((law) => ({
  name: law.name,
  run(engine) {
    random = randomStream(1, law.name, 0);
    law.run(engine);
  },
}));
