import { expectedMisclassification } from "../../acquisition/misclassification.ts";
import { expectedEntropy } from "../../acquisition/mutual-information.ts";
import { matrixFrom, randomStream, type Engine, type KernelName, type Matrix, type NamedLoss } from "../../src/numeric/index.ts";
import { keptBuild } from "./kept-build.ts";

/** One thing to measure: its name is what bench/reference/engine.py understands. */
export interface Case {
  readonly name: string;
  readonly unit: "GFlop/s" | "ns/entry";
  /** Of one run: floating-point operations, or entries. */
  readonly amount: number;
  readonly run: (engine: Engine) => unknown;
  /** The same where the result stays in the memory of the compiled kernels, as in what surrogates ask for. */
  readonly runKept?: () => unknown;
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
function covariance(engine: Engine, n: number): Matrix {
  const points = normals(n, 3);
  const k = engine.kernelMatrix("matern52", points, points, Float64Array.of(1, 1, 1));
  for (let i = 0; i < n; i++) k.data[i * n + i] += 0.01;
  return k;
}

function factorisation(engine: Engine, n: number, m: number): Case[] {
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
    runKept: keptBuild(kernel, x, z, lengthscales),
  };
}

/** A function of 2¹⁴ values drawn at random, so that branches are as hard to predict as in use. */
function specialFunction(name: "exponential" | "normalCdf" | "logNormalCdf" | "owensT"): Case {
  const count = 2 ** 14;
  const h = normals(1, count).data.map((value) => 2.5 * value);
  const slopes = normals(1, count).data.map((value) => Math.exp(2 * value));
  return {
    name: `function ${name} ${count}`, unit: "ns/entry", amount: count,
    run: (engine) => (name === "owensT" ? engine.owensT(h, slopes) : engine[name](h)),
  };
}

/** The inner loop of an acquisition function. */
function reductions(named: NamedLoss, c: number, m: number): Case {
  const uniform = (lower: number, upper: number): Float64Array => Float64Array.from({ length: m }, () => lower + (upper - lower) * random.uniform());
  const points = {
    ...named, rows: Int32Array.from({ length: m }, (_, j) => j), a: uniform(-3, 3), precision: uniform(1, 20), pendingShare: uniform(0, 0.1),
    weights: uniform(0, 1), lossBefore: uniform(0, 1),
  };
  const [covariances, precisions] = [normals(c, m), new Float64Array(c).fill(0.02)];
  return { name: `reductions ${named.compiled} ${c} x ${m}`, unit: "ns/entry", amount: c * m, run: (engine) => engine.reductions(points, covariances, precisions) };
}

/** The cases that numpy and scipy have too. `engine` makes their input. */
export function sharedCases(engine: Engine): Case[] {
  return [
    ...[100, 300, 1000].map(multiply),
    subtractTransposedProduct(500, 300, 5000),
    ...[[50, 2000], [100, 2000], [200, 2000], [300, 5000], [500, 2000], [1000, 2000], [2000, 2000]].flatMap(([n, m]) => factorisation(engine, n, m)),
    ...(["matern32", "matern52", "rbf"] as const).map((kernel) => kernelMatrix(kernel, 300, 5000, 4)),
    ...(["exponential", "normalCdf", "logNormalCdf", "owensT"] as const).map(specialFunction),
  ];
}

/** The cases that only we have. */
export function ownCases(): Case[] {
  const densities = [20, 200, 1000].map((n): Case => {
    const [points, noise, values] = [normals(n, 3), new Float64Array(n).fill(1e-2), normals(n, 1).data];
    const prior = { kernel: "matern52", lengthscales: Float64Array.of(1, 1, 1), amplitude: 1, meanVariance: 1, termVariances: new Float64Array(0) } as const;
    return {
      name: `logDensityWithGradient ${n}, d = 3`, unit: "GFlop/s", amount: n ** 3,
      run: (one) => one.logDensityWithGradient(prior, points, noise, values),
    };
  });
  return [
    ...densities,
    reductions({ loss: expectedEntropy, compiled: "expected-entropy" }, 128, 5000),
    reductions({ loss: expectedMisclassification, compiled: "expected-misclassification" }, 128, 1000),
  ];
}
