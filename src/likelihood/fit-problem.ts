import { minimise, type Minimum, type Objective } from "../numeric/index.ts";
import { inverseCurvature } from "./curvature.ts";
import { refuse } from "./errors.ts";
import type { Data, Model } from "./model.ts";
import { isVariation } from "./parameter-sets.ts";
import { TwiceNll } from "./twice-nll.ts";

/** What a fit does with the parameter of interest; by default it is free within the bounds of the model. */
export interface PoiRule {
  readonly fixed?: number;
  /** Raises the lower bound. */
  readonly atLeast?: number;
}

/** −2 ln L as a function of the parameters that are free: neither fixed by the measurement nor, perhaps, the one of interest. */
export class FitProblem {
  readonly model: Model;
  readonly free: Int32Array; // [k] indices of the free parameters
  readonly lower: Float64Array; // [k]
  readonly upper: Float64Array; // [k]
  /** Widths of the constraints, or of the bounds where there is no constraint. // [k] */
  readonly widths: Float64Array;
  readonly isConstrained: Uint8Array; // [k]
  /** Places of the α of histosys and normsys, 0 at the nominal model, among the free parameters. */
  readonly variations: Int32Array;
  readonly #twiceNll: TwiceNll;
  readonly #parameters: Float64Array; // [p] the free ones overwritten at every evaluation
  readonly #gradient: Float64Array; // [k]

  constructor(model: Model, data: Data, poi: PoiRule = {}) {
    const { inits, fixed, lower, upper } = model.parameters;
    if (poi.fixed !== undefined && !Number.isFinite(poi.fixed)) refuse("", `expected a finite parameter of interest, got ${poi.fixed}`);
    this.model = model;
    this.#twiceNll = new TwiceNll(model, data);
    this.#parameters = inits.slice();
    if (poi.fixed !== undefined) this.#parameters[model.poi] = poi.fixed;
    const indices = Int32Array.from(inits.keys());
    this.free = indices.filter((i) => fixed[i] === 0 && lower[i] < upper[i] && !(i === model.poi && poi.fixed !== undefined));
    const lowest = (i: number) => (i === model.poi ? Math.max(lower[i], poi.atLeast ?? -Infinity) : lower[i]);
    this.lower = Float64Array.from(this.free, lowest);
    this.upper = Float64Array.from(this.free, (i) => upper[i]);
    this.widths = Float64Array.from(this.free, (i) => Math.min(upper[i] - lower[i], 100 * Math.max(1, Math.abs(inits[i]))));
    const alphas = new Set(model.source.sets.filter(({ type }) => isVariation(type)).map(({ start }) => start));
    this.variations = indices.subarray(0, this.free.length).filter((j) => alphas.has(this.free[j]));
    this.isConstrained = new Uint8Array(this.free.length);
    this.#gradient = new Float64Array(this.free.length);
    this.#readConstraints();
  }

  #readConstraints(): void {
    const place = new Map(Array.from(this.free, (i, j) => [i, j]));
    const { parameter, poisson, scale } = this.model.parameters.constraints;
    parameter.forEach((i, c) => {
      const j = place.get(i);
      if (j === undefined) return;
      this.isConstrained[j] = 1;
      const width = poisson[c] === 1 ? 1 / Math.sqrt(scale[c]) : scale[c];
      this.widths[j] = Math.min(width, this.widths[j]);
    });
  }

  /** The free part of a parameter vector, moved into the bounds. // [p] -> [k] */
  restrict(parameters: Float64Array): Float64Array {
    return this.moveInside(this.#gather(parameters));
  }

  /** The nearest point within the bounds. // [k] -> [k] */
  moveInside(x: Float64Array): Float64Array {
    return x.map((value, j) => Math.min(this.upper[j], Math.max(this.lower[j], value)));
  }

  /** All parameters, from the free ones. // [k] -> [p] */
  complete(x: Float64Array): Float64Array {
    const parameters = this.#parameters.slice();
    this.free.forEach((i, j) => (parameters[i] = x[j]));
    return parameters;
  }

  readonly objective: Objective = (x) => {
    const { free } = this;
    for (let j = 0; j < free.length; j++) this.#parameters[free[j]] = x[j];
    const { value, gradient } = this.#twiceNll.evaluate(this.#parameters);
    for (let j = 0; j < free.length; j++) this.#gradient[j] = gradient[free[j]];
    return { value, gradient: this.#gradient };
  };

  minimise(start: Float64Array, inverseHessian: Float64Array, tolerance: number): Minimum {
    return minimise(this.objective, start, { lower: this.lower, upper: this.upper, inverseHessian, tolerance });
  }

  /**
   * The inverse of Jᵀ diag(2n/λ²) J + diag(2/width²): the Hessian of −2 ln L without the curvature of the rates, with a weak
   * constraint where there is none. // [k] -> [k, k]
   */
  inverseHessian(x: Float64Array): Float64Array {
    this.objective(x);
    const { channels, rates } = this.model;
    const { counts } = this.#twiceNll.data;
    const weights = new Float64Array(counts.length);
    const slopes = new Float64Array(this.#parameters.length);
    const rows: Float64Array[] = [];
    channels.forEach(({ firstBin, bins }, channel) => {
      for (let bin = firstBin; bin < firstBin + bins; bin++) {
        if (counts[bin] === 0) continue;
        weights.fill(0)[bin] = Math.sqrt(2 * counts[bin]) / rates.rates[bin];
        rates.adjoint(weights, slopes.fill(0), channel, channel + 1);
        rows.push(this.#gather(slopes));
      }
    });
    return inverseCurvature(rows, this.widths.map((width) => width * Math.SQRT1_2));
  }

  #gather(parameters: Float64Array): Float64Array {
    const { free } = this;
    const x = new Float64Array(free.length);
    for (let j = 0; j < free.length; j++) x[j] = parameters[free[j]];
    return x;
  }
}
