import { type KernelMemory, pageBytes } from "./kernels.ts";
import { type Matrix } from "./matrix.ts";
import { scaledCoordinates } from "./scaled-coordinates.ts";

/** A row-major matrix in the memory of the kernels. */
export interface Placed {
  readonly address: number; // bytes
  readonly rows: number;
  readonly columns: number;
  readonly rowBytes: number;
}

const alignment = 64; // a cache line

/**
 * The memory in which kernels work on copies of matrices. Every call begins with `clear` and places what it needs one after the other;
 * nothing stays from one call to the next, so nothing can leak: the memory is as large as the largest call so far needed it.
 */
export class Workspace {
  readonly #memory: KernelMemory;
  readonly #start: number;
  #top: number;
  #values: Float64Array;

  /** `start`: the first address, in bytes, that is free. */
  constructor(memory: KernelMemory, start: number) {
    this.#memory = memory;
    this.#start = aligned(start);
    this.#top = this.#start;
    this.#values = new Float64Array(memory.buffer);
  }

  clear(): void {
    this.#top = this.#start;
  }

  /** Room for a matrix, whatever it holds. Throws a RangeError when there is not enough memory. */
  place(rows: number, columns: number): Placed {
    const address = this.#top;
    const end = aligned(address + rows * columns * 8);
    if (end > this.#memory.buffer.byteLength) this.#growTo(end);
    this.#top = end;
    return { address, rows, columns, rowBytes: columns * 8 };
  }

  /** The same for a square one, its rows apart by no power of 2: those would all want the same lines of the cache. */
  placeSquare(n: number): Placed {
    const columns = Math.ceil(n / 4) * 4;
    return this.place(n, columns % 32 === 0 ? columns + 4 : columns);
  }

  placeCopy(matrix: Matrix): Placed {
    const placed = this.place(matrix.rows, matrix.columns);
    this.#values.set(matrix.data, placed.address / 8);
    return placed;
  }

  /** Values one after the other, filled up with a zero to an even number. */
  placeValues(data: Float64Array): Placed {
    const placed = this.place(1, data.length + (data.length & 1));
    const start = placed.address / 8;
    this.#values.set(data, start);
    this.#values.fill(0, start + data.length, start + placed.columns);
    return placed;
  }

  /** Points as the kernels take them: over the lengthscales, dimension after dimension and filled up to whole groups of four. // [n, >= d] -> [d, ⌈n / 4⌉ · 4] */
  placeCoordinates(x: Matrix, lengthscales: Float64Array): Placed {
    const placed = this.place(lengthscales.length, Math.ceil(x.rows / 4) * 4);
    scaledCoordinates(x, lengthscales, placed.columns, this.values(placed));
    return placed;
  }

  /** Indices of 32 bits, filled up in the same way; the place is as large as for numbers. */
  placeIndices(indices: Int32Array): Placed {
    const placed = this.place(1, indices.length + (indices.length & 1));
    new Int32Array(this.#memory.buffer, placed.address, placed.columns).fill(0).set(indices);
    return placed;
  }

  /** Columns from .. from + count - 1 of the matrix into the first columns of its place. */
  copyIn(placed: Placed, { data, columns, rows }: Matrix, from: number, count: number): void {
    const start = placed.address / 8;
    if (count === columns && count === placed.columns) return this.#values.set(data, start);
    for (let i = 0; i < rows; i++) {
      const row = i * columns + from;
      this.#values.set(data.subarray(row, row + count), start + i * placed.columns);
    }
  }

  /** The first `count` columns of the place into the columns of the matrix that begin at `from`, the first row at `top`. */
  copyOut(placed: Placed, { data, columns }: Matrix, from: number, count: number, top = 0, rows = placed.rows): void {
    const start = placed.address / 8;
    if (count === columns && count === placed.columns) return data.set(this.#values.subarray(start, start + rows * count), top * count);
    for (let i = 0; i < rows; i++) {
      const row = start + i * placed.columns;
      data.set(this.#values.subarray(row, row + count), (top + i) * columns + from);
    }
  }

  /** What is placed there, to read and to write until the next `place`, which may move the memory. // [rows * columns] */
  values({ address, rows, columns }: Placed): Float64Array {
    return this.#values.subarray(address / 8, address / 8 + rows * columns);
  }

  #growTo(bytes: number): void {
    try {
      this.#memory.grow(Math.ceil((bytes - this.#memory.buffer.byteLength) / pageBytes));
    } catch (cause) {
      throw new RangeError(`expected ${Math.ceil(bytes / 2 ** 20)} MiB of memory to work in, got less; use fewer points`, { cause });
    }
    this.#values = new Float64Array(this.#memory.buffer);
  }
}

function aligned(address: number): number {
  return Math.ceil(address / alignment) * alignment;
}
