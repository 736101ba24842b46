/*
 * The compiled kernels of `assembly/` as TypeScript sees them: addresses and sizes in bytes are numbers, the memory is imported.
 * Nothing is loaded here: whoever calls has read the file.
 */

import { type KernelName } from "./linear-algebra.ts";

/** What this file uses of the global object WebAssembly, which the types of Node leave out. */
declare const WebAssembly: {
  validate(binary: Uint8Array): boolean;
  readonly Module: new (binary: Uint8Array) => KernelModule;
  readonly Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => KernelMemory;
  readonly Instance: new (module: KernelModule, imports: { env: { memory: KernelMemory } }) => { readonly exports: object };
};

/** Covariance functions as the compiled kernels count them. */
export const kernelNumbers: Record<KernelName, number> = { matern32: 0, matern52: 1, rbf: 2, "matern52+matern32": 3, "rbf+matern32": 4 };

declare const compiled: unique symbol;

/** Compiled code; it can be sent to another thread. */
export interface KernelModule {
  readonly [compiled]: true;
}

/** Memory that can grow, which detaches the buffer of before unless it is shared. */
export interface KernelMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** The exports of `assembly/index.ts`; the formulas and shapes stand there. */
export interface Kernels {
  heapStart(): number;
  scratchBytes(): number;
  placeScratch(scratch: number): void;
  addProduct(
    m: number, n: number, k: number, alpha: number, c: number, cRow: number,
    a: number, aRow: number, aColumn: number, b: number, bRow: number, bColumn: number,
  ): void;
  addProductLower(
    n: number, k: number, alpha: number, c: number, cRow: number,
    a: number, aRow: number, aColumn: number, b: number, bRow: number, bColumn: number,
  ): void;
  subtractFewRows(
    m: number, n: number, k: number, c: number, cRow: number, a: number, aRow: number, b: number, bRow: number,
  ): void;
  scaleAndAddFewRows(
    m: number, n: number, k: number, c: number, cRow: number, factor: number, shift: number, a: number, aRow: number, b: number, bRow: number,
  ): void;
  solveLower(n: number, m: number, l: number, lRow: number, b: number, bRow: number): void;
  solveLowerTransposed(n: number, m: number, l: number, lRow: number, b: number, bRow: number): void;
  solveRight(n: number, m: number, l: number, lRow: number, b: number, bRow: number): void;
  solveRightTransposed(n: number, m: number, l: number, lRow: number, b: number, bRow: number): void;
  multiplyLowerTransposed(n: number, m: number, l: number, lRow: number, b: number, bRow: number): void;
  factorise(n: number, a: number, aRow: number): number;
  invertFactorised(n: number, l: number, lRow: number): void;
  invertLower(n: number, l: number, lRow: number): void;
  multiplyByTranspose(n: number, x: number, xRow: number): void;
  negate(rows: number, columns: number, b: number, bRow: number): void;
  fillUpper(n: number, l: number, lRow: number): void;
  kernelRows(
    kernel: number, d: number, from: number, to: number, columns: number,
    x: number, xDimension: number, z: number, zDimension: number, target: number, targetRow: number,
  ): void;
  symmetricKernelMatrix(kernel: number, d: number, n: number, x: number, xDimension: number, target: number, targetRow: number): void;
  lowerCovariance(
    kernel: number, d: number, n: number, x: number, xDimension: number, target: number, targetRow: number,
    factor: number, shift: number, k: number, h: number, hRow: number,
  ): void;
  addWeightedKernel(
    kernel: number, d: number, n: number, x: number, xDimension: number,
    inverse: number, inverseRow: number, alpha: number, factors: number, sums: number,
  ): number;
  conditionOnRows(rows: number, columns: number, v: number, vRow: number, b: number, mean: number, variance: number): void;
  subtractGram(n: number, k: number, c: number, cRow: number, v: number, vRow: number): void;
  toCorrelations(n: number, c: number, cRow: number, scale: number, kept: number): void;
  clearUpper(n: number, l: number, lRow: number): void;
  losses(loss: number, count: number, a: number, r: number, target: number): void;
  reductions(
    loss: number, count: number, rows: number, a: number, precision: number, share: number, weights: number, before: number,
    candidates: number, covariances: number, covariancesRow: number, precisions: number, sums: number,
  ): void;
  exponentials(count: number, x: number, target: number): void;
  normalCdfs(count: number, x: number, target: number): void;
  logNormalCdfs(count: number, x: number, target: number): void;
  owensTs(count: number, h: number, b: number, target: number): void;
}

/** Whether this platform can run these kernels. */
export function canRun(binary: Uint8Array): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(binary);
}

export function compileKernels(binary: Uint8Array): KernelModule {
  return new WebAssembly.Module(binary);
}

export const pageBytes = 65536;

/** Memory to begin with; it grows up to 4 GiB. */
export function createKernelMemory(): KernelMemory {
  return new WebAssembly.Memory({ initial: 64 });
}

/** Memory for the builds that threads share. */
export function createSharedKernelMemory(): KernelMemory {
  return new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
}

export function instantiateKernels(module: KernelModule, memory: KernelMemory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels;
}
