import { NotPositiveDefiniteError, matrixFrom, transpose, zeros } from "../../numeric/index.ts";
import { expectClose, expectProduct, expectThrow, expectThat, expectFactorOf } from "./expectations.ts";
import type { RandomisedLaw } from "./law.ts";
import { randomMatrix, randomLower, randomDefinite, hilbert, plusDiagonal } from "./material.ts";
import { naiveProduct } from "./naive.ts";

const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 47, 64, 65, 100, 129, 257];

export const factorLaws: readonly RandomisedLaw[] = [
  {
    name: "a Cholesky factor is lower triangular, reproduces its matrix, and needs no jitter where the matrix is definite",
    run(engine, random) {
      for (const n of sizes) {
        const jitter = expectFactorOf(`n = ${n}`, engine, randomDefinite(random, n));
        expectThat(jitter === 0, `n = ${n}: expected no jitter, got ${jitter}`);
      }
    },
  },
  {
    name: "only the lower triangle is read",
    run(engine, random) {
      for (const n of [2, 17, 65]) {
        const a = randomDefinite(random, n);
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
    name: "what is very small or very large as a whole is factorised like what is not",
    run(engine, random) {
      for (const n of [1, 2, 40, 130]) {
        const a = randomDefinite(random, n);
        for (const factor of [2 ** -996, 2 ** 996]) { // powers of two, about 1e±300: nothing is rounded differently
          const scaled = engine.cholesky({ ...a, data: a.data.map((value) => factor * value) });
          const expected = engine.cholesky(a).factor.data.map((value) => Math.sqrt(factor) * value);
          expectThat(scaled.jitter === 0, `n = ${n}, times ${factor}: expected no jitter, got ${scaled.jitter}`);
          expectClose(`n = ${n}, times ${factor}`, scaled.factor, { ...a, data: expected }, { ...a, data: expected }, 0);
        }
      }
    },
  },
  {
    name: "many equal points are factorised with recorded jitter at any scale",
    run(engine) {
      const n = 40;
      for (const factor of [1e-290, 1, 1e290]) {
        const constant = { ...zeros(n, n), data: new Float64Array(n * n).fill(factor) };
        const { factor: { data }, jitter } = engine.cholesky(constant);
        expectThat(jitter >= 0.99e-12 * factor && jitter <= 1.01e-6 * factor, `times ${factor}: expected jitter in proportion, got ${jitter}`);
        expectThat(data.every(Number.isFinite), `times ${factor}: expected a finite factor`);
      }
    },
  },
  {
    name: "an indefinite matrix is refused with the row of its pivot",
    run(engine, random) {
      for (const [n, row] of [[1, 0], [5, 3], [40, 33], [100, 90]]) {
        const a = randomDefinite(random, n);
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
    run(engine, random) {
      for (const n of [1, 3, 20, 70]) {
        for (const [i, j] of [[0, 0], [n - 1, 0], [n - 1, n - 1], [n >> 1, n >> 2]]) {
          for (const bad of [Number.NaN, Infinity]) {
            const a = randomDefinite(random, n);
            a.data[i * n + j] = bad;
            expectThrow(`n = ${n}, ${bad} at (${i}, ${j})`, NotPositiveDefiniteError, () => engine.cholesky(a));
          }
        }
      }
    },
  },
  {
    name: "triangular solves undo the products, backward stable even for ill-conditioned factors",
    run(engine, random) {
      for (const n of sizes) {
        const factors = n > 0 && n < 12 ? [randomLower(random, n), engine.cholesky(hilbert(n)).factor] : [randomLower(random, n)];
        for (const factor of factors) {
          for (const m of [0, 1, 3, 4, 9, 150]) {
            const b = randomMatrix(random, n, m);
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
    run(engine, random) {
      for (const n of sizes) {
        const factor = randomLower(random, n);
        const inverse = engine.inverseFromCholesky(factor);
        expectClose(`n = ${n}, transpose`, inverse, transpose(inverse), inverse, 0);
        const a = naiveProduct(factor, transpose(factor));
        const scale = naiveProduct(a, inverse, Math.abs);
        expectClose(`n = ${n}, A A⁻¹`, naiveProduct(a, inverse), plusDiagonal(zeros(n, n), 1), scale, 1e-11);
      }
    },
  },
];
