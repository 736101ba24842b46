import type { EarlierRun } from "../../src/index.ts";
import { proxiesOf } from "./proxies.ts";
import type { Likelihood } from "./published.ts";

/** How far CLs of counts may be off point by point where limits are set, told as a standard error. */
const scatter = 0.02;

/**
 * Evaluations that were made before, at every third published point: fits, and CLs from counts alone, without systematic uncertainties,
 * whose values are off by an amount that is learned and scatter beside it, do not scatter, or are taken as they are.
 */
export function earlierRunsOf(likelihood: Likelihood): Readonly<Record<string, EarlierRun>> {
  const points = likelihood.points.filter((_, i) => i % 3 === 0);
  const { yields } = proxiesOf(likelihood);
  const counts = points.map(([m1, m2]) => ({ m1, m2, ...yields!({ m1, m2 }).observables }));
  return {
    get fits() {
      return { name: "fits", evaluations: points.map(([m1, m2]) => ({ m1, m2, ...likelihood.cls(m1, m2) })) };
    },
    counts: { name: "counts", evaluations: counts.map((row) => ({ ...row, "clsObserved.standardError": scatter, "clsExpected.standardError": scatter })), offsets: true },
    "counts-exact": { name: "counts", evaluations: counts, offsets: true },
    "counts-unaware": { name: "counts", evaluations: counts },
  };
}
