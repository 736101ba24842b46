import type { RandomStream } from "../numeric/index.ts";
import { selectPoints, type UnitPoints } from "../space/index.ts";
import type { Weighted } from "./types.ts";

/** At most `count` of the rows: one of each so many consecutive ones, so that neighbours in their order do not both come. */
export function thinned(rows: readonly number[], count: number, random: RandomStream): readonly number[] {
  const stride = Math.ceil(rows.length / count);
  if (stride <= 1) return rows;
  return Array.from({ length: Math.ceil(rows.length / stride) }, (_, block) => {
    const start = block * stride;
    return rows[start + random.integer(Math.min(stride, rows.length - start))]!;
  });
}

/** At most `count` of the points, their weights raised to the same sum. */
export function thinnedPoints(
  { points, weights }: Weighted<UnitPoints>,
  count: number,
  random: RandomStream,
): Weighted<UnitPoints> {
  if (points.n <= count) return { points, weights };
  const rows = thinned(Array.from(weights.keys()), count, random);
  const total = (some: Iterable<number>): number => [...some].reduce((sum, weight) => sum + weight, 0);
  const share = total(weights) / total(rows.map((j) => weights[j]));
  return { points: selectPoints(points, rows), weights: Float64Array.from(rows, (j) => share * weights[j]) };
}
