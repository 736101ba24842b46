import { type Kernels } from "./kernels.ts";

/** Work that falls into parts of which each is computed on its own, so that whoever does which of them, the result is the same. */
export type SharedTask = (kernels: Kernels, sizes: Float64Array, from: number, count: number) => void;

/** What threads that share a memory do together: parts are columns of the right side, rows of the left one, rows of a result, or candidates. */
const tasks = {
  addProduct: (kernels, [m, k, alpha, c, cRow, a, aRow, aColumn, b, bRow, bColumn], from, count) =>
    kernels.addProduct(m!, count, k!, alpha!, c! + 8 * from, cRow!, a!, aRow!, aColumn!, b! + bColumn! * from, bRow!, bColumn!),
  addProductLower: (kernels, [n, k, alpha, c, cRow, a, aRow, aColumn, b, bRow, bColumn], from, count) =>
    kernels.addProduct(
      n! - from, count, k!, alpha!, c! + (cRow! + 8) * from, cRow!, a! + aRow! * from, aRow!, aColumn!, b! + bColumn! * from, bRow!, bColumn!,
    ),
  solveLower: (kernels, [n, l, lRow, b, bRow], from, count) => kernels.solveLower(n!, count, l!, lRow!, b! + 8 * from, bRow!),
  solveLowerTransposed: (kernels, [n, l, lRow, b, bRow], from, count) => kernels.solveLowerTransposed(n!, count, l!, lRow!, b! + 8 * from, bRow!),
  multiplyLowerTransposed: (kernels, [n, l, lRow, b, bRow], from, count) =>
    kernels.multiplyLowerTransposed(n!, count, l!, lRow!, b! + 8 * from, bRow!),
  solveRight: (kernels, [n, l, lRow, b, bRow], from, count) => kernels.solveRight(n!, count, l!, lRow!, b! + bRow! * from, bRow!),
  solveRightTransposed: (kernels, [n, l, lRow, b, bRow], from, count) =>
    kernels.solveRightTransposed(n!, count, l!, lRow!, b! + bRow! * from, bRow!),
  kernelRows: (kernels, [kernel, d, first, columns, x, xDimension, z, zDimension, target, targetRow], from, count) =>
    kernels.kernelRows(
      kernel!, d!, first! + from, first! + from + count, columns!, x!, xDimension!, z!, zDimension!, target! + targetRow! * from, targetRow!,
    ),
  reductions: (kernels, [loss, k, rows, a, precision, share, weights, before, covariances, covariancesRow, precisions, sums], from, count) =>
    kernels.reductions(
      loss!, k!, rows!, a!, precision!, share!, weights!, before!, count, covariances! + covariancesRow! * from, covariancesRow!,
      precisions! + 8 * from, sums! + 8 * from,
    ),
} satisfies Record<string, SharedTask>;

export type SharedTaskName = keyof typeof tasks;

/** By number, in which the threads tell them to one another. */
export const sharedTasks: readonly SharedTask[] = Object.values(tasks);

export const sharedTaskNumbers = Object.fromEntries(Object.keys(tasks).map((name, number) => [name, number])) as Record<SharedTaskName, number>;

/** Threads that work on one memory; the thread that calls is one of them. */
export interface Team {
  /** Carries out a task on its parts 0 .. parts - 1, `width` at a time, and returns when all are done. */
  run(task: SharedTaskName, sizes: readonly number[], parts: number, width: number): void;
}
