import type { UnitPoints } from "./points.ts";

/** Orders found before, by the points, which are sampled again at every fit. */
const curveOrders = new WeakMap<UnitPoints, readonly number[]>();

/** The rows in the order of the Morton curve: by the bits of the coordinates interleaved, most significant first. // [n, d] -> [n] */
export function curveOrder(points: UnitPoints): readonly number[] {
  const order = curveOrders.get(points) ?? sortAlongCurve(points);
  curveOrders.set(points, order);
  return order;
}

function sortAlongCurve({ n, d, data }: UnitPoints): readonly number[] {
  const bits = Math.min(Math.floor(52 / d), 16);
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let bit = 1; bit <= bits; bit++) {
      for (let k = 0; k < d; k++) keys[i] = 2 * keys[i] + (Math.floor(data[i * d + k] * 2 ** bit) & 1);
    }
  }
  return Array.from(keys.keys()).toSorted((i, j) => keys[i] - keys[j]);
}
