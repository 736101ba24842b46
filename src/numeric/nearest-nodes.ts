import type { Matrix } from "./matrix.ts";

/** The nearest of the nodes, by distance and then by index, nearest first, with squared distances. Both are overwritten by the next search. */
export interface NearestNodes {
  readonly indices: Int32Array; // [count]
  readonly squares: Float64Array; // [count]
}

/** Nodes that are looked at one by one. */
const leafSize = 8;

/**
 * Finds the `count` nodes nearest to a point, at most as many as there are, by a k-d tree [Bentley1975]: every inner node halves its nodes
 * along the axis in which they spread most. The same as looking at all of them, equal distances included, in about the logarithm of the
 * time. // nodes: [k, d]
 */
export function nearestNodes({ rows: k, columns: d, data }: Matrix, count: number): (x: Float64Array, offset: number) => NearestNodes {
  const order = Int32Array.from({ length: k }, (_, i) => i);
  const cuts: Cut[] = [];
  const root = grow(0, k);
  const indices = new Int32Array(count);
  const squares = new Float64Array(count);
  const last = count - 1;

  /** The number of the cut of nodes order[from] to order[to - 1], or -1 where they are few. */
  function grow(from: number, to: number): number {
    if (to - from <= leafSize) return -1;
    const axis = widestAxis(from, to);
    order.subarray(from, to).sort((a, b) => data[a * d + axis] - data[b * d + axis] || a - b);
    const middle = (from + to) >> 1;
    const number = cuts.length;
    const cut = { axis, at: data[order[middle] * d + axis], middle, below: -1, above: -1 };
    cuts.push(cut);
    cut.below = grow(from, middle);
    cut.above = grow(middle, to);
    return number;
  }

  function widestAxis(from: number, to: number): number {
    let [widest, best] = [-1, 0];
    for (let axis = 0; axis < d; axis++) {
      let [lower, upper] = [Infinity, -Infinity];
      for (let i = from; i < to; i++) {
        const coordinate = data[order[i] * d + axis];
        lower = Math.min(lower, coordinate);
        upper = Math.max(upper, coordinate);
      }
      if (upper - lower > widest) [widest, best] = [upper - lower, axis];
    }
    return best;
  }

  function search(number: number, from: number, to: number, x: Float64Array, offset: number): void {
    if (number === -1) {
      for (let i = from; i < to; i++) offer(order[i], x, offset);
      return;
    }
    const { axis, at, middle, below, above } = cuts[number]!;
    const beyond = x[offset + axis] - at;
    if (beyond < 0) search(below, from, middle, x, offset);
    else search(above, middle, to, x, offset);
    if (beyond * beyond > squares[last]) return; // as far as the cut is every node behind it
    if (beyond < 0) search(above, middle, to, x, offset);
    else search(below, from, middle, x, offset);
  }

  function offer(node: number, x: Float64Array, offset: number): void {
    let square = 0;
    for (let axis = 0; axis < d; axis++) square += (data[node * d + axis] - x[offset + axis]) ** 2;
    if (square > squares[last] || (square === squares[last] && node > indices[last])) return;
    let place = last;
    for (; place > 0 && (squares[place - 1] > square || (squares[place - 1] === square && indices[place - 1] > node)); place--) {
      squares[place] = squares[place - 1];
      indices[place] = indices[place - 1];
    }
    squares[place] = square;
    indices[place] = node;
  }

  return (x, offset) => {
    squares.fill(Infinity);
    indices.fill(k);
    search(root, 0, k, x, offset);
    return { indices, squares };
  };
}

interface Cut {
  readonly axis: number;
  readonly at: number; // nodes below it come before the middle, the others from there on
  readonly middle: number;
  below: number;
  above: number;
}
