import { logNormalCdf } from "../numeric/index.ts";

/** q̃ takes a signal below zero as none; q lets the parameter of interest go to its own lower bound [Cowan2011]. */
export type TestStatistic = "qtilde" | "q";

/** Where the expected values are given: standard deviations of the background, most signal-like last. */
export const expectedDeviations: readonly number[] = [2, 1, 0, -1, -2];

/** The statistic in standard deviations of the background's distribution: t = s − s_A, or (q − q_A)/2s_A for q̃ above s_A. */
export function shiftedStatistic(statistic: number, asimovStatistic: number, kind: TestStatistic): number {
  const root = Math.sqrt(statistic);
  const asimovRoot = Math.sqrt(asimovStatistic);
  if (kind === "q" || root <= asimovRoot || asimovRoot === 0) return root - asimovRoot;
  return (statistic - asimovStatistic) / (2 * asimovRoot);
}

/** ln Φ(−(t + s_A)) − ln Φ(−t), the logarithm of CLs = CLs+b / CLb [Read2002]; 0 without any sensitivity. */
export function logCls(deviation: number, asimovRoot: number): number {
  return asimovRoot === 0 ? 0 : logNormalCdf(-(deviation + asimovRoot)) - logNormalCdf(-deviation);
}
