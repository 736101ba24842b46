/** A dense float64 matrix, row-major: element (i, j) is `data[i * columns + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array; // [rows * columns]
}

/** A matrix of zeros. // [rows, columns] */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** Wraps existing values without copying them. Throws a RangeError when the length is not rows * columns. */
export function matrixFrom(rows: number, columns: number, data: Float64Array): Matrix {
  if (data.length !== rows * columns) {
    throw new RangeError(`expected ${rows} x ${columns} = ${rows * columns} values, got ${data.length}`);
  }
  return { rows, columns, data };
}

/** The transpose, as a new matrix. // [rows, columns] -> [columns, rows] */
export function transpose(a: Matrix): Matrix {
  const result = zeros(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) result.data[j * a.rows + i] = a.data[i * a.columns + j];
  }
  return result;
}
