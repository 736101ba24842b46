import type { UnitPoints } from "../space/index.ts";

/** A function of the unit cube, one number a point, in an array that nobody else has. // [n, d] -> [n] */
export type TermFunction = (points: UnitPoints) => Float64Array;

/** Part of a term's spread that must be its own: a term that is more of a constant or of the terms before it adds nothing. */
const leastOwnPart = 1e-6;

/** Part of its mean by which a constant may vary when it has been interpolated. */
const rounding = 1e-8;

/** Part of its range over the sample by which a function may leave that range; so far and no further does it count. */
const overshoot = 0.1;

/** Terms made orthonormal over a sample: mean 0, mean square 1, uncorrelated with one another. */
export interface StandardTerms {
  readonly kept: readonly number[]; // [b], indices of the terms that say something of their own
  /** Row-major values. // [n, d] -> [n, b] */
  at(points: UnitPoints): Float64Array;
}

/**
 * Gram-Schmidt in the order given, the constant first: h_j = (g_j - mean_j - Σ_i<j r_ij h_i) / norm_j, all means over the sample.
 * Terms without a spread of their own are left out.
 */
export function standardTerms(terms: readonly TermFunction[], sample: UnitPoints): StandardTerms {
  const steps: { readonly raw: TermFunction; readonly mean: number; readonly shares: readonly number[]; readonly norm: number }[] = [];
  const columns: Float64Array[] = []; // [b][m], on the sample
  const kept: number[] = [];
  for (const [index, term] of terms.entries()) {
    const raw = boundedTerm(term, sample);
    const column = raw(sample);
    const mean = average(column);
    for (let i = 0; i < column.length; i++) column[i] -= mean;
    const spread = Math.sqrt(meanProduct(column, column));
    const shares = columns.map((other) => {
      const share = meanProduct(column, other);
      for (let i = 0; i < column.length; i++) column[i] -= share * other[i];
      return share;
    });
    const norm = Math.sqrt(meanProduct(column, column));
    if (!(norm > leastOwnPart * spread && norm > rounding * Math.abs(mean))) continue;
    steps.push({ raw, mean, shares, norm });
    kept.push(index);
    for (let i = 0; i < column.length; i++) column[i] /= norm;
    columns.push(column);
  }

  function at(points: UnitPoints): Float64Array {
    const b = steps.length;
    const result = new Float64Array(points.n * b);
    for (const [j, { raw, mean, shares, norm }] of steps.entries()) {
      const values = raw(points);
      for (let row = 0, point = 0; row < result.length; row += b, point++) {
        let value = values[point] - mean;
        for (let i = 0; i < j; i++) value -= shares[i] * result[row + i];
        result[row + j] = value / norm;
      }
    }
    return result;
  }

  return { kept, at };
}

/**
 * The function kept within its range over the sample, a tenth of that more at either end; a value that is no number counts as the
 * sample's mean. The surrogate also looks at points on the border of the admissible domain and beyond, where log(m1 - m2) has none.
 */
export function boundedTerm(term: TermFunction, sample: UnitPoints): TermFunction {
  const values = term(sample);
  const strange = values.find((value) => !Number.isFinite(value));
  if (strange !== undefined) throw new RangeError(`expected a finite number at every admissible point, got ${strange}`);
  let [lower, upper] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    lower = Math.min(lower, values[i]);
    upper = Math.max(upper, values[i]);
  }
  const slack = overshoot * (upper - lower);
  const mean = average(values);
  const [least, most] = [lower - slack, upper + slack];
  return (points) => {
    const own = term(points);
    for (let i = 0; i < own.length; i++) own[i] = Number.isNaN(own[i]) ? mean : Math.min(Math.max(own[i], least), most);
    return own;
  };
}

function average(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function meanProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum / one.length;
}
