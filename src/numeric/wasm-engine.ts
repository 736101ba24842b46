import { checkShapes } from "./checked-engine.ts";
import { meanDiagonalOf, smallestJitter } from "./cholesky.ts";
import { createKernelMemory, instantiateKernels, kernelNumbers, type KernelModule, type Kernels } from "./kernels.ts";
import { type Engine } from "./engine.ts";
import { type Cholesky, type KernelName, type DenseAlgebra } from "./linear-algebra.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { createTypescriptEngine } from "./typescript-engine.ts";
import { WasmCovariance } from "./wasm-covariance.ts";
import { WasmFunctions } from "./wasm-functions.ts";
import { type Placed, Workspace } from "./workspace.ts";

/** Values of a right-hand side and its result that are worked on at a time, which bounds the memory and keeps them in the cache. */
const panelValues = 2 ** 19;

/** Rows of A and B below which packing does not pay for Aᵀ B. */
const fewRows = 8;

/** Values that are built at a time where few operations go into each, so that they stay in the cache until they are copied out. */
const cachedValues = 32768;

/**
 * The engine compiled to WebAssembly with SIMD. Matrices are copied into the memory of the kernels and results out of it; what is so small or
 * so thin that this would take longer than the work itself is left to the engine in TypeScript.
 */
export function createWasmEngine(name: string, module: KernelModule): Engine {
  const memory = createKernelMemory();
  const kernels = instantiateKernels(module, memory);
  const scratch = kernels.heapStart();
  kernels.placeScratch(scratch);
  return wasmEngineOn(name, kernels, new Workspace(memory, scratch + kernels.scratchBytes()));
}

/** The engine of kernels in a memory; blocks are larger where threads are to share them. */
export function wasmEngineOn(name: string, kernels: Kernels, workspace: Workspace, blockValues = cachedValues): Engine {
  const parts = [kernels, workspace, blockValues] as const;
  return checkShapes(name, new WasmAlgebra(...parts), new WasmCovariance(...parts), new WasmFunctions(...parts));
}

class WasmAlgebra implements DenseAlgebra {
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  readonly #blockValues: number;
  readonly #typescript = createTypescriptEngine();

  constructor(kernels: Kernels, workspace: Workspace, blockValues: number) {
    this.#kernels = kernels;
    this.#workspace = workspace;
    this.#blockValues = blockValues;
  }

  multiply(a: Matrix, b: Matrix): Matrix {
    if (isThin(a.rows, b.columns, a.columns)) return this.#typescript.multiply(a, b);
    return this.#addProduct(undefined, 1, a, b, false);
  }

  multiplyTransposedLeft(a: Matrix, b: Matrix): Matrix {
    if (isThin(a.columns, b.columns, a.rows)) return this.#typescript.multiplyTransposedLeft(a, b);
    return this.#addProduct(undefined, 1, a, b, true);
  }

  subtractTransposedProduct(c: Matrix, a: Matrix, b: Matrix): Matrix {
    const isRow = c.rows === 1 || c.columns === 1; // of which each value of A and B is read once
    if (isRow || c.rows * c.columns * a.rows < fewestOperations) return this.#typescript.subtractTransposedProduct(c, a, b);
    if (a.rows < fewRows) return this.#subtractFewRows(c, a, b);
    return this.#addProduct(c, -1, a, b, true);
  }

  /** C - Aᵀ B, some rows of C at a time, which stay in the cache until they are copied out. */
  #subtractFewRows(c: Matrix, a: Matrix, b: Matrix): Matrix {
    const result = zeros(c.rows, c.columns);
    this.#workspace.clear();
    const left = this.#workspace.placeCopy(a);
    const width = c.columns + (c.columns & 1);
    const right = this.#workspace.place(b.rows, width);
    this.#workspace.values(right).fill(0);
    this.#workspace.copyIn(right, b, 0, c.columns);
    const height = Math.min(c.rows, Math.ceil(this.#blockValues / width));
    const block = this.#workspace.place(height, width);
    for (let top = 0; top < c.rows; top += height) {
      const count = Math.min(height, c.rows - top);
      const rows = { rows: count, columns: c.columns, data: c.data.subarray(top * c.columns, (top + count) * c.columns) };
      this.#workspace.copyIn(block, rows, 0, c.columns);
      this.#kernels.subtractFewRows(
        count, width, a.rows, block.address, block.rowBytes, left.address + 8 * top, left.rowBytes, right.address, right.rowBytes,
      );
      this.#workspace.copyOut(block, result, 0, c.columns, top, count);
    }
    return result;
  }

