declare const frame: unique symbol;

/** `n` points in `d` dimensions, row-major: coordinate k of point i is `data[i * d + k]`. */
export interface PointSet<Frame extends "unit" | "physical"> {
  readonly [frame]?: Frame; // phantom: tells the frames apart, absent at run time
  readonly n: number;
  readonly d: number;
  readonly data: Float64Array; // [n * d]
}

/** Points in the unit cube [0, 1]^d, the frame the surrogate and the acquisition functions work in. */
export type UnitPoints = PointSet<"unit">;

/** Points in the parameters' own units, the frame users and evaluators see. */
export type PhysicalPoints = PointSet<"physical">;

/** Points in the unit cube from row-major coordinates, not copied. // [n, d] */
export function unitPoints(d: number, data: Float64Array): UnitPoints {
  return { n: data.length / d, d, data };
}

/** Points in physical units from row-major coordinates, not copied. // [n, d] */
export function physicalPoints(d: number, data: Float64Array): PhysicalPoints {
  return { n: data.length / d, d, data };
}

/** The chosen rows, in the order given. // [n, d] -> [rows.length, d] */
export function selectPoints<Frame extends "unit" | "physical">(
  points: PointSet<Frame>,
  rows: ArrayLike<number>,
): PointSet<Frame> {
  const { d } = points;
  const data = new Float64Array(rows.length * d);
  for (let i = 0, at = 0; i < rows.length; i++) { // by hand: few coordinates are copied faster than views of them are made
    for (let k = 0, from = rows[i]! * d; k < d; k++) data[at++] = points.data[from++];
  }
  return { n: rows.length, d, data };
}

/** The values of the chosen rows, in the order given. // [n] -> [rows.length] */
export function selectValues(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  const selected = new Float64Array(rows.length);
  for (let i = 0; i < selected.length; i++) selected[i] = values[rows[i]!];
  return selected;
}

/** |z_j - x_i|² of two rows. // [m, d], [n, d] */
export function squaredDistance(points: UnitPoints, j: number, others: UnitPoints, i: number): number {
  let square = 0;
  for (let k = 0, { d } = points; k < d; k++) {
    const difference = points.data[j * d + k] - others.data[i * d + k];
    square += difference * difference;
  }
  return square;
}

/** All rows of the first set, then all of the second. // [n, d] + [m, d] -> [n + m, d] */
export function joinPoints<Frame extends "unit" | "physical">(
  first: PointSet<Frame>,
  second: PointSet<Frame>,
): PointSet<Frame> {
  const data = new Float64Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { n: first.n + second.n, d: first.d, data };
}
