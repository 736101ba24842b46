import type { RandomStream } from "../numeric/index.ts";
import { curveOrder, selectPoints, type UnitPoints } from "../space/index.ts";
import type { Weighted } from "../level-set/index.ts";

/**
 * A spatially balanced sample with given inclusion probabilities: the pool is put in the order of a space-filling curve and cut into
 * cells, a new one each time the probabilities have summed up to one more; a point of probability 1 is a cell of its own. One point
 * drawn evenly from each cell stands for all of it, so the weights (cell size / pool size) sum to 1 and every weighted sum is an
 * unbiased estimate of the pool's mean. // [N, d], [N] -> [m, d] with m about the sum of the probabilities
 */
export function cellSample(pool: UnitPoints, probabilities: Float64Array, random: RandomStream): Weighted<UnitPoints> {
  const cells = cellsAlong(curveOrder(pool), probabilities, random.uniform());
  const rows = cells.map((cell) => cell[random.integer(cell.length)]!);
  return { points: selectPoints(pool, rows), weights: Float64Array.from(cells, (cell) => cell.length / pool.n) };
}

/** Consecutive groups of about unit probability; `offset` in (0, 1) says how early the first one ends. */
function cellsAlong(order: readonly number[], probabilities: Float64Array, offset: number): number[][] {
  const cells: number[][] = [];
  let open: number[] = [];
  let accumulated = offset;
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    if (probabilities[row] >= 1) cells.push([row]);
    else {
      open.push(row);
      accumulated += probabilities[row];
      if (accumulated < 1) continue;
      accumulated -= 1;
      cells.push(open);
      open = [];
    }
  }
  if (open.length > 0) cells.push(open);
  return cells;
}
