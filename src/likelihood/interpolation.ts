/** How the yields move between the −1σ, nominal and +1σ values that a workspace gives; pyhf's defaults are code4 and code4p. */
export interface Interpolation {
  readonly normsys: "code1" | "code4";
  readonly histosys: "code0" | "code4p";
}

export const defaultInterpolation: Interpolation = { normsys: "code4", histosys: "code4p" };

/** Numbers kept for each multiplicative variation: ln hi, ln lo and the polynomial's c₁ .. c₆. */
export const factorStride = 8;

/** The polynomial of code4 from b = [hi−1, lo−1, hi ln hi, −lo ln lo, hi ln² hi, lo ln² lo]: c = M b. // [6, 6] row-major */
const polynomial = [
  15 / 16, -15 / 16, -7 / 16, -7 / 16, 1 / 16, -1 / 16,
  3 / 2, 3 / 2, -9 / 16, 9 / 16, 1 / 16, 1 / 16,
  -5 / 8, 5 / 8, 5 / 8, 5 / 8, -1 / 8, 1 / 8,
  -3 / 2, -3 / 2, 7 / 8, -7 / 8, -1 / 8, -1 / 8,
  3 / 16, -3 / 16, -3 / 16, -3 / 16, 1 / 16, -1 / 16,
  1 / 2, 1 / 2, -5 / 16, 5 / 16, 1 / 16, 1 / 16,
];

/** Writes the numbers of one multiplicative variation at `offset`; lo, hi > 0. */
export function writeFactor(target: Float64Array, offset: number, lo: number, hi: number): void {
  const logHi = Math.log(hi);
  const logLo = Math.log(lo);
  const b = [hi - 1, lo - 1, hi * logHi, -lo * logLo, hi * logHi * logHi, lo * logLo * logLo];
  target[offset] = logHi;
  target[offset + 1] = logLo;
  for (let row = 0; row < 6; row++) {
    target[offset + 2 + row] = b.reduce((sum, value, column) => sum + polynomial[row * 6 + column]! * value, 0);
  }
}

/** Multiplicative variations one after the other: their numbers, their parameters, and what evaluating them leaves behind. */
export interface Factors {
  readonly numbers: Float64Array; // [factors, factorStride]
  readonly parameter: Int32Array; // [factors]
  readonly edge: number; // 1: code4, 0: code1
  readonly value: Float64Array; // [factors] f(α)
  readonly slopeAfter: Float64Array; // [factors] f′(α) times the values of the factors before this one
}

/**
 * The product of the factors first .. last − 1: f(α) = hi^α for α ≥ edge, lo^−α for α ≤ −edge, 1 + Σ cᵢ αⁱ between.
 * One loop with everything in it, as this is where most of the time of a fit is spent. // [p] -> 1
 */
export function multiplyFactors(factors: Factors, first: number, last: number, parameters: Float64Array): number {
  const { numbers, parameter, edge, value, slopeAfter } = factors;
  let product = 1;
  for (let e = first, at = first * factorStride; e < last; e++, at += factorStride) {
    const alpha = parameters[parameter[e]];
    let f: number;
    let slope: number;
    if (alpha >= edge) {
      f = Math.exp(alpha * numbers[at]);
      slope = f * numbers[at];
    } else if (alpha <= -edge) {
      f = Math.exp(-alpha * numbers[at + 1]);
      slope = -f * numbers[at + 1];
    } else {
      const c1 = numbers[at + 2];
      const c2 = numbers[at + 3];
      const c3 = numbers[at + 4];
      const c4 = numbers[at + 5];
      const c5 = numbers[at + 6];
      const c6 = numbers[at + 7];
      const square = alpha * alpha;
      f = 1 + alpha * (c1 + square * (c3 + square * c5)) + square * (c2 + square * (c4 + square * c6));
      slope = c1 + square * (3 * c3 + square * 5 * c5) + 2 * alpha * (c2 + square * (2 * c4 + square * 3 * c6));
    }
    value[e] = f;
    slopeAfter[e] = product * slope;
    product *= f;
  }
  return product;
}

/**
 * The even part h(α) of an additive variation δ(α) = α S + h(α) A, where S = (hi − lo)/2 and A = (hi + lo − 2 nominal)/16:
 * 8|α| for |α| > edge, α²(α²(3α² − 10) + 15) between; edge = 1 is code4p, edge = 0 is code0.
 */
export function evenPart(alpha: number, edge: number): number {
  if (Math.abs(alpha) > edge) return 8 * Math.abs(alpha);
  const square = alpha * alpha;
  return square * (square * (3 * square - 10) + 15);
}

/** h′(α) of `evenPart`. */
export function evenPartSlope(alpha: number, edge: number): number {
  if (Math.abs(alpha) > edge) return 8 * Math.sign(alpha);
  const square = alpha * alpha;
  return alpha * (square * (18 * square - 40) + 30);
}
