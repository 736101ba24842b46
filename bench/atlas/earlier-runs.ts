import type { EarlierRun } from "../../src/index.ts";
import { proxiesOf } from "./proxies.ts";
import type { Likelihood } from "./published.ts";

/**
 * Evaluations that were made before, at every third published point: fits, and CLs from counts alone, without systematic uncertainties,
 * whose offset and scatter are learned, or which are taken as they are.
 */
export function earlierRunsOf(likelihood: Likelihood): Readonly<Record<string, EarlierRun>> {
  const points = likelihood.points.filter((_, i) => i % 3 === 0);
  const { yields } = proxiesOf(likelihood);
  const counts = points.map(([m1, m2]) => ({ m1, m2, ...yields!({ m1, m2 }).observables }));
  return {
    get fits() {
      return { name: "fits", evaluations: points.map(([m1, m2]) => ({ m1, m2, ...likelihood.cls(m1, m2) })) };
    },
    counts: { name: "counts", evaluations: counts, offsets: true },
    "counts-unaware": { name: "counts", evaluations: counts },
  };
}
