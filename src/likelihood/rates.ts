import { multiplyFactors, type Factors } from "./interpolation.ts";
import { writeEvenParts, type Layout, type Numbers } from "./layout.ts";

/**
 * Expected counts λ_b = Σ_components (nominal + Σ shifts) Π factors Π multipliers, and products of their Jacobian with weights.
 * `forward` keeps what `adjoint` needs: products of the factors before each one, which the adjoint pass completes with the
 * product of those after it, so that a factor of 0 divides nothing.
 */
export class Rates {
  readonly layout: Layout;
  /** The rates of the last `forward`. // [bins] */
  readonly rates: Float64Array;
  readonly #numbers: Numbers;
  readonly #even: Float64Array; // [p] h(α)
  readonly #evenSlope: Float64Array; // [p]
  readonly #factors: Factors;
  readonly #multiplierBefore: Float64Array; // [multipliers] product of the component's factors and multipliers before this one
  readonly #product: Float64Array; // [components] of all factors and multipliers
  readonly #shifted: Float64Array; // [cells] nominal + Σ shifts
  readonly #binProduct: Float64Array; // [cells] of the bin multipliers
  readonly #binMultiplierBefore: Float64Array;
  #parameters: Float64Array;

  constructor(layout: Layout, numbers: Numbers) {
    const cells = numbers.nominal.length;
    this.layout = layout;
    this.#numbers = numbers;
    this.rates = new Float64Array(layout.bins);
    this.#even = new Float64Array(layout.parameters);
    this.#evenSlope = new Float64Array(layout.parameters);
    this.#factors = {
      numbers: numbers.factor, parameter: layout.factorParameter, edge: layout.factorEdge,
      value: new Float64Array(layout.factorParameter.length), slopeAfter: new Float64Array(layout.factorParameter.length),
    };
    this.#multiplierBefore = new Float64Array(layout.multiplierParameter.length);
    this.#product = new Float64Array(layout.firstBin.length);
    this.#shifted = new Float64Array(cells);
    this.#binProduct = new Float64Array(cells);
    this.#binMultiplierBefore = new Float64Array(layout.binMultiplierParameter.length);
    this.#parameters = new Float64Array(layout.parameters);
  }

  /** The rates; the array is overwritten by the next call. // [p] -> [bins] */
  forward(parameters: Float64Array): Float64Array {
    const { layout, rates } = this;
    this.#parameters.set(parameters);
    writeEvenParts(layout, parameters, this.#even, this.#evenSlope);
    rates.fill(0);
    for (let k = 0; k < layout.firstBin.length; k++) this.#product[k] = this.#multiply(k);
    for (let k = 0; k < layout.firstBin.length; k++) this.#addCells(k);
    return rates;
  }

  #multiply(k: number): number {
    const { layout } = this;
    let product = multiplyFactors(this.#factors, layout.factorStart[k], layout.factorStart[k + 1], this.#parameters);
    for (let e = layout.multiplierStart[k]; e < layout.multiplierStart[k + 1]; e++) {
      this.#multiplierBefore[e] = product;
      product *= this.#parameters[layout.multiplierParameter[e]];
    }
    return product;
  }

  #addCells(k: number): void {
    const { layout, rates } = this;
    const { nominal, symmetric, asymmetric } = this.#numbers;
    const parameters = this.#parameters;
    const even = this.#even;
    const which = layout.shiftParameter;
    const first = layout.shiftStart[k];
    const last = layout.shiftStart[k + 1];
    const product = this.#product[k];
    let at = layout.shiftOffset[k];
    let bin = layout.firstBin[k];
    for (let cell = layout.cellStart[k]; cell < layout.cellStart[k + 1]; cell++, bin++) {
      let shifted = nominal[cell];
      for (let e = first; e < last; e++, at++) {
        const parameter = which[e];
        shifted += symmetric[at] * parameters[parameter] + asymmetric[at] * even[parameter];
      }
      let binProduct = 1;
      for (let e = layout.binMultiplierStart[cell]; e < layout.binMultiplierStart[cell + 1]; e++) {
        this.#binMultiplierBefore[e] = binProduct;
        binProduct *= parameters[layout.binMultiplierParameter[e]];
      }
      this.#shifted[cell] = shifted;
      this.#binProduct[cell] = binProduct;
      rates[bin] += shifted * product * binProduct;
    }
  }

  /** Adds Jᵀ w at the parameters of the last `forward`, J = ∂λ/∂θ, over the channels first .. last − 1. // [bins] -> [p] */
  adjoint(weights: Float64Array, result: Float64Array, first = 0, last = this.layout.channelStart.length - 1): void {
    const { channelStart } = this.layout;
    for (let k = channelStart[first]; k < channelStart[last]; k++) this.#adjointFactors(k, this.#adjointCells(k, weights, result), result);
  }

  /** The part of the shifts and bin multipliers; returns the derivative with respect to the component's product. */
  #adjointCells(k: number, weights: Float64Array, result: Float64Array): number {
    const { layout } = this;
    const { symmetric, asymmetric } = this.#numbers;
    const evenSlope = this.#evenSlope;
    const which = layout.shiftParameter;
    const first = layout.shiftStart[k];
    const last = layout.shiftStart[k + 1];
    const product = this.#product[k];
    let at = layout.shiftOffset[k];
    let bin = layout.firstBin[k];
    let perProduct = 0;
    for (let cell = layout.cellStart[k]; cell < layout.cellStart[k + 1]; cell++, bin++) {
      const weight = weights[bin];
      const shifted = this.#shifted[cell];
      const perShift = weight * product * this.#binProduct[cell];
      perProduct += weight * shifted * this.#binProduct[cell];
      if (perShift === 0) at += last - first;
      else {
        for (let e = first; e < last; e++, at++) {
          const parameter = which[e];
          result[parameter] += perShift * (symmetric[at] + asymmetric[at] * evenSlope[parameter]);
        }
      }
      let after = weight * shifted * product;
      for (let e = layout.binMultiplierStart[cell + 1] - 1; e >= layout.binMultiplierStart[cell]; e--) {
        const parameter = layout.binMultiplierParameter[e];
        result[parameter] += after * this.#binMultiplierBefore[e];
        after *= this.#parameters[parameter];
      }
    }
    return perProduct;
  }

  /** The part of the factors and multipliers, from the derivative with respect to their product. */
  #adjointFactors(k: number, perProduct: number, result: Float64Array): void {
    if (perProduct === 0) return;
    const { layout } = this;
    const { value, slopeAfter, parameter: which } = this.#factors;
    let after = perProduct;
    for (let e = layout.multiplierStart[k + 1] - 1; e >= layout.multiplierStart[k]; e--) {
      const parameter = layout.multiplierParameter[e];
      result[parameter] += after * this.#multiplierBefore[e];
      after *= this.#parameters[parameter];
    }
    for (let e = layout.factorStart[k + 1] - 1; e >= layout.factorStart[k]; e--) {
      result[which[e]] += after * slopeAfter[e];
      after *= value[e];
    }
  }
}
