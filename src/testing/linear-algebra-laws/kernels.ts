import { kernelNames, matrixFrom, transpose } from "../../numeric/index.ts";
import { expectClose, expectThrow, expectThat } from "./expectations.ts";
import type { RandomisedLaw } from "./law.ts";
import { randomMatrix, randomLengthscales } from "./material.ts";
import { naiveKernelMatrix } from "./naive.ts";

export const kernelLaws: readonly RandomisedLaw[] = [
  {
    name: "kernel matrices hold the covariance of every pair of points",
    run(engine, random) {
      for (const kernel of kernelNames) {
        for (const [n, m, d] of [[0, 3, 2], [1, 1, 1], [5, 7, 1], [33, 17, 3], [70, 130, 6], [3, 4, 20]]) {
          const x = randomMatrix(random, n, d);
          const z = randomMatrix(random, m, d);
          const lengthscales = randomLengthscales(random, d);
          const expected = naiveKernelMatrix(kernel, x, z, lengthscales);
          expectClose(`${kernel}, ${n} x ${m} in ${d} dimensions`, engine.kernelMatrix(kernel, x, z, lengthscales), expected, expected);
        }
      }
    },
  },
  {
    name: "the kernel matrix of points with themselves is exactly symmetric with ones on the diagonal",
    run(engine, random) {
      for (const kernel of kernelNames) {
        for (const n of [0, 1, 5, 64, 65, 130]) {
          const x = randomMatrix(random, n, 3);
          const lengthscales = randomLengthscales(random, 3);
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
      for (const kernel of kernelNames) {
        const k = engine.kernelMatrix(kernel, x, x, Float64Array.of(1));
        const expected = matrixFrom(3, 3, Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1));
        expectClose(kernel, k, expected, expected, 0);
      }
    },
  },
  {
    name: "points that are not finite and lengthscales that are not positive are RangeErrors",
    run(engine, random) {
      const x = randomMatrix(random, 4, 2);
      const good = Float64Array.of(1, 2);
      for (const bad of [0, -1, Number.NaN]) {
        expectThrow(`lengthscale ${bad}`, RangeError, () => engine.kernelMatrix("rbf", x, x, Float64Array.of(1, bad)));
      }
      for (const bad of [Number.NaN, Infinity]) {
        const z = { ...x, data: x.data.with(5, bad) };
        expectThrow(`coordinate ${bad}`, RangeError, () => engine.kernelMatrix("matern52", x, z, good));
        expectThrow(`coordinate ${bad}`, RangeError, () => engine.kernelMatrix("matern52", z, z, good));
      }
      expectThrow("three lengthscales in two dimensions", RangeError, () => engine.kernelMatrix("rbf", x, x, Float64Array.of(1, 1, 1)));
    },
  },
];
