import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { loadEngine } from "../../src/engine/index.ts";
import { createTypescriptEngine, matrixFrom, randomStream, type Engine, type Matrix } from "../../src/numeric/index.ts";

const random = randomStream(1, "threads", 0);

function normals(rows: number, columns: number): Matrix {
  return matrixFrom(rows, columns, Float64Array.from({ length: rows * columns }, () => random.normal()));
}

/** Every operation that threads share, large enough for them to take part. */
function resultsOf(engine: Engine, a: Matrix, b: Matrix, factor: Matrix): Matrix[] {
  return [
    engine.multiply(a, b),
    engine.multiplyTransposedLeft(a, b),
    engine.subtractTransposedProduct(b, a, b),
    engine.solveLower(factor, b),
    engine.solveLowerTransposed(factor, b),
  ];
}

describe.each(["strict", "relaxed"] as const)("engine %s", (name) => {
  const n = 331; // no multiple of anything
  const [a, b] = [normals(n, n), normals(n, 2003)];
  const { factor } = createTypescriptEngine().cholesky(createTypescriptEngine().kernelMatrix("matern32", a, a, new Float64Array(n).fill(9)));
  const alone = loadEngine(name, 1);
  const expected = resultsOf(alone, a, b, factor);

  test.each([1, 2, 3, 5])("%i threads give the same bits as one, again and again", (threads) => {
    const engine = loadEngine(name, threads);
    for (let repeat = 0; repeat < 4; repeat++) {
      for (const [operation, result] of resultsOf(engine, a, b, factor).entries()) {
        expect(Buffer.compare(bytesOf(result), bytesOf(expected[operation]!)), `operation ${operation}`).toBe(0);
      }
    }
  });
});

function bytesOf({ data }: Matrix): Buffer {
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
