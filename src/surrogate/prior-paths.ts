import { matrixFrom, normalQuantile, scrambledSobol, type KernelName, type LinearAlgebra, type Matrix, type RandomStream } from "../numeric/index.ts";
import type { UnitPoints } from "../space/index.ts";
import type { SurrogateSettings } from "./types.ts";

/** Cosines and as many sines that make up a path: a covariance of the paths is off by about amplitude/√(2·1024) at most. */
const frequencyCount = 1024;

/** Degrees of freedom 2ν of the Student law that is a Matérn kernel's spectral density; the RBF kernel's is normal. */
const degreesOfFreedom: Readonly<Record<KernelName, number>> = { matern32: 3, matern52: 5, rbf: 0 };

/**
 * Draws of the latent function before any data: constant + Σ_j √(amplitude/F) (u_j cos ω_jᵀx + v_j sin ω_jᵀx), u, v ~ N(0, 1), the
 * frequencies ω from the kernel's spectral density [Rahimi2007] and shared by all paths. The fixed part `mean.constant` is left out,
 * its uncertainty is not. // [m, d] -> [m, count]
 */
export function samplePriorPaths(
  engine: LinearAlgebra, settings: SurrogateSettings, points: UnitPoints, count: number, random: RandomStream,
): Matrix {
  const frequencies = drawFrequencies(settings, random);
  const scale = Math.sqrt(settings.amplitude / frequencyCount);
  const features = 2 * frequencyCount + 1;
  const basis = matrixFrom(points.n, features, new Float64Array(points.n * features));
  for (let i = 0; i < points.n; i++) {
    const x = points.data.subarray(i * points.d, (i + 1) * points.d);
    const row = basis.data.subarray(i * features, (i + 1) * features);
    for (let j = 0; j < frequencyCount; j++) {
      let phase = 0;
      for (let k = 0; k < points.d; k++) phase += frequencies[j * points.d + k] * x[k];
      row[2 * j] = scale * Math.cos(phase);
      row[2 * j + 1] = scale * Math.sin(phase);
    }
    row[features - 1] = Math.sqrt(settings.mean.variance);
  }
  const coefficients = new Float64Array(features * count).map(() => random.normal());
  return engine.multiply(basis, matrixFrom(features, count, coefficients));
}

/** ω = g / (lengthscale √(χ²/2ν)), g normal, spread evenly over their law by a scrambled Sobol sequence. // [F, d] */
function drawFrequencies({ kernel, lengthscales }: SurrogateSettings, random: RandomStream): Float64Array {
  const d = lengthscales.length;
  const degrees = degreesOfFreedom[kernel];
  const normals = scrambledSobol(d + degrees, random).next(frequencyCount).map(normalQuantile);
  const frequencies = new Float64Array(frequencyCount * d);
  for (let j = 0; j < frequencyCount; j++) {
    const row = normals.subarray(j * (d + degrees), (j + 1) * (d + degrees));
    let chiSquared = 0;
    for (let k = d; k < row.length; k++) chiSquared += row[k] ** 2;
    const stretch = degrees === 0 ? 1 : Math.sqrt(degrees / chiSquared);
    for (let k = 0; k < d; k++) frequencies[j * d + k] = (stretch * row[k]) / lengthscales[k];
  }
  return frequencies;
}
