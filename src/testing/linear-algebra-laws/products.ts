import { transpose } from "../../numeric/index.ts";
import { expectClose, expectProduct, expectThrow, expectThat } from "./expectations.ts";
import type { RandomisedLaw } from "./law.ts";
import { randomMatrix, randomLower, randomDefinite } from "./material.ts";
import { naiveProduct } from "./naive.ts";

const productShapes = [ // [m, k, n]
  [0, 0, 0], [0, 3, 2], [2, 0, 3], [1, 1, 1], [1, 5, 1], [2, 3, 4], [3, 17, 2], [5, 4, 7], [8, 8, 8], [33, 1, 9],
  [70, 90, 1], [1, 90, 70], [3, 300, 50], [61, 257, 3], [64, 64, 64], [129, 300, 67], [40, 20, 600],
] as const;

export const productLaws: readonly RandomisedLaw[] = [
  {
    name: "products equal the sums they stand for",
    run(engine, random) {
      for (const [m, k, n] of productShapes) {
        const a = randomMatrix(random, m, k);
        const b = randomMatrix(random, k, n);
        const c = randomMatrix(random, m, n);
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
    run(engine, random) {
      const n = 70;
      const a = randomDefinite(random, n);
      const b = randomMatrix(random, n, n);
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
    run(engine, random) {
      const a = randomMatrix(random, 3, 4);
      const square = randomLower(random, 3);
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
