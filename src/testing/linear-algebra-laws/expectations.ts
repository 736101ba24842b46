import { type LinearAlgebra, type Matrix, transpose } from "../../numeric/index.ts";
import { plusDiagonal } from "./material.ts";
import { naiveProduct } from "./naive.ts";

/** Every element within `tolerance` times its scale; the scale of a sum is the sum of the sizes of its terms. */
export function expectClose(what: string, got: Matrix, expected: Matrix, scale: Matrix, tolerance = 1e-12): void {
  if (got.rows !== expected.rows || got.columns !== expected.columns) {
    throw new Error(`${what}: expected ${expected.rows} x ${expected.columns}, got ${got.rows} x ${got.columns}`);
  }
  for (let p = 0; p < expected.data.length; p++) {
    if (!(Math.abs(got.data[p] - expected.data[p]) <= tolerance * scale.data[p])) {
      const place = `element (${Math.floor(p / got.columns)}, ${p % got.columns})`;
      throw new Error(`${what}: expected ${place} to be ${expected.data[p]} within ${tolerance * scale.data[p]}, got ${got.data[p]}`);
    }
  }
}

export function expectProduct(what: string, got: Matrix, a: Matrix, b: Matrix, tolerance = 1e-12): void {
  expectClose(what, got, naiveProduct(a, b), naiveProduct(a, b, Math.abs), tolerance);
}

export function expectThrow(what: string, kind: new (...args: never[]) => Error, run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof kind) return error;
    throw new Error(`${what}: expected a ${kind.name}, got ${String(error)}`, { cause: error });
  }
  throw new Error(`${what}: expected a ${kind.name}, got a result`);
}

export function expectThat(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

export function expectFactorOf(what: string, engine: LinearAlgebra, a: Matrix): number {
  const n = a.rows;
  const { factor, jitter } = engine.cholesky(a);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      expectThat(factor.data[i * n + j] === 0, `${what}: expected zero above the diagonal at (${i}, ${j}), got ${factor.data[i * n + j]}`);
    }
  }
  expectProduct(`${what}: L Lᵀ`, plusDiagonal(a, jitter), factor, transpose(factor));
  return jitter;
}
