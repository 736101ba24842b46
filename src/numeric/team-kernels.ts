import { type Kernels } from "./kernels.ts";
import { halfOf } from "./matrix-product.ts";
import { type SharedTaskName, type Team } from "./shared-tasks.ts";

/** Parts that a thread takes at a time. */
const width = 128;

/** Rows of a factorisation that one thread does alone. */
const base = 256;

/**
 * The kernels of a memory that threads share, the large ones carried out by a team: the same numbers bit for bit as one thread computes,
 * since each part is computed as it would be among all.
 */
export function teamKernels(alone: Kernels, team: Team): Kernels {
  const split = (task: SharedTaskName, sizes: readonly number[], parts: number, block = width): boolean => {
    if (parts < 2 * block) return false;
    team.run(task, sizes, parts, block);
    return true;
  };
  const kernels: Kernels = {
    ...alone,

    addProduct(m, n, k, ...rest) {
      if (!split("addProduct", [m, k, ...rest], n)) alone.addProduct(m, n, k, ...rest);
    },
    addProductLower(n, k, ...rest) {
      if (!split("addProductLower", [n, k, ...rest], n)) alone.addProductLower(n, k, ...rest);
    },
    solveLower(n, m, ...rest) {
      if (!split("solveLower", [n, ...rest], m)) alone.solveLower(n, m, ...rest);
    },
    solveLowerTransposed(n, m, ...rest) {
      if (!split("solveLowerTransposed", [n, ...rest], m)) alone.solveLowerTransposed(n, m, ...rest);
    },
    multiplyLowerTransposed(n, m, ...rest) {
      if (!split("multiplyLowerTransposed", [n, ...rest], m)) alone.multiplyLowerTransposed(n, m, ...rest);
    },
    solveRight(n, m, ...rest) {
      if (!split("solveRight", [n, ...rest], m)) alone.solveRight(n, m, ...rest);
    },
    solveRightTransposed(n, m, ...rest) {
      if (!split("solveRightTransposed", [n, ...rest], m)) alone.solveRightTransposed(n, m, ...rest);
    },
    kernelRows(kernel, d, from, to, ...rest) {
      if (!split("kernelRows", [kernel, d, from, ...rest], to - from, 16)) alone.kernelRows(kernel, d, from, to, ...rest);
    },
    reductions(loss, count, rows, a, precision, share, weights, before, candidates, ...rest) {
      const shared = [loss, count, rows, a, precision, share, weights, before] as const;
      if (!split("reductions", [...shared, ...rest], candidates, 16)) alone.reductions(...shared, candidates, ...rest);
    },

    factorise(n, a, aRow) {
      if (n <= base) return alone.factorise(n, a, aRow);
      const half = halfOf(n);
      const square = a + half * aRow;
      const first = kernels.factorise(half, a, aRow);
      if (first >= 0) return first;
      kernels.solveRightTransposed(half, n - half, a, aRow, square, aRow);
      kernels.addProductLower(n - half, half, -1, square + half * 8, aRow, square, aRow, 8, square, 8, aRow);
      const later = kernels.factorise(n - half, square + half * 8, aRow);
      return later < 0 ? later : half + later;
    },
    invertFactorised(n, l, lRow) {
      kernels.invertLower(n, l, lRow);
      kernels.multiplyByTranspose(n, l, lRow);
    },
    invertLower(n, l, lRow) {
      if (n <= base) return alone.invertLower(n, l, lRow);
      const half = halfOf(n);
      const square = l + half * lRow;
      kernels.solveLower(n - half, half, square + half * 8, lRow, square, lRow);
      kernels.solveRight(half, n - half, l, lRow, square, lRow);
      alone.negate(n - half, half, square, lRow);
      kernels.invertLower(half, l, lRow);
      kernels.invertLower(n - half, square + half * 8, lRow);
    },
    multiplyByTranspose(n, x, xRow) {
      if (n <= base) return alone.multiplyByTranspose(n, x, xRow);
      const half = halfOf(n);
      const square = x + half * xRow;
      kernels.multiplyByTranspose(half, x, xRow);
      kernels.addProductLower(half, n - half, 1, x, xRow, square, 8, xRow, square, xRow, 8);
      kernels.multiplyLowerTransposed(n - half, half, square + half * 8, xRow, square, xRow);
      kernels.multiplyByTranspose(n - half, square + half * 8, xRow);
    },
  };
  return kernels;
}