  /** C + alpha A B, or C + alpha Aᵀ B, as a new matrix; C is zero where it is left out. */
  #addProduct(c: Matrix | undefined, alpha: number, a: Matrix, b: Matrix, isTransposed: boolean): Matrix {
    const result = zeros(isTransposed ? a.columns : a.rows, b.columns);
    this.#workspace.clear();
    const left = this.#workspace.placeCopy(a);
    const [leftRow, leftColumn] = isTransposed ? [8, left.rowBytes] : [left.rowBytes, 8];
    const width = panelWidth(b.columns, b.rows + result.rows);
    const right = this.#workspace.place(b.rows, width);
    const sum = this.#workspace.place(result.rows, width);
    for (let from = 0; from < b.columns; from += width) {
      const count = Math.min(width, b.columns - from);
      this.#workspace.copyIn(right, b, from, count);
      if (c === undefined) this.#workspace.values(sum).fill(0);
      else this.#workspace.copyIn(sum, c, from, count);
      this.#kernels.addProduct(
        result.rows, count, b.rows, alpha, sum.address, sum.rowBytes, left.address, leftRow, leftColumn, right.address, right.rowBytes, 8,
      );
      this.#workspace.copyOut(sum, result, from, count);
    }
    return result;
  }

  cholesky(a: Matrix): Cholesky {
    const n = a.rows;
    if (n < 16) return this.#typescript.cholesky(a);
    this.#workspace.clear();
    const place = this.#workspace.placeSquare(n);
    const jitter = smallestJitter(n, meanDiagonalOf(a), (candidate) => {
      const values = this.#workspace.values(place);
      for (let i = 0; i < n; i++) {
        values.set(a.data.subarray(i * n, i * n + i + 1), i * place.columns);
        values[i * (place.columns + 1)] += candidate;
      }
      const row = this.#kernels.factorise(n, place.address, place.rowBytes);
      return row < 0 ? undefined : { row, value: values[row * (place.columns + 1)] };
    });
    return { factor: this.#lowerTriangle(place), jitter };
  }

  #lowerTriangle(place: Placed): Matrix {
    const n = place.rows;
    const result = zeros(n, n);
    const values = this.#workspace.values(place);
    for (let i = 0; i < n; i++) result.data.set(values.subarray(i * place.columns, i * (place.columns + 1) + 1), i * n);
    return result;
  }

  solveLower(factor: Matrix, b: Matrix): Matrix {
    if (isThin(b.rows, b.columns, b.rows)) return this.#typescript.solveLower(factor, b);
    return this.#solve(factor, b, "solveLower");
  }

  solveLowerTransposed(factor: Matrix, b: Matrix): Matrix {
    if (isThin(b.rows, b.columns, b.rows)) return this.#typescript.solveLowerTransposed(factor, b);
    return this.#solve(factor, b, "solveLowerTransposed");
  }

  #solve(factor: Matrix, b: Matrix, solve: "solveLower" | "solveLowerTransposed"): Matrix {
    const result = zeros(b.rows, b.columns);
    this.#workspace.clear();
    const triangle = this.#workspace.placeCopy(factor);
    const width = panelWidth(b.columns, b.rows);
    const place = this.#workspace.place(b.rows, width);
    for (let from = 0; from < b.columns; from += width) {
      const count = Math.min(width, b.columns - from);
      this.#workspace.copyIn(place, b, from, count);
      this.#kernels[solve](b.rows, count, triangle.address, triangle.rowBytes, place.address, place.rowBytes);
      this.#workspace.copyOut(place, result, from, count);
    }
    return result;
  }

  inverseFromCholesky(factor: Matrix): Matrix {
    const n = factor.rows;
    if (n < 16) return this.#typescript.inverseFromCholesky(factor);
    this.#workspace.clear();
    const place = this.#workspace.placeSquare(n);
    this.#workspace.copyIn(place, factor, 0, n);
    this.#kernels.invertFactorised(n, place.address, place.rowBytes);
    this.#kernels.fillUpper(n, place.address, place.rowBytes);
    const result = zeros(n, n);
    this.#workspace.copyOut(place, result, 0, n);
    return result;
  }

  kernelMatrix(kernel: KernelName, x: Matrix, z: Matrix, lengthscales: Float64Array): Matrix {
    if (x.rows * z.rows < 64) return this.#typescript.kernelMatrix(kernel, x, z, lengthscales);
    this.#workspace.clear();
    const points = this.#workspace.placeCoordinates(x, lengthscales);
    if (x === z) return this.#symmetricKernelMatrix(kernel, x.rows, points);
    const others = this.#workspace.placeCoordinates(z, lengthscales);
    const result = zeros(x.rows, z.rows);
    const height = Math.min(x.rows, Math.ceil(this.#blockValues / others.columns));
    const block = this.#workspace.place(height, others.columns);
    for (let top = 0; top < x.rows; top += height) {
      const bottom = Math.min(top + height, x.rows);
      this.#kernels.kernelRows(
        kernelNumbers[kernel], lengthscales.length, top, bottom, z.rows,
        points.address, points.rowBytes, others.address, others.rowBytes, block.address, block.rowBytes,
      );
      this.#workspace.copyOut(block, result, 0, z.rows, top, bottom - top);
    }
    return result;
  }

  #symmetricKernelMatrix(kernel: KernelName, n: number, points: Placed): Matrix {
    const place = this.#workspace.placeSquare(n);
    this.#kernels.symmetricKernelMatrix(
      kernelNumbers[kernel], points.rows, n, points.address, points.rowBytes, place.address, place.rowBytes,
    );
    const result = zeros(n, n);
    this.#workspace.copyOut(place, result, 0, n);
    return result;
  }
}

/** Operations below which copies take longer than the work itself. */
const fewestOperations = 4096;

/** Whether a product or a solve has too few rows, columns or operations for copies to pay. */
function isThin(rows: number, columns: number, inner: number): boolean {
  return rows < 4 || columns < 4 || rows * columns * inner < fewestOperations;
}

/** Columns that are worked on at a time. */
function panelWidth(columns: number, rows: number): number {
  return Math.min(columns, Math.max(512, Math.floor(panelValues / rows)));
}
