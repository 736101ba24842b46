import { matrixFrom, randomStream, type KernelName, type LinearAlgebra, type Matrix } from "../../src/numeric/index.ts";

/** One thing to measure: its name is what bench/reference/engine.py understands. */
export interface Case {
  readonly name: string;
  readonly unit: "GFlop/s" | "ns/entry";
  /** Of one run: floating-point operations, or entries. */
  readonly amount: number;
  readonly run: (engine: LinearAlgebra) => unknown;
}

const random = randomStream(1, "bench", 0);

function normals(rows: number, columns: number): Matrix {
  return matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, () => random.normal()));
}

function multiply(n: number): Case {
  const [a, b] = [normals(n, n), normals(n, n)];
  return { name: `multiply ${n}`, unit: "GFlop/s", amount: 2 * n ** 3, run: (engine) => engine.multiply(a, b) };
}

function subtractTransposedProduct(m: number, k: number, n: number): Case {
  const [c, v, w] = [normals(m, n), normals(k, m), normals(k, n)];
  return {
    name: `subtractTransposedProduct ${m} ${k} ${n}`, unit: "GFlop/s", amount: 2 * m * k * n,
    run: (engine) => engine.subtractTransposedProduct(c, v, w),
  };
}

/** A kernel matrix with noise, which is what gets factorised. */
function covariance(engine: LinearAlgebra, n: number): Matrix {
  const points = normals(n, 3);
  const k = engine.kernelMatrix("matern52", points, points, Float64Array.of(1, 1, 1));
  for (let i = 0; i < n; i++) k.data[i * n + i] += 0.01;
  return k;
}

function factorisation(engine: LinearAlgebra, n: number, m: number): Case[] {
  const k = covariance(engine, n);
  const { factor } = engine.cholesky(k);
  const right = normals(n, m);
  return [
    { name: `cholesky ${n}`, unit: "GFlop/s", amount: n ** 3 / 3, run: (one) => one.cholesky(k) },
    { name: `solveLower ${n} ${m}`, unit: "GFlop/s", amount: n ** 2 * m, run: (one) => one.solveLower(factor, right) },
    { name: `inverseFromCholesky ${n}`, unit: "GFlop/s", amount: (2 * n ** 3) / 3, run: (one) => one.inverseFromCholesky(factor) },
  ];
}

function kernelMatrix(kernel: KernelName, n: number, m: number, d: number): Case {
  const [x, z, lengthscales] = [normals(n, d), normals(m, d), new Float64Array(d).fill(1)];
  return {
    name: `kernelMatrix ${kernel} ${n} ${m} ${d}`, unit: "ns/entry", amount: n * m,
    run: (engine) => engine.kernelMatrix(kernel, x, z, lengthscales),
  };
}

/** The cases that numpy and scipy have too. `engine` makes their input. */
export function sharedCases(engine: LinearAlgebra): Case[] {
  return [
    ...[100, 300, 1000].map(multiply),
    subtractTransposedProduct(500, 300, 5000),
    ...[[50, 2000], [100, 2000], [200, 2000], [300, 5000], [500, 2000], [1000, 2000], [2000, 2000]].flatMap(([n, m]) => factorisation(engine, n, m)),
    ...(["matern32", "matern52", "rbf"] as const).map((kernel) => kernelMatrix(kernel, 300, 5000, 4)),
  ];
}

/** The cases that only we have. */
export function ownCases(engine: LinearAlgebra): Case[] {
  return [50, 200, 1000].map((n) => {
    const [points, lengthscales, weights] = [normals(n, 3), Float64Array.of(1, 1, 1), covariance(engine, n)];
    return {
      name: `kernelGradient ${n}, d = 3`, unit: "ns/entry", amount: n ** 2,
      run: (one: LinearAlgebra) => one.kernelGradient("matern52", points, lengthscales, weights),
    };
  });
}
