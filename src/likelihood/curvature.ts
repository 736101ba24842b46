import { createTypescriptEngine, matrixFrom, transpose, zeros, type Matrix } from "../numeric/index.ts";

const engine = createTypescriptEngine();
const largest = 1e100; // of a row's elements: the squares of longer ones overflow

/**
 * (JᵀJ + diag(1/v))⁻¹ from the rows of J; rows too long for their squares are left out. // [n, k], [k] -> [k, k]
 * With fewer rows than columns it is V − (JV)ᵀ(I + JVJᵀ)⁻¹JV [Woodbury1950], unless its digits cancel.
 */
export function inverseCurvature(rows: readonly Float64Array[], variances: Float64Array): Float64Array {
  const usable = rows.filter((row) => row.every((value) => Math.abs(value) < largest));
  const jacobian = zeros(usable.length, variances.length);
  usable.forEach((row, index) => jacobian.data.set(row, index * variances.length));
  if (usable.length < variances.length) {
    const inverse = byRows(jacobian, variances);
    if (inverse !== undefined) return inverse;
  }
  const curvature = engine.multiplyTransposedLeft(jacobian, jacobian);
  variances.forEach((variance, i) => (curvature.data[i * (variances.length + 1)] += 1 / variance));
  return engine.inverseFromCholesky(engine.cholesky(curvature).factor).data;
}

function byRows(jacobian: Matrix, variances: Float64Array): Float64Array | undefined {
  const { rows, columns } = jacobian;
  const scaled = matrixFrom(rows, columns, jacobian.data.map((value, at) => value * variances[at % columns]));
  const gram = engine.multiply(scaled, transpose(jacobian));
  const prior = zeros(columns, columns);
  for (let i = 0; i < rows; i++) gram.data[i * (rows + 1)] += 1;
  for (let i = 0; i < columns; i++) prior.data[i * (columns + 1)] = variances[i];
  const root = engine.solveLower(engine.cholesky(gram).factor, scaled);
  const inverse = engine.subtractTransposedProduct(prior, root, root).data;
  return variances.every((variance, i) => inverse[i * (columns + 1)] > 1e-10 * variance) ? inverse : undefined;
}
