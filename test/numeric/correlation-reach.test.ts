import { expect, test } from "vitest";
import { correlationReach, createTypescriptEngine, matrixFrom } from "../../src/numeric/index.ts";

test.each(["matern32", "matern52", "rbf"] as const)("a correlation is reached where the kernel has fallen to it: %s", (kernel) => {
  for (const correlation of [1e-6, 0.1, 0.5, 0.999]) {
    const [origin, place] = [matrixFrom(1, 1, Float64Array.of(0)), matrixFrom(1, 1, Float64Array.of(correlationReach(kernel, correlation)))];
    const { data } = createTypescriptEngine().kernelMatrix(kernel, origin, place, Float64Array.of(1));
    expect(data[0]! / correlation).toBeCloseTo(1, 12);
  }
});
