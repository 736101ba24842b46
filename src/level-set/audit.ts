import { percent } from "./demand.ts";
import type { LevelSet, Side } from "./types.ts";
import type { VerdictWithReason } from "./verdict.ts";

/** What an audit found of one level set; plain JSON. */
export interface LevelSetAudit {
  readonly observable: string;
  readonly threshold: number; // the observable's own units
  readonly side: Side;
  readonly evaluated: number; // audit points with a value
  readonly errors: number; // of those, on the other side of the contour than was said
  /** One-sided 95 % upper bound on the misclassified volume, whatever the model. */
  readonly upperBound95: number;
}

/**
 * Counts the audit points whose value lies on the other side of the threshold than was said of them before. `share` is the part of the
 * admissible volume that the points were drawn from, uniformly.
 */
export function auditLevelSet(
  { observable, threshold, side }: LevelSet,
  saidInside: readonly boolean[],
  values: ArrayLike<number>, // [n], the observable's own units
  share: number,
): LevelSetAudit {
  const isInside = (value: number): boolean => (side === "above" ? value >= threshold : value <= threshold);
  const errors = saidInside.filter((said, i) => said !== isInside(values[i]!)).length;
  const evaluated = saidInside.length;
  return { observable, threshold, side, evaluated, errors, upperBound95: share * clopperPearsonUpper(errors, evaluated) };
}

/**
 * The verdict with the latest audit taken into account: a certified contour that passes it is `verified`, one that fails it is not
 * certified any more, until a further audit says otherwise.
 */
export function concludeAudit(
  byModel: VerdictWithReason,
  audits: readonly LevelSetAudit[] | undefined,
  tolerance: number,
): VerdictWithReason {
  if (byModel.verdict !== "model-certified" || audits === undefined) return byModel;
  const worst = audits.toSorted((a, b) => b.upperBound95 - a.upperBound95)[0]!;
  const { errors, evaluated, upperBound95, observable, threshold } = worst;
  const found = `${errors} ${errors === 1 ? "error" : "errors"} in ${evaluated} points`;
  if (auditPasses(audits, tolerance)) {
    const bound = `at most ${percent(upperBound95)} (95 %) whatever the model`;
    return { verdict: "verified", reason: `${byModel.reason}; audit: ${found}, ${bound}` };
  }
  const reason = `the audit found ${found} (${observable} at ${threshold}), more than the tolerance ${percent(tolerance)}; without it: ${byModel.reason}`;
  return { verdict: "not-certified", obstacle: "audit", reason };
}

/** Whether the share of errors is within the tolerance for every level set; with a few dozen points that means no error at all. */
export function auditPasses(audits: readonly LevelSetAudit[], tolerance: number): boolean {
  return audits.every(({ errors, evaluated }) => evaluated > 0 && errors <= tolerance * evaluated);
}

/**
 * One-sided upper confidence bound on a probability of which `errors` of `trials` independent trials came true [Clopper1934]: the p at
 * which as few would be seen with probability 1 - level. 1 without trials.
 */
export function clopperPearsonUpper(errors: number, trials: number, level = 0.95): number {
  if (errors >= trials) return 1;
  let [lower, upper] = [errors / trials, 1];
  while (upper - lower > 1e-12) {
    const middle = (lower + upper) / 2;
    if (binomialCdf(errors, trials, middle) > 1 - level) lower = middle;
    else upper = middle;
  }
  return upper;
}

/** P(X <= k) of a binomial variable, 0 < p < 1. */
function binomialCdf(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return sum;
}
