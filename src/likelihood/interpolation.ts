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

/**
 * A multiplicative variation f(α) and f′(α), written to `value[at]` and `slope[at]`:
 * hi^α for α ≥ edge, lo^−α for α ≤ −edge, 1 + Σ cᵢ αⁱ between; edge = 1 is code4, edge = 0 is code1.
 */
export function interpolateFactor(
  numbers: Float64Array, offset: number, alpha: number, edge: number, value: Float64Array, slope: Float64Array, at: number,
): void {
  if (alpha >= edge) {
    const logHi = numbers[offset];
    const power = Math.exp(alpha * logHi);
    value[at] = power;
    slope[at] = power * logHi;
    return;
  }
  if (alpha <= -edge) {
    const logLo = numbers[offset + 1];
    const power = Math.exp(-alpha * logLo);
    value[at] = power;
    slope[at] = -power * logLo;
    return;
  }
  const c1 = numbers[offset + 2];
  const c2 = numbers[offset + 3];
  const c3 = numbers[offset + 4];
  const c4 = numbers[offset + 5];
  const c5 = numbers[offset + 6];
  const c6 = numbers[offset + 7];
  value[at] = 1 + alpha * (c1 + alpha * (c2 + alpha * (c3 + alpha * (c4 + alpha * (c5 + alpha * c6)))));
  slope[at] = c1 + alpha * (2 * c2 + alpha * (3 * c3 + alpha * (4 * c4 + alpha * (5 * c5 + alpha * 6 * c6))));
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
