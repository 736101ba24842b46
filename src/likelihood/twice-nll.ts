import { logGamma } from "../numeric/index.ts";
import { refuse } from "./errors.ts";
import { checkParameters, type Data, type Model } from "./model.ts";

const log2Pi = Math.log(2 * Math.PI);

/**
 * −2 ln L(θ) = Σ_b 2(λ − n ln λ + ln Γ(n+1)) + Σ_gauss ((θ−a)²/s² + ln 2πs²) + Σ_poisson 2(γτ − a ln γτ + ln Γ(a+1)),
 * with every constant. +∞ where a rate is negative or not finite, or 0 with n > 0. // [p] -> 1
 * Throws a LikelihoodError on wrong lengths, non-finite parameters and data that are no counts.
 */
export function twiceNegativeLogLikelihood(model: Model, parameters: Float64Array, data: Data = model.observed): number {
  checkParameters(model, parameters);
  return new TwiceNll(model, data).evaluate(parameters).value;
}

/** −2 ln L of a model on fixed data, with its gradient. */
export class TwiceNll {
  readonly model: Model;
  readonly data: Data;
  /** Of the last `evaluate`. // [p] */
  readonly gradient: Float64Array;
  readonly #constant: number;
  readonly #weights: Float64Array; // [bins] ∂(−2 ln L)/∂λ

  constructor(model: Model, data: Data) {
    checkData(model, data);
    this.model = model;
    this.data = data;
    this.gradient = new Float64Array(model.parameters.names.length);
    this.#weights = new Float64Array(data.counts.length);
    const { poisson, scale } = model.parameters.constraints;
    let constant = 0;
    for (const count of data.counts) constant += saturatedTwiceNll(count);
    for (let c = 0; c < scale.length; c++) {
      constant += poisson[c] === 1 ? saturatedTwiceNll(data.auxiliary[c]) : log2Pi + 2 * Math.log(scale[c]);
    }
    this.#constant = constant;
  }

  /** Value and gradient; the returned object and the gradient are overwritten by the next call. // [p] -> 1, [p] */
  evaluate(parameters: Float64Array): { readonly value: number; readonly gradient: Float64Array } {
    const { gradient } = this;
    const { counts } = this.data;
    const weights = this.#weights;
    const rates = this.model.rates.forward(parameters);
    let value = this.#constant;
    for (let bin = 0; bin < rates.length; bin++) {
      value += deviance(counts[bin], rates[bin]);
      weights[bin] = 2 * (1 - (counts[bin] === 0 ? 0 : counts[bin] / rates[bin]));
    }
    gradient.fill(0);
    value += this.#addConstraints(parameters);
    if (!(value < Infinity)) return { value: Infinity, gradient };
    this.model.rates.adjoint(weights, gradient);
    return { value, gradient };
  }

  #addConstraints(parameters: Float64Array): number {
    const { gradient } = this;
    const { auxiliary } = this.data;
    const { parameter, poisson, scale } = this.model.parameters.constraints;
    let value = 0;
    for (let c = 0; c < parameter.length; c++) {
      const at = parameter[c];
      const measured = auxiliary[c];
      if (poisson[c] === 1) {
        const rate = parameters[at] * scale[c];
        value += deviance(measured, rate);
        gradient[at] += 2 * (scale[c] - (measured === 0 ? 0 : measured / parameters[at]));
      } else {
        const pull = (parameters[at] - measured) / scale[c];
        value += pull * pull;
        gradient[at] += (2 * pull) / scale[c];
      }
    }
    return value;
  }
}

/** 2(λ − n − n ln(λ/n)), which keeps its digits near λ = n; +∞ outside the law's domain. */
function deviance(count: number, rate: number): number {
  if (!(rate >= 0 && rate < Infinity)) return Infinity;
  if (count === 0) return 2 * rate;
  const excess = (rate - count) / count;
  return 2 * count * (excess - Math.log1p(excess));
}

/** What is left of −2 ln Poisson(n | λ) at λ = n. */
function saturatedTwiceNll(count: number): number {
  return count === 0 ? 0 : 2 * (logGamma(count + 1) - count * Math.log(count) + count);
}

function isCount(value: number): boolean {
  return value >= 0 && value < Infinity;
}

function checkData({ observed, parameters: { constraints } }: Model, { counts, auxiliary }: Data): void {
  if (counts.length !== observed.counts.length) refuse("", `expected ${observed.counts.length} counts, got ${counts.length}`);
  if (auxiliary.length !== observed.auxiliary.length) {
    refuse("", `expected ${observed.auxiliary.length} auxiliary measurements, got ${auxiliary.length}`);
  }
  if (!counts.every(isCount)) refuse("", "expected counts to be finite and not negative");
  if (!auxiliary.every((value, c) => (constraints.poisson[c] === 1 ? isCount(value) : Number.isFinite(value)))) {
    refuse("", "expected auxiliary measurements to be finite, and not negative where they are counts");
  }
}
