import { readFileSync } from "node:fs";
import { createTypescriptEngine, matrixFrom, randomStream, scrambledSobol, type KernelName, type Matrix } from "../../src/numeric/index.ts";
import type { AcquisitionContext, AcquisitionFunction, LookAhead } from "../../src/proposal/index.ts";
import { selectPoints, unitPoints, type UnitPoints } from "../../src/space/index.ts";
import { conditionSurrogate, type Surrogate, type SurrogateSettings } from "../../src/surrogate/index.ts";

export const engine = createTypescriptEngine();

export function noPoints(d: number): UnitPoints {
  return unitPoints(d, new Float64Array(0));
}

/** A few points of the unit cube named by a seed. */
export function somePoints(d: number, count: number, seed: number): UnitPoints {
  return unitPoints(d, scrambledSobol(d, randomStream(seed, "some points", 0)).next(count));
}

/** A wavy function of the unit cube, its mean and spread about 0 and 1. */
export function wave(x: ArrayLike<number>): number {
  return Array.from(x).reduce((sum, coordinate, k) => sum + Math.sin((5 - k) * coordinate + k), 0);
}

export function valuesOf({ n, d, data }: UnitPoints, f: (x: Float64Array) => number = wave): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => f(data.subarray(i * d, (i + 1) * d)));
}

/** A surrogate with fixed hyperparameters in standardised units. */
export function fixedSurrogate(
  points: UnitPoints,
  values: Float64Array,
  { kernel = "matern52" as KernelName, lengthscale = 0.4, noiseVariance = 0, standardError = 0 } = {},
): Surrogate {
  const settings: SurrogateSettings = {
    kernel,
    lengthscales: Array.from({ length: points.d }, (_, k) => lengthscale * (1 + 0.3 * k)),
    amplitude: 1,
    noiseVariance,
    mean: { constant: 0, variance: 0 },
    outputScale: { transform: "identity", centre: 0, spread: 1 },
  };
  return conditionSurrogate(settings, { points, values, standardErrors: new Float64Array(points.n).fill(standardError) }, engine);
}

/** The case of the golden acquisition values. */
export function goldenSurrogate(): Surrogate {
  const { cases } = JSON.parse(readFileSync(new URL("../golden/gaussian-process.json", import.meta.url), "utf8"));
  const { kernel, noiseVariance, constantMean, x, y } = cases.find(({ name }: { name: string }) => name === "matern52-2d");
  const settings: SurrogateSettings = {
    kernel: kernel.type,
    lengthscales: kernel.lengthscales,
    amplitude: kernel.amplitudeVariance,
    noiseVariance,
    mean: { constant: constantMean, variance: 0 },
    outputScale: { transform: "identity", centre: 0, spread: 1 },
  };
  const points = unitPoints(2, Float64Array.from(x.flat()));
  return conditionSurrogate(settings, { points, values: Float64Array.from(y), standardErrors: new Float64Array(points.n) }, engine);
}

/**
 * The look-ahead by the textbook formulas with S = K_PP + diag(τ²): c_P(x, z) = k(x, z) - k_xP S⁻¹ k_Pz and v = k_zP S⁻¹ k_Pz. Another
 * route than the surrogate's own, and one that lets the noise of future evaluations differ from that of the data.
 */
export function textbookLookAhead(surrogate: Surrogate, points: UnitPoints, pending: UnitPoints, noiseVariance: number): LookAhead {
  const gram = surrogate.covariance(pending, pending);
  for (let i = 0; i < pending.n; i++) gram.data[i * pending.n + i] += noiseVariance;
  const { factor } = engine.cholesky(gram);
  const whitened = (at: UnitPoints): Matrix => engine.solveLower(factor, surrogate.covariance(pending, at));
  const reductions = (at: UnitPoints): Float64Array => {
    const { columns, data } = whitened(at);
    return Float64Array.from({ length: at.n }, (_, j) => data.reduce((sum, v, i) => sum + (i % columns === j ? v * v : 0), 0));
  };
  const posterior = (at: UnitPoints) => {
    const { mean, variance } = surrogate.posterior(at);
    const taken = pending.n === 0 ? new Float64Array(at.n) : reductions(at);
    return { mean, variance: variance.map((value, j) => value - taken[j]) };
  };
  return {
    ...surrogate.posterior(points),
    pendingReduction: pending.n === 0 ? new Float64Array(points.n) : reductions(points),
    covariance: (candidates) => {
      const covariance = surrogate.covariance(candidates, points);
      if (pending.n === 0) return covariance;
      return engine.subtractTransposedProduct(covariance, whitened(candidates), whitened(points));
    },
    predictiveVariance: (candidates) => posterior(candidates).variance.map((variance) => variance + noiseVariance),
    posterior,
  };
}

/** One level set of one surrogate, integration points of equal weight. */
export function contextOf(lookAhead: LookAhead, threshold: number): AcquisitionContext {
  const m = lookAhead.mean.length;
  return {
    terms: [{ lookAhead, threshold, side: "above", weight: 1 }],
    weights: new Float64Array(m).fill(1 / m),
    random: randomStream(1, "test", 0),
    engine,
  };
}

export function scoreOf(acquisition: AcquisitionFunction, context: AcquisitionContext, candidate: UnitPoints): number {
  return acquisition.prepare(context)(candidate)[0];
}

/** The sum of the scores along a sequence of evaluations, each given the ones before: what the whole batch is expected to gain. */
export function batchScore(
  acquisition: AcquisitionFunction,
  surrogate: Surrogate,
  integration: UnitPoints,
  threshold: number,
  batch: UnitPoints,
  noiseVariance: number,
): number {
  return Array.from({ length: batch.n }).reduce<number>((sum, _, q) => {
    const pending = selectPoints(batch, Array.from({ length: q }, (__, i) => i));
    const seen = textbookLookAhead(surrogate, integration, pending, noiseVariance);
    return sum + scoreOf(acquisition, contextOf(seen, threshold), selectPoints(batch, [q]));
  }, 0);
}

export function point(...coordinates: number[]): UnitPoints {
  return unitPoints(coordinates.length, Float64Array.from(coordinates));
}

export function column(values: Float64Array): Matrix {
  return matrixFrom(values.length, 1, values);
}
