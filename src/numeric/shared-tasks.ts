import { type Kernels } from "./kernels.ts";

/** Work that falls into columns of which each is computed on its own, so that whoever does which of them, the result is the same. */
export type SharedTask = (kernels: Kernels, sizes: Float64Array, from: number, count: number) => void;

/** What threads that share a memory do together, by number. */
export const sharedTasks: readonly SharedTask[] = [
  (kernels, [m, k, alpha, c, cRow, a, aRow, aColumn, b, bRow], from, count) =>
    kernels.addProduct(m!, count, k!, alpha!, c! + 8 * from, cRow!, a!, aRow!, aColumn!, b! + 8 * from, bRow!, 8),
  (kernels, [n, l, lRow, b, bRow], from, count) => kernels.solveLower(n!, count, l!, lRow!, b! + 8 * from, bRow!),
  (kernels, [n, l, lRow, b, bRow], from, count) => kernels.solveLowerTransposed(n!, count, l!, lRow!, b! + 8 * from, bRow!),
];

export const addProductTask = 0;
export const solveLowerTask = 1;
export const solveLowerTransposedTask = 2;

/** Threads that work on one memory; the thread that calls is one of them. */
export interface Team {
  /** Carries out a task on the columns 0 .. columns - 1, `width` at a time, and returns when all are done. */
  run(task: number, sizes: readonly number[], columns: number, width: number): void;
}
