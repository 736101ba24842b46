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
  const [keys, cells] = [new Float64Array(n), data.map((coordinate) => Math.floor(coordinate * 2 ** bits))];
  for (let i = 0; i < n; i++) {
    let key = 0;
    for (let shift = bits - 1; shift >= 0; shift--) {
      for (let k = 0; k < d; k++) key = 2 * key + ((cells[i * d + k] >> shift) & 1);
    }
    keys[i] = key;
  }
  return Array.from(keys.keys()).toSorted((i, j) => keys[i] - keys[j]);
}
