import { createTypescriptEngine, transpose, zeros, type Matrix } from "../numeric/index.ts";

const engine = createTypescriptEngine();
const largest = 1e12; // of a scaled row's elements: longer ones would drown everything else

/**
 * (JᵀJ + diag(1/w²))⁻¹ from the rows of J and the widths w; rows too long for their squares are left out.
 * In units of the widths it is (I + JᵀJ)⁻¹ = I − Jᵀ(I + JJᵀ)⁻¹J [Woodbury1950], whose right side is used when J has fewer
 * rows than columns and its digits do not cancel. // [n, k], [k] -> [k, k]
 */
export function inverseCurvature(rows: readonly Float64Array[], widths: Float64Array): Float64Array {
  const k = widths.length;
  const scaled = rows.map((row) => row.map((value, j) => value * widths[j]))
    .filter((row) => row.every((value) => Math.abs(value) < largest));
  const jacobian = zeros(scaled.length, k);
  scaled.forEach((row, index) => jacobian.data.set(row, index * k));
  const inverse = (scaled.length < k ? byRows(jacobian) : undefined) ?? byColumns(jacobian);
  for (let i = 0, at = 0; i < k; i++) {
    for (let j = 0; j < k; j++, at++) inverse[at] *= widths[i] * widths[j];
  }
  return inverse;
}

function byColumns(jacobian: Matrix): Float64Array {
  const curvature = engine.multiplyTransposedLeft(jacobian, jacobian);
  addIdentity(curvature);
  return engine.inverseFromCholesky(engine.cholesky(curvature).factor).data;
}

function byRows(jacobian: Matrix): Float64Array | undefined {
  const k = jacobian.columns;
  const gram = engine.multiply(jacobian, transpose(jacobian));
  addIdentity(gram);
  const root = engine.solveLower(engine.cholesky(gram).factor, jacobian).data;
  const inverse = new Float64Array(k * k); // a rank-few product: a loop of its own takes half the memory of the engine's
  for (let row = 0; row < root.length; row += k) {
    for (let i = 0; i < k; i++) {
      const factor = root[row + i];
      if (factor === 0) continue;
      for (let j = 0, at = i * k; j < k; j++, at++) inverse[at] -= factor * root[row + j];
    }
  }
  for (let i = 0; i < k; i++) {
    inverse[i * (k + 1)] += 1;
    if (!(inverse[i * (k + 1)] > 1e-10)) return undefined;
  }
  return inverse;
}

function addIdentity({ rows, data }: Matrix): void {
  for (let i = 0; i < rows; i++) data[i * (rows + 1)] += 1;
}
