/**
 * Items as often as their weights say, `count` in all and in their order: taken at regular steps of the cumulative weight, the first of
 * them at the given part of a step, between 0 and 1. At least one weight has to be more than 0. // [n], [n] -> [count]
 */
export function systematicDraw<Item>(items: readonly Item[], logWeights: readonly number[], count: number, first: number): Item[] {
  const largest = Math.max(...logWeights);
  const weights = logWeights.map((value) => Math.exp(value - largest));
  const step = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const chosen: Item[] = [];
  let cumulative = 0;
  let next = step * first;
  for (const [i, item] of items.entries()) {
    cumulative += weights[i]!;
    for (; chosen.length < count && next < cumulative; next += step) chosen.push(item);
  }
  while (chosen.length < count) chosen.push(items.at(-1)!); // rounding of the last step
  return chosen;
}
