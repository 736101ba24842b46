import type { RandomStream } from "../numeric/index.ts";

/** Some of many rows, and how many each stands for: Σ counts_i g(rows_i) is an unbiased estimate of Σ_j g(j). */
export interface ProportionalSample {
  readonly rows: readonly number[];
  readonly counts: Float64Array;
}

/**
 * A systematic sample of about `count` rows with inclusion probabilities proportional to their importance, 1 at most [Madow1949]: along
 * the order a row is taken each time the probabilities have summed up to one more, so that an order in which neighbours in space follow
 * one another spreads the sample evenly. Rows of no importance are never taken. // [n], [N] -> [m], m <= n
 */
export function proportionalSample(
  order: readonly number[],
  importance: Float64Array,
  count: number,
  random: RandomStream,
): ProportionalSample {
  const probabilities = inclusionProbabilities(order, importance, count);
  const rows: number[] = [];
  let accumulated = random.uniform();
  for (let i = 0; i < order.length; i++) {
    accumulated += probabilities[order[i]!];
    if (accumulated < 1) continue;
    accumulated -= 1;
    rows.push(order[i]!);
  }
  return { rows, counts: Float64Array.from(rows, (row) => 1 / probabilities[row]) };
}

/** min(1, c · importance), c such that they sum to the count: what rows that are certain to be taken cannot use goes to the others. */
function inclusionProbabilities(order: readonly number[], importance: Float64Array, count: number): Float64Array {
  const positive = positiveOnes(order, importance);
  if (positive.length <= count) return importance.map((value) => Number(value > 0));
  let total = 0;
  for (let i = 0; i < positive.length; i++) total += positive[i];
  let factor = count / total;
  for (let known = 0, certain = 0; ; known = certain) {
    let left = 0;
    certain = 0;
    for (let i = 0; i < positive.length; i++) {
      if (factor * positive[i] >= 1) certain++;
      else left += positive[i];
    }
    const next = (count - certain) / left;
    // rounding may take back what was certain, and what is left may be too little to share out
    if (certain <= known || !(next < Infinity)) break;
    factor = next;
  }
  const probabilities = new Float64Array(importance.length);
  for (let j = 0; j < probabilities.length; j++) probabilities[j] = Math.min(factor * importance[j], 1);
  return probabilities;
}

function positiveOnes(order: readonly number[], importance: Float64Array): Float64Array {
  const positive = new Float64Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i++) {
    const value = importance[order[i]!];
    if (value > 0) positive[count++] = value;
  }
  return positive.subarray(0, count);
}
