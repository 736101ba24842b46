import { type Matrix } from "./matrix.ts";

/** A rectangle inside a matrix, possibly transposed: element (i, j) is `data[offset + i * rowStride + j * columnStride]`. */
export interface Block {
  readonly data: Float64Array;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** The whole of a matrix. */
export function blockOf({ data, rows, columns }: Matrix): Block {
  return { data, offset: 0, rows, columns, rowStride: columns, columnStride: 1 };
}

/** The transposed view. */
export function transposed({ data, offset, rows, columns, rowStride, columnStride }: Block): Block {
  return { data, offset, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/** The part that starts at (row, column). // [rows, columns] */
export function part(block: Block, row: number, column: number, rows: number, columns: number): Block {
  const { data, rowStride, columnStride } = block;
  const offset = block.offset + row * rowStride + column * columnStride;
  return { data, offset, rows, columns, rowStride, columnStride };
}
