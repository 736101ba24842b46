import { physicalPoints, type PhysicalPoints } from "../../space/index.ts";
import type { Prediction, ScanView } from "../view.ts";

/** Points predicted at once: bounds the memory that a fine grid takes. */
const blockPoints = 4096;

/** The points in blocks, in their order. // [m, d] */
export function* blocksOf({ n, d, data }: PhysicalPoints): Generator<PhysicalPoints> {
  for (let start = 0; start < n; start += blockPoints) {
    yield physicalPoints(d, data.subarray(start * d, (start + blockPoints) * d));
  }
}

/** What the surrogates say at many points, per observable; nothing before the first fit. // [m, d] */
export function predictAll(view: ScanView, points: PhysicalPoints): Prediction[] {
  const { predict } = view;
  if (predict === undefined) return [];
  const blocks = Array.from(blocksOf(points), predict);
  return view.observables.map(({ thresholds }, index) => {
    const joined = (column: (prediction: Prediction) => Float64Array): Float64Array => {
      const values = new Float64Array(points.n);
      blocks.forEach((block, k) => values.set(column(block[index]!), k * blockPoints));
      return values;
    };
    return {
      median: joined(({ median }) => median),
      lower: joined(({ lower }) => lower),
      upper: joined(({ upper }) => upper),
      probability: thresholds.map((_, k) => joined(({ probability }) => probability[k]!)),
    };
  });
}
