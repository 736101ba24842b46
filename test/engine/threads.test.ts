import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { expectedEntropy } from "../../acquisition/mutual-information.ts";
import { loadEngine } from "../../src/engine/index.ts";
import { createTypescriptEngine, matrixFrom, randomStream, type Engine, type Matrix } from "../../src/numeric/index.ts";

const random = randomStream(1, "threads", 0);

function normals(rows: number, columns: number): Matrix {
  return matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, () => random.normal()));
}

const prior = { kernel: "matern52", lengthscales: Float64Array.of(0.8, 1.1), amplitude: 1.5, meanVariance: 0.7, termVariances: Float64Array.of(2) } as const;

const n = 331; // no multiple of anything
const large = 703;
const [a, b, x, z] = [normals(n, n), normals(n, 2003), normals(large, 3), normals(4001, 3)];
const noise = new Float64Array(large).fill(0.1);
const covariance = createTypescriptEngine().priorCovariance(prior, x, x);
for (let i = 0; i < large; i++) covariance.data[i * (large + 1)] += 0.1;
const { factor } = createTypescriptEngine().cholesky(covariance);
const first = matrixFrom(n, n, Float64Array.from({ length: n * n }, (_, i) => factor.data[Math.floor(i / n) * large + (i % n)]!));
const whitened = normals(large, 4001);
const candidates = normals(67, 20_011);
const undecided = {
  loss: expectedEntropy, compiled: "expected-entropy", rows: Int32Array.from({ length: 20_011 }, (_, j) => j), a: normals(1, 20_011).data,
  precision: new Float64Array(20_011).fill(2), pendingShare: new Float64Array(20_011).fill(0.01), weights: new Float64Array(20_011).fill(1), lossBefore: new Float64Array(20_011),
} as const;

/** Every operation that threads share, large enough for them to take part. */
function resultsOf(engine: Engine): Float64Array[] {
  const moments = { mean: new Float64Array(4001), variance: new Float64Array(4001).fill(9) };
  engine.conditionMoments(prior, x, factor, noise, z, moments);
  const { value, gradient } = engine.logDensityWithGradient(prior, x, noise, noise);
  return [
    engine.multiply(a, b).data,
    engine.multiplyTransposedLeft(a, b).data,
    engine.subtractTransposedProduct(b, a, b).data,
    engine.solveLower(first, b).data,
    engine.solveLowerTransposed(first, b).data,
    engine.cholesky(covariance).factor.data,
    engine.inverseFromCholesky(factor).data,
    engine.kernelMatrix("matern32", x, z, Float64Array.of(1, 1, 1)).data,
    engine.priorCovariance(prior, x, z).data,
    engine.priorCovariance(prior, z, z).data.subarray(0, 4001 ** 2 / 7),
    engine.posteriorCovariance(prior, x, z, covariance, whitened).data,
    engine.whitenedCovariance(prior, x, factor, z).data,
    moments.mean,
    moments.variance,
    Float64Array.of(engine.logDensity(prior, x, noise, noise), value, ...gradient),
    engine.reductions(undecided, candidates, new Float64Array(67).fill(0.3)),
  ];
}

describe.each(["strict", "relaxed"] as const)("engine %s", (name) => {
  const expected = resultsOf(loadEngine(name, 1)).map(bytesOf);

  test.each([1, 2, 3, 5])("%i threads give the same bits as one, again and again", (threads) => {
    const engine = loadEngine(name, threads);
    for (let repeat = 0; repeat < 3; repeat++) {
      for (const [operation, result] of resultsOf(engine).entries()) {
        expect(Buffer.compare(bytesOf(result), expected[operation]!), `operation ${operation}`).toBe(0);
      }
    }
  });
});

function bytesOf(data: Float64Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

test("threads that have worked do not keep the process alive", () => {
  const script = `
    import { loadEngine } from "./src/engine/index.ts";
    const engine = loadEngine("strict", 2);
    const a = { rows: 600, columns: 600, data: new Float64Array(360000).fill(0.5) };
    console.log(engine.multiply(a, a).data[7]);
  `;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  expect({ status, stdout: stdout.trim(), stderr }).toEqual({ status: 0, stdout: "150", stderr: "" });
});
