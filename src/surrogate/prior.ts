import { matrixFrom, type LinearAlgebra, type Matrix } from "../numeric/index.ts";
import type { UnitPoints } from "../space/index.ts";
import type { SurrogateSettings } from "./types.ts";

/**
 * Prior covariance of the latent function, c(x, z) = amplitude k(x, z) + mean.variance: the constant mean is a normal
 * coefficient, integrated out wherever the covariance is conditioned. // [a, d] x [b, d] -> [a, b]
 */
export function priorCovariance(engine: LinearAlgebra, settings: SurrogateSettings, a: UnitPoints, b: UnitPoints): Matrix {
  const x = asMatrix(a);
  const z = b === a ? x : asMatrix(b);
  const covariance = engine.kernelMatrix(settings.kernel, x, z, Float64Array.from(settings.lengthscales));
  const { data } = covariance;
  for (let i = 0; i < data.length; i++) data[i] = settings.amplitude * data[i] + settings.mean.variance;
  return covariance;
}

/** c(x, x), the same at every point of the cube. */
export function priorVariance({ amplitude, mean }: SurrogateSettings): number {
  return amplitude + mean.variance;
}

/** Points as the engine takes them, values not copied. // [n, d] */
export function asMatrix(points: UnitPoints): Matrix {
  return matrixFrom(points.n, points.d, points.data);
}
