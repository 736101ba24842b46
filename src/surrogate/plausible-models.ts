import { matrixFrom, normalQuantile, scrambledSobol, type LinearAlgebra, type RandomStream } from "../numeric/index.ts";
import type { Features } from "./features.ts";
import { hyperparameterPosterior } from "./hyperparameter-posterior.ts";
import { laplaceAround } from "./laplace.ts";
import { systematicDraw } from "./systematic-draw.ts";
import type { Dataset, SurrogateSettings } from "./types.ts";

export interface PlausibleModelsRequest {
  /** The fit of every kernel that is open to question; all on the same output scale. */
  readonly fits: readonly SurrogateSettings[];
  readonly dataset: Dataset;
  readonly features: Features;
  readonly count: number;
  readonly engine: LinearAlgebra;
  readonly random: RandomStream;
}

/** Draws around each fit; a power of 2, as the Sobol points behind them like it. */
const drawCount = 16;

/** How much wider than the Laplace approximation the draws are spread: the importance weights need the tails. */
const widening = 1.25;

/**
 * Models that the data do not tell apart, `count` of them with equal weights: kernels in proportion to their evidence, each with
 * hyperparameters drawn from their posterior. Every fit is surrounded by points of its widened Laplace approximation, which are
 * weighted by posterior density over density of the draw, all kernels together, and taken at regular steps of the cumulative weight.
 */
export function plausibleModels(request: PlausibleModelsRequest): SurrogateSettings[] {
  const { fits, count, random } = request;
  const draws = fits.flatMap((fit) => weightedDraws(fit, request));
  if (draws.every(({ logWeight }) => logWeight === -Infinity)) return Array.from({ length: count }, () => fits[0]!); // beyond the prior's bounds
  return systematicDraw(draws.map(({ settings }) => settings), draws.map(({ logWeight }) => logWeight), count, random.uniform());
}

interface WeightedDraw {
  readonly settings: SurrogateSettings;
  readonly logWeight: number;
}

function weightedDraws(fit: SurrogateSettings, { dataset, features, engine, random }: PlausibleModelsRequest): WeightedDraw[] {
  const posterior = hyperparameterPosterior({ ...fit, dataset, features, learnsAxes: fit.axes !== undefined, engine });
  const { lower, upper } = posterior.prior;
  const { mode, precisionFactor } = laplaceAround(fit, dataset, posterior, engine);
  const k = mode.length;
  const normals = scrambledSobol(k, random).next(drawCount).map(normalQuantile);
  const logJacobian = k * Math.log(widening * Math.sqrt(2 * Math.PI)) - mode.reduce((sum, _, i) => sum + Math.log(precisionFactor.data[i * k + i]), 0);
  return Array.from({ length: drawCount }, (_, draw) => {
    const u = normals.slice(draw * k, (draw + 1) * k);
    const steps = engine.solveLowerTransposed(precisionFactor, matrixFrom(k, 1, u)).data;
    const theta = mode.map((value, i) => value + widening * steps[i]);
    const isWithin = theta.every((value, i) => value >= lower[i] && value <= upper[i]);
    const logDensity = isWithin ? -posterior.valueAt(theta) : -Infinity;
    const logWeight = logDensity + logJacobian + u.reduce((sum, value) => sum + value ** 2, 0) / 2;
    return { settings: posterior.settingsAt(theta), logWeight };
  });
}
